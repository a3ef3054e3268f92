import { useEffect, useRef, useState } from 'react';
import type { PointerEvent as ReactPointerEvent, ReactNode } from 'react';
import type { ScanRegion } from '../../api/scans.ts';
import { useShortcuts } from '../use-shortcuts.ts';
import { canvasPainter } from './canvas-painter.ts';
import { regionAround, withPoint, type Tool } from './drawing.ts';
import { loupe } from './paint-pixel.ts';
import type { Place } from './ruler.ts';
import type { ScanPainter } from './scan-painter.ts';
import type { ViewedPair, ViewedScan } from './viewed-scan.ts';
import { wholeView, within, zoomedAt, type ViewState } from './view-state.ts';
import { webglPainter } from './webgl-painter.ts';

/** A frame drawn over the scan. */
export interface ViewerShape {
  readonly kind: 'own' | 'opinion' | 'trial';
  readonly region: ScanRegion;
  readonly label: string;
}

/** Pixels of the screen that a press of an arrow key moves the crosshair. */
const nearStep = 1;
const farStep = 24;
/** A polygon closes so near to its first point, pixels of the screen. */
const closesWithin = 8;

/**
 * The picture of a scan: paints it, and turns pointer and keys into places of it. Everything that a drag
 * does can be typed in the controls beside it.
 */
