import { attenuationTable, meanFrom } from './prepared-scan.ts';
import { highChannel, readCurve, type ViewedPair, type ViewedScan } from './viewed-scan.ts';
import type { ViewState } from './view-state.ts';

/** Radius of the loupe, pixels of the screen, and how much it magnifies. */
export const loupe = { radius: 96, times: 4 } as const;
/** Samples across of one screen pixel, at most, where the scan is shown smaller than it is. */
export const mostTaps = 4;
/** Around the scan. */
export const surround = [24, 26, 28] as const;
/** Organic, light metal, steel: by atomic number, and by nothing else. */
export const materialColours = [
  [240, 140, 40],
  [70, 190, 90],
  [70, 120, 245],
] as const;
/** Where between organic and steel the middle colour stands: behind the same density aluminium lies near it. */
export const middleColour = 0.35;
/** What came, what went. */
export const changeColours = [
  [255, 150, 30],
  [50, 140, 255],
] as const;
/** The detector could count no more, and nothing came through. */
export const saturatedFrom = 65_535;
export const nothingBelow = 0.0006;

/** A scan with what is computed from it once, for painting on the processor. */
export interface PaintedScan {
  readonly scan: ViewedScan;
  /** Attenuation of each sample value, by channel. */
  readonly tables: readonly Float32Array[];
  readonly means: Uint16Array | null;
  readonly materials: Uint8Array | null;
}

/** A scan with what painting it on the processor needs; what is only looked at now and then comes later. */
export function paintedScan(scan: ViewedScan): PaintedScan {
  return { scan, tables: scan.channels.map(attenuationTable), means: null, materials: null };
}

export interface PaintedPair {
  readonly earlier: PaintedScan;
  readonly warp: ViewedPair['warp'];
}

export interface Picture {
  readonly width: number;
  readonly height: number;
}

type Colour = readonly [number, number, number];

/**
 * The colour of one pixel of the picture: the same sums as the shader, in the same order. What a browser
 * without WebGL2 shows, and what the shader is held against in the tests.
 *
 * @param x,y from the top left, pixels of the picture
 */
export function paintPixel(
  painted: PaintedScan,
  pair: PaintedPair | null,
  view: ViewState,
  picture: Picture,
  x: number,
  y: number,
): Colour {
  const { width } = picture;
  const mode = pair === null ? 'off' : pair.warp === null && view.pair !== 'beside' ? 'off' : view.pair;
  const height = mode === 'beside' ? Math.floor(picture.height / 2) : picture.height;
  const lower = mode === 'beside' && y >= height;
  const own = lower ? y - height : y;
  const [u, v] = [x + 0.5 - width / 2, own + 0.5 - height / 2];
  let [column, row, zoom] = [view.x + u / view.zoom, view.y + v / view.zoom, view.zoom];
  if (view.loupe) {
    const [offX, offY] = [column - view.cursor[0], row - view.cursor[1]];
    if ((offX * zoom) ** 2 + (offY * zoom) ** 2 < loupe.radius ** 2) {
      [column, row] = [view.cursor[0] + offX / loupe.times, view.cursor[1] + offY / loupe.times];
      zoom *= loupe.times;
    }
  }
  return paintPlace(painted, pair, view, mode, lower, column, row, zoom, x, y, width);
}

function paintPlace(
  painted: PaintedScan,
  pair: PaintedPair | null,
  view: ViewState,
  mode: ViewState['pair'],
  lower: boolean,
  column: number,
  row: number,
  zoom: number,
  x: number,
  y: number,
  width: number,
): Colour {
  const { scan } = painted;
  if (column < 0 || row < 0 || column >= scan.columns || row >= scan.rows) return surround;
  const onHatch = (x + y) % 8 < 2;
  const earlierHere =
    pair !== null &&
    (lower ||
      (mode === 'swipe' && x + 0.5 < view.swipe * width) ||
      (mode === 'flicker' && view.earlierShown));
  if (earlierHere) {
    const [u, v] = warped(pair, scan, column, row);
    const other = pair.earlier.scan;
    if (u < 0 || v < 0 || u >= other.columns || v >= other.rows) return surround;
    const channel = highChannel(other);
    const depth = depthAt(pair.earlier, channel, u, v, zoom);
    return grey(shade(depth, view));
  }
  if (mode === 'difference' && pair !== null) {
    const after = densityAt(painted, column, row, zoom);
    const [u, v] = warped(pair, scan, column, row);
    const before = densityAt(pair.earlier, u, v, zoom);
    const off = after - before;
    const share = Math.min(1, Math.abs(off) / view.range);
    const under = 90 + 80 * shade(depthAt(painted, highChannel(scan), column, row, zoom), view);
    return mix([under, under, under], off > 0 ? changeColours[0] : changeColours[1], share);
  }
  const low = scan.channels.findIndex(({ energy }) => energy === 'low');
  const channel = view.shown === 'low' && low >= 0 ? low : highChannel(scan);
  const at =
    Math.min(scan.rows - 1, Math.floor(row)) * scan.columns + Math.min(scan.columns - 1, Math.floor(column));
  const { samples, airLevel, darkLevel } = scan.channels[channel]!;
  const sample = samples[at]!;
  if (sample >= saturatedFrom) return onHatch ? [0, 0, 0] : [255, 255, 255];
  if (sample - darkLevel <= nothingBelow * (airLevel - darkLevel))
    return onHatch ? [110, 110, 120] : [0, 0, 0];
  let depth = depthAt(painted, channel, column, row, zoom);
  if (view.localContrast > 0 && painted.means !== null) {
    depth += view.localContrast * (depth - meanFrom(painted.means[at]!));
  }
  const bright = shade(depth, view);
  if (view.shown !== 'colour' || painted.materials === null) return grey(bright);
  const [place, trust] = [painted.materials[2 * at]! / 255, painted.materials[2 * at + 1]!];
  if (trust === 128) return grey(bright);
  if (trust === 0) return onHatch ? grey(bright > 0.5 ? bright - 0.3 : bright + 0.3) : grey(bright);
  return toned(materialColour(place), bright);
}

