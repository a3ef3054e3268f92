import type { ScanGeometry } from '../../api/scans.ts';

export type Place = readonly [column: number, row: number];

/** Half the width of a container, mm: its walls lie so far before and behind its middle. */
const halfWidthMm = 1219;

/** How long something is, by where in the container it lies. */
export interface MeasuredLength {
  readonly nearMm: number;
  readonly middleMm: number;
  readonly farMm: number;
}

/**
 * Length between two places of a scan. Rays fan out upward, so the same pixels are taller farther from the
 * source; along the container, which drives past, they are not.
 *
 * @returns null without geometry: then there are pixels only
 */
export function measuredLength(geometry: ScanGeometry | null, from: Place, to: Place): MeasuredLength | null {
  if (geometry === null) return null;
  const { sourceDistanceMm, laneOffsetMm, columnPitchMm, rowPitchMm } = geometry;
  const along = (to[0] - from[0]) * columnPitchMm;
  const at = (depthMm: number): number => {
    const up =
      ((to[1] - from[1]) * rowPitchMm * (sourceDistanceMm + laneOffsetMm + depthMm)) / sourceDistanceMm;
    return Math.hypot(along, up);
  };
  return { nearMm: at(-halfWidthMm), middleMm: at(0), farMm: at(halfWidthMm) };
}