export function ScanViewer(props: {
  scan: ViewedScan;
  pair: ViewedPair | null;
  view: ViewState;
  onView: (change: Partial<ViewState> | ((view: ViewState) => Partial<ViewState>)) => void;
  tool: Tool;
  onRegion: (region: ScanRegion) => void;
  ruler: readonly [Place, Place] | null;
  onRuler: (ruler: readonly [Place, Place]) => void;
  shapes: readonly ViewerShape[];
  /** What a screen reader is told in place of the picture, and how it is worked. */
  label: string;
  hint: string;
  describedBy: string;
  lost: ReactNode;
  /** Which painter draws, once it does. */
  onPainter: (kind: ScanPainter['kind']) => void;
}) {
  const { scan, pair, view, onView, tool, onPainter } = props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<ScanPainter | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [points, setPoints] = useState<readonly Place[]>([]);
  const [lost, setLost] = useState(false);
  /** Counts canvases: one that gave a WebGL context gives no other, so the fallback needs a new one. */
  const [canvases, setCanvases] = useState(0);
  const [painters, setPainters] = useState(0);
  const ratio = Math.min(2, window.devicePixelRatio);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const watch = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  useEffect(() => setPoints([]), [tool]);

  const ready = size.width > 0 && size.height > 0;
  const fitted = useRef(false);
  useEffect(() => {
    if (!ready || fitted.current) return;
    fitted.current = true;
    onView(wholeView(scan, size));
  }, [ready, scan, size, onView]);

  useEffect(() => {
    const element = canvas.current;
    if (element === null || !ready) return undefined;
    const made = (canvases === 0 ? webglPainter(element, scan) : null) ?? canvasPainter(element, scan);
    if (made === null) {
      // A canvas that once was WebGL's can't be painted otherwise.
      setCanvases((count) => (count < 3 ? count + 1 : count));
      return undefined;
    }
    painter.current = made;
    setPainters((count) => count + 1);
    onPainter(made.kind);
    const loses = (event: Event): void => {
      // Without this a browser never gives it back.
      event.preventDefault();
      painter.current = null;
      setLost(true);
    };
    const returns = (): void => {
      painter.current = webglPainter(element, latest.current.scan);
      if (painter.current === null) setCanvases((count) => count + 1);
      painter.current?.setPair(latest.current.pair);
      setLost(false);
      setPainters((count) => count + 1);
    };
    element.addEventListener('webglcontextlost', loses);
    element.addEventListener('webglcontextrestored', returns);
    return () => {
      element.removeEventListener('webglcontextlost', loses);
      element.removeEventListener('webglcontextrestored', returns);
      painter.current?.close();
      painter.current = null;
    };
    // A scan that gains a channel is handed to the painter that is there.
  }, [ready, canvases, onPainter]);

  const latest = useRef({ scan, pair, view });
  useEffect(() => {
    latest.current = { scan, pair, view };
  });
  useEffect(() => painter.current?.setScan(scan), [scan]);
  useEffect(() => painter.current?.setPair(pair), [pair, painters]);

  useEffect(() => {
    const due = requestAnimationFrame(() => {
      const element = canvas.current;
      if (painter.current === null || element === null) return;
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (element.width !== width) element.width = width;
      if (element.height !== height) element.height = height;
      painter.current.paint({ ...view, zoom: view.zoom * ratio });
      if (!element.hasAttribute('data-painted')) performance.mark('scan-painted');
      element.setAttribute('data-painted', '');
    });
    return () => cancelAnimationFrame(due);
  }, [view, size, scan, pair, painters, ratio]);

  const beside = view.pair === 'beside' && pair !== null;
  const height = beside ? Math.floor(size.height / 2) : size.height;
  /** From the middle of the picture, or of its half, in pixels of the screen. */
  const fromMiddle = (event: { clientX: number; clientY: number }): readonly [number, number] => {
    const box = frame.current!.getBoundingClientRect();
    const y = event.clientY - box.top;
    return [event.clientX - box.left - size.width / 2, (beside && y >= height ? y - height : y) - height / 2];
  };
  const placeAt = (event: { clientX: number; clientY: number }): Place => {
    const [u, v] = fromMiddle(event);
    return [view.x + u / view.zoom, view.y + v / view.zoom];
  };
  const onScreen = ([x, y]: Place): readonly [number, number] => [
    (x - view.x) * view.zoom + size.width / 2,
    (y - view.y) * view.zoom + height / 2,
  ];

  const addPoint = (next: Place): void => {
    const drawn = withPoint(tool, points, next, scan, closesWithin / view.zoom);
    setPoints(drawn.points);
    if (drawn.region !== null) props.onRegion(drawn.region);
    if (drawn.ruler !== null) props.onRuler(drawn.ruler);
  };

  const press = (event: ReactPointerEvent<HTMLDivElement>): void => {
    if (event.button > 2) return;
    frame.current?.focus({ preventScroll: true });
    const pans = tool === 'pan' || event.button !== 0;
    const start = placeAt(event);
    const [fromX, fromY] = [event.clientX, event.clientY];
    const began = view;
    const swipes =
      view.pair === 'swipe' &&
      event.button === 0 &&
      Math.abs(fromMiddle(event)[0] + size.width / 2 - view.swipe * size.width) < 12;
    const draws = !pans && !swipes && (tool === 'box' || tool === 'ruler');
    if (draws && points.length === 0) addPoint(start);
    else if (!pans && !swipes && tool === 'polygon') addPoint(start);
    const element = event.currentTarget;
    element.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => {
      const [dx, dy] = [moved.clientX - fromX, moved.clientY - fromY];
      if (swipes) onView({ swipe: within('swipe', began.swipe + dx / size.width) });
      else if (pans) onView({ x: began.x - dx / began.zoom, y: began.y - dy / began.zoom });
      else if (tool === 'window') {
        onView({
          window: within('window', began.window * Math.exp(dx / 250)),
          level: within('level', began.level + (dy * began.window) / 400),
        });
      } else onView({ cursor: placeAt(moved) });
    };
    const end = (ended: PointerEvent): void => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', end);
      element.removeEventListener('pointercancel', end);
      // A press without a drag leaves the first corner; the next press sets the second.
      const far = Math.hypot(ended.clientX - fromX, ended.clientY - fromY) > 4;
      if (!draws || ended.type === 'pointercancel') return;
      if (points.length > 0) addPoint(placeAt(ended));
      else if (far) {
        const drawn = withPoint(tool, [start], placeAt(ended), scan, 0);
        setPoints([]);
        if (drawn.region !== null) props.onRegion(drawn.region);
        if (drawn.ruler !== null) props.onRuler(drawn.ruler);
      }
    };
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', end);
    element.addEventListener('pointercancel', end);
  };

  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const turn = (event: WheelEvent): void => {
      // Who scrolls down the page is not stopped by the picture under his pointer.
      if (document.activeElement !== element && !event.ctrlKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const off = [
        event.clientX - box.left - box.width / 2,
        event.clientY - box.top - box.height / 2,
      ] as const;
      onView((now) => zoomedAt(now, Math.exp(-event.deltaY / 400), off));
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [onView]);

  const moveCursor = (dx: number, dy: number) => () => {
    const step = 1 / view.zoom;
    const cursor: Place = [
      Math.min(scan.columns - 0.5, Math.max(0.5, view.cursor[0] + dx * step)),
      Math.min(scan.rows - 0.5, Math.max(0.5, view.cursor[1] + dy * step)),
    ];
    const [x, y] = onScreen(cursor);
    const out = x < 0 || y < 0 || x > size.width || y > height;
    onView(out ? { cursor, x: cursor[0], y: cursor[1] } : { cursor });
  };
  useShortcuts(
    'scan',
    {
      cursorLeft: moveCursor(-farStep, 0),
      cursorRight: moveCursor(farStep, 0),
      cursorUp: moveCursor(0, -farStep),
      cursorDown: moveCursor(0, farStep),
      cursorLeftFine: moveCursor(-nearStep, 0),
      cursorRightFine: moveCursor(nearStep, 0),
      cursorUpFine: moveCursor(0, -nearStep),
      cursorDownFine: moveCursor(0, nearStep),
      setPoint: () => addPoint(view.cursor),
      dropPoint: () => setPoints(points.slice(0, -1)),
    },
    frame,
  );

  const outline = ({ x, y, width, height: tall, corners }: ScanRegion): string =>
    (
      corners ?? [
        [x, y],
        [x + width, y],
        [x + width, y + tall],
        [x, y + tall],
      ]
    )
      .map((corner) => onScreen(corner).join(','))
      .join(' ');
  const [cursorX, cursorY] = onScreen(view.cursor);
  const [firstPoint] = points;
  /** What the next point would make. */
  const coming =
    firstPoint === undefined
      ? ''
      : tool === 'box'
        ? outline(regionAround([firstPoint, view.cursor], scan, false))
        : [...points, view.cursor].map((one) => onScreen(one).join(',')).join(' ');
  const rulerEnds = props.ruler?.map(onScreen);

  return (
    <div
      ref={frame}
      className={`scan-frame scan-tool-${tool}`}
      // Arrow keys move a crosshair over a picture, which no widget of the platform does.
      role="application"
      aria-label={props.hint}
      aria-describedby={props.describedBy}
      tabIndex={0}
      onPointerDown={press}
      onPointerMove={(event) => event.buttons === 0 && onView({ cursor: placeAt(event) })}
      onContextMenu={(event) => event.preventDefault()}
    >
      <canvas
        ref={canvas}
        key={canvases}
        className="scan-canvas"
        // Exactly its own pixels: a stretched canvas would smooth what was measured.
        style={{ width: size.width, height: size.height }}
        role="img"
        aria-label={props.label}
      />
      <svg className="scan-overlay" aria-hidden="true" width={size.width} height={size.height}>
        {props.shapes.map(({ kind, region, label }, index) => (
          <g key={index} className={`scan-shape scan-shape-${kind}`}>
            <polygon className="scan-halo" points={outline(region)} />
            <polygon points={outline(region)} />
            <text x={onScreen([region.x, region.y])[0] + 3} y={onScreen([region.x, region.y])[1] - 5}>
              {label}
            </text>
          </g>
        ))}
        {coming !== '' && (
          <g className="scan-shape scan-shape-own">
            {tool === 'box' ? <polygon points={coming} /> : <polyline points={coming} />}
          </g>
        )}
        {rulerEnds && (
          <g className="scan-shape scan-ruler">
            <polyline className="scan-halo" points={rulerEnds.map((one) => one.join(',')).join(' ')} />
            <polyline points={rulerEnds.map((one) => one.join(',')).join(' ')} />
          </g>
        )}
        {view.pair === 'swipe' && pair?.warp != null && (
          <line
            className="scan-swipe"
            x1={view.swipe * size.width}
            x2={view.swipe * size.width}
            y1={0}
            y2={size.height}
          />
        )}
        {view.loupe && <circle className="scan-loupe" cx={cursorX} cy={cursorY} r={loupe.radius / ratio} />}
        <path
          className="scan-cross"
          d={`M${cursorX - 14} ${cursorY}h10m8 0h10M${cursorX} ${cursorY - 14}v10m0 8v10`}
        />
      </svg>
      {lost && <div className="scan-lost">{props.lost}</div>}
    </div>
  );
}
