import { localMeans, materialMap } from './prepared-scan.ts';
import { fragmentShader, vertexShader } from './scan-shader.ts';
import type { ScanPainter } from './scan-painter.ts';
import { highChannel, type ViewedChannel, type ViewedPair, type ViewedScan } from './viewed-scan.ts';
import type { PairMode, ViewState } from './view-state.ts';

const modes: Readonly<Record<PairMode, number>> = { off: 0, beside: 1, swipe: 2, flicker: 3, difference: 4 };
const textures = ['high', 'low', 'means', 'other', 'materials', 'warp', 'curves'] as const;
type TextureName = (typeof textures)[number];

/**
 * Paints with WebGL2 on the samples as they were measured: another window or level is another uniform.
 * Hot path: a redraw of 2000 × 800 dual-energy pixels within 20 ms without a graphics card.
 *
 * @returns null where there is no WebGL2, or where the scan is larger than its textures may be
 */
export function webglPainter(canvas: HTMLCanvasElement, scan: ViewedScan): ScanPainter | null {
  const context = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false });
  if (context === null || context.isContextLost()) return null;
  const largest = context.getParameter(context.MAX_TEXTURE_SIZE) as number;
  if (scan.columns > largest || scan.rows > largest) return null;
  const program = linked(context);
  if (program === null) return null;
  return paintWith(context, program, scan);
}

function linked(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? program : null;
}

function paintWith(gl: WebGL2RenderingContext, program: WebGLProgram, first: ViewedScan): ScanPainter {
  const own = new Map<TextureName, WebGLTexture>();
  const places = new Map<string, WebGLUniformLocation | null>();
  const place = (name: string): WebGLUniformLocation | null => {
    if (!places.has(name)) places.set(name, gl.getUniformLocation(program, name));
    return places.get(name) ?? null;
  };
  gl.useProgram(program);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  textures.forEach((name, unit) => gl.uniform1i(place(name), unit));

  /** Puts values into the texture of a name; rows × columns, row 0 on top. */
  const put = (
    name: TextureName,
    format: readonly [inner: number, outer: number, type: number],
    columns: number,
    rows: number,
    values: ArrayBufferView | null,
  ): void => {
    gl.activeTexture(gl.TEXTURE0 + textures.indexOf(name));
    const texture = own.get(name) ?? gl.createTexture();
    own.set(name, texture);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    for (const side of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
      gl.texParameteri(gl.TEXTURE_2D, side, gl.NEAREST);
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
      gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
    const [inner, outer, type] = format;
    gl.texImage2D(gl.TEXTURE_2D, 0, inner, columns, rows, 0, outer, type, values);
  };
  const whole = [gl.R16UI, gl.RED_INTEGER, gl.UNSIGNED_SHORT] as const;
  const bytes = [gl.RG8, gl.RG, gl.UNSIGNED_BYTE] as const;
  const floats = [gl.R32F, gl.RED, gl.FLOAT] as const;
  const pairs = [gl.RG32F, gl.RG, gl.FLOAT] as const;

  let scan = first;
  let pair: ViewedPair | null = null;
  /** What is computed once and only when it is looked at. */
  let [meansOf, materialsOf] = [-1, false];
  let materials: Uint8Array | null = null;

  const lowChannel = (): number => scan.channels.findIndex(({ energy }) => energy === 'low');
  const levels = (name: string, channel: ViewedChannel | undefined): void =>
    gl.uniform2f(place(name), channel?.airLevel ?? 1, channel?.darkLevel ?? 0);

  const putCurves = (): void => {
    const [mine, others] = [
      scan.channels[highChannel(scan)]?.density ?? null,
      pair === null ? null : (pair.earlier.channels[highChannel(pair.earlier)]?.density ?? null),
    ];
    const length = Math.max(2, mine?.length ?? 0, others?.length ?? 0);
    const values = new Float32Array(length * 2);
    values.set(mine ?? [], 0);
    values.set(others ?? [], length);
    put('curves', floats, length, 2, values);
    gl.uniform2i(place('hasCurve'), mine === null ? 0 : 1, others === null ? 0 : 1);
    gl.uniform1f(place('curveStep'), scan.scales.step);
  };

  const painter: ScanPainter = {
    kind: 'webgl2',
    setScan(next) {
      scan = next;
      [meansOf, materialsOf, materials] = [-1, false, null];
      const high = scan.channels[highChannel(scan)];
      const low = scan.channels[lowChannel()];
      put('high', whole, scan.columns, scan.rows, high?.samples ?? null);
      if (low === undefined) put('low', whole, 1, 1, new Uint16Array(1));
      else put('low', whole, scan.columns, scan.rows, low.samples);
      put('means', whole, 1, 1, new Uint16Array(1));
      put('materials', bytes, 1, 1, new Uint8Array(2));
      gl.uniform2i(place('size'), scan.columns, scan.rows);
      levels('highLevels', high);
      levels('lowLevels', low);
      putCurves();
    },
    setPair(next) {
      pair = next;
      const earlier = next?.earlier;
      const channel = earlier?.channels[highChannel(earlier)];
      if (earlier === undefined || channel === undefined) put('other', whole, 1, 1, new Uint16Array(1));
      else put('other', whole, earlier.columns, earlier.rows, channel.samples);
      gl.uniform2i(place('otherSize'), earlier?.columns ?? 1, earlier?.rows ?? 1);
      levels('otherLevels', channel);
      const warp = next?.warp ?? null;
      if (warp === null) put('warp', pairs, 1, 1, new Float32Array(2));
      else put('warp', pairs, warp.columns, warp.rows, warp.from);
      gl.uniform2i(place('warpSize'), warp?.columns ?? 0, warp?.rows ?? 0);
      gl.uniform1f(place('warpStep'), warp?.step ?? 1);
      putCurves();
    },
    paint(view: ViewState) {
      const shownChannel = view.shown === 'low' && lowChannel() >= 0 ? lowChannel() : highChannel(scan);
      if (view.localContrast > 0 && meansOf !== shownChannel) {
        meansOf = shownChannel;
        put('means', whole, scan.columns, scan.rows, localMeans(scan, scan.channels[shownChannel]!));
      }
      if (view.shown === 'colour' && !materialsOf) {
        materialsOf = true;
        materials = materialMap(scan);
        if (materials !== null) put('materials', bytes, scan.columns, scan.rows, materials);
      }
      const { width, height } = gl.canvas;
      gl.viewport(0, 0, width, height);
      gl.uniform2f(place('picture'), width, height);
      gl.uniform2f(place('middle'), view.x, view.y);
      gl.uniform2f(place('cursor'), view.cursor[0], view.cursor[1]);
      for (const name of ['zoom', 'window', 'level', 'localContrast', 'swipe', 'range'] as const)
        gl.uniform1f(place(name), view[name]);
      gl.uniform1i(place('inverted'), view.inverted ? 1 : 0);
      gl.uniform1i(place('loupeOn'), view.loupe ? 1 : 0);
      gl.uniform1i(place('earlierShown'), view.earlierShown ? 1 : 0);
      const colours = view.shown === 'colour' && materials !== null;
      gl.uniform1i(place('shown'), colours ? 2 : view.shown === 'low' && lowChannel() >= 0 ? 1 : 0);
      const laid = pair !== null && (pair.warp !== null || view.pair === 'beside');
      gl.uniform1i(place('mode'), laid ? modes[view.pair] : 0);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
    close() {
      for (const texture of own.values()) gl.deleteTexture(texture);
      gl.deleteProgram(program);
    },
  };
  painter.setScan(first);
  painter.setPair(null);
  return painter;
}
