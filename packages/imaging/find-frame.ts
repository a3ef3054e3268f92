import type { CalibratedScan } from './calibrate.ts';

/** Where the container stands in a scan, pixels; the edges of its steel. */
export interface ContainerFrame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** More than this is no noise, g/cm²; a corner post or a rail is. */
const solid = 4;

/**
 * Finds the container by what it always has: corner posts at both ends, the roof and the lower corner
 * castings. Positions are between pixels, where the density passes half of the edge's.
 *
 * @returns `undefined` when no container is seen whole
 */
export function findFrame(scan: CalibratedScan): ContainerFrame | undefined {
  const { columns, rows, density } = scan;
  const along = new Float64Array(columns);
  const up = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = Math.min(30, Math.max(0, density[row * columns + column]!));
      along[column]! += value / rows;
      up[row]! += value / columns;
    }
  }
  const left = edge(along, 1, solid / 2);
  const right = edge(along, -1, solid / 2);
  const top = edge(up, 1, 0.7);
  const bottom = edge(up, -1, 0.35);
  if (left === undefined || right === undefined || top === undefined || bottom === undefined)
    return undefined;
  if (left < 4 || right > columns - 5 || right - left < columns / 3 || bottom - top < rows / 3)
    return undefined;
  return { left, right, top, bottom };
}

/** First place from one side where a profile rises to half of `least` or more, between samples. */
function edge(profile: Float64Array, step: 1 | -1, least: number): number | undefined {
  const last = profile.length - 1;
  for (let count = 1; count <= last; count++) {
    const at = step > 0 ? count : last - count;
    const [before, here] = [profile[at - step]!, profile[at]!];
    if (here >= least && before < least) return at - step * ((here - least) / (here - before));
  }
  return undefined;
}
