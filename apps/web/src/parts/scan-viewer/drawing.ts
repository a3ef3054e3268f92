import type { ScanRegion } from '../../api/scans.ts';
import type { Place } from './ruler.ts';

/** What a press on the picture does. */
export type Tool = 'window' | 'pan' | 'box' | 'polygon' | 'ruler';

export const tools = ['window', 'pan', 'box', 'polygon', 'ruler'] as const satisfies readonly Tool[];

/** What was drawn so far, and what is whole with the last point. */
export interface Drawn {
  readonly points: readonly Place[];
  readonly region: ScanRegion | null;
  readonly ruler: readonly [Place, Place] | null;
}

const none = { points: [], region: null, ruler: null } as const;
/** The node takes no more corners of one region. */
const mostCorners = 64;

/**
 * Adds a point with a tool. A box and a ruler are whole with the second, a polygon when the first is hit
 * again, within `near` pixels of the scan.
 */
export function withPoint(
  tool: Tool,
  points: readonly Place[],
  next: Place,
  scan: { readonly columns: number; readonly rows: number },
  near: number,
): Drawn {
  const inside: Place = [
    Math.min(scan.columns, Math.max(0, next[0])),
    Math.min(scan.rows, Math.max(0, next[1])),
  ];
  const [first] = points;
  if (tool === 'window' || tool === 'pan') return none;
  if (first === undefined) return { ...none, points: [inside] };
  if (tool === 'ruler') return { ...none, ruler: [first, inside] };
  if (tool === 'box') return { ...none, region: regionAround([first, inside], scan, false) };
  const closes =
    Math.hypot(inside[0] - first[0], inside[1] - first[1]) <= near || points.length === mostCorners;
  if (!closes) return { ...none, points: [...points, inside] };
  // Two points have no area: what was drawn is dropped.
  return points.length < 3 ? none : { ...none, region: regionAround(points, scan, true) };
}

/** The frame of points, in whole pixels and at least one wide and tall. */
export function regionAround(
  points: readonly Place[],
  scan: { readonly columns: number; readonly rows: number },
  keepCorners: boolean,
): ScanRegion {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const x = Math.min(scan.columns - 1, Math.floor(Math.min(...xs)));
  const y = Math.min(scan.rows - 1, Math.floor(Math.min(...ys)));
  const frame = {
    x,
    y,
    width: Math.max(1, Math.ceil(Math.max(...xs)) - x),
    height: Math.max(1, Math.ceil(Math.max(...ys)) - y),
  };
  if (!keepCorners) return frame;
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  return { ...frame, corners: points.map(([a, b]) => [rounded(a), rounded(b)] as const) };
}

/** A region whose numbers were typed, kept within the scan; corners go, since they would no longer fit. */
export function typedRegion(
  region: ScanRegion,
  change: Partial<Pick<ScanRegion, 'x' | 'y' | 'width' | 'height'>>,
  scan: { readonly columns: number; readonly rows: number },
): ScanRegion {
  const whole = { ...region, ...change };
  const between = (value: number, least: number, most: number): number =>
    Math.round(Math.min(most, Math.max(least, Number.isFinite(value) ? value : least)));
  const x = between(whole.x, 0, scan.columns - 1);
  const y = between(whole.y, 0, scan.rows - 1);
  return {
    x,
    y,
    width: between(whole.width, 1, scan.columns - x),
    height: between(whole.height, 1, scan.rows - y),
  };
}