/** Where a place of the later scan lies in the earlier one; without a warp at the same share of both. */
function warped(
  { warp, earlier }: PaintedPair,
  scan: ViewedScan,
  column: number,
  row: number,
): readonly [number, number] {
  if (warp === null) {
    return [(column * earlier.scan.columns) / scan.columns, (row * earlier.scan.rows) / scan.rows];
  }
  const u = Math.max(0, Math.min(warp.columns - 1.001, (column - 0.5) / warp.step));
  const v = Math.max(0, Math.min(warp.rows - 1.001, (row - 0.5) / warp.step));
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [du, dv] = [u - left, v - top];
  const from = (axis: 0 | 1): number => {
    const at = (down: number, across: number): number =>
      warp.from[2 * ((top + down) * warp.columns + left + across) + axis]!;
    const upper = at(0, 0) + (at(0, 1) - at(0, 0)) * du;
    const under = at(1, 0) + (at(1, 1) - at(1, 0)) * du;
    return upper + (under - upper) * dv + 0.5;
  };
  return [from(0), from(1)];
}

/** Mean of what the detector read around a place, as attenuation. */
function depthAt(
  { scan, tables }: PaintedScan,
  channel: number,
  column: number,
  row: number,
  zoom: number,
): number {
  const { columns, rows } = scan;
  const { samples } = scan.channels[channel]!;
  const at = (u: number, v: number): number =>
    samples[Math.max(0, Math.min(rows - 1, v)) * columns + Math.max(0, Math.min(columns - 1, u))]!;
  let read: number;
  if (zoom >= 1) {
    const [u, v] = [column - 0.5, row - 0.5];
    const [left, top] = [Math.floor(u), Math.floor(v)];
    const [du, dv] = [u - left, v - top];
    const upper = at(left, top) + (at(left + 1, top) - at(left, top)) * du;
    const under = at(left, top + 1) + (at(left + 1, top + 1) - at(left, top + 1)) * du;
    read = upper + (under - upper) * dv;
  } else {
    const taps = tapsAt(zoom);
    let sum = 0;
    for (let j = 0; j < taps; j++) {
      for (let i = 0; i < taps; i++) {
        const [u, v] = [(i + 0.5) / taps - 0.5, (j + 0.5) / taps - 0.5];
        sum += at(Math.floor(column + u / zoom), Math.floor(row + v / zoom));
      }
    }
    read = sum / (taps * taps);
  }
  const table = tables[channel]!;
  const [below, share] = [Math.floor(read), read - Math.floor(read)];
  return table[below]! + (table[Math.min(65_535, below + 1)]! - table[below]!) * share;
}

function tapsAt(zoom: number): number {
  return Math.max(1, Math.min(mostTaps, Math.round(1 / zoom)));
}

function densityAt(painted: PaintedScan, column: number, row: number, zoom: number): number {
  const channel = highChannel(painted.scan);
  const depth = depthAt(painted, channel, column, row, zoom);
  const curve = painted.scan.channels[channel]!.density;
  return curve === null ? depth : readCurve(curve, painted.scan.scales.step, depth);
}

/** Brightness 0 … 1: what lets the beam through is bright, as on film, unless inverted. */
function shade(depth: number, { window, level, inverted }: ViewState): number {
  const dark = Math.min(1, Math.max(0, (depth - level) / window + 0.5));
  return inverted ? dark : 1 - dark;
}

const grey = (bright: number): Colour => [bright * 255, bright * 255, bright * 255];

function mix(one: Colour, other: Colour, share: number): Colour {
  return [
    one[0] + (other[0] - one[0]) * share,
    one[1] + (other[1] - one[1]) * share,
    one[2] + (other[2] - one[2]) * share,
  ];
}

/** The colour of a place between organic (0) and steel (1). */
export function materialColour(place: number): Colour {
  const [organic, metal, steel] = materialColours;
  return place < middleColour
    ? mix(organic, metal, place / middleColour)
    : mix(metal, steel, (place - middleColour) / (1 - middleColour));
}

function toned(colour: Colour, bright: number): Colour {
  return bright < 0.5 ? mix([0, 0, 0], colour, bright * 2) : mix(colour, [255, 255, 255], bright * 2 - 1);
}
