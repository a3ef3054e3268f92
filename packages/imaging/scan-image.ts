/** One channel of a scan: what the detector read, before any correction. */
export interface ScanChannel {
  readonly energy: 'high' | 'low';
  /** Nominal accelerating voltage, MV. */
  readonly nominalMV: number;
  /** What the detector reads in open air, and with the beam off. */
  readonly airLevel: number;
  readonly darkLevel: number;
  /** rows × columns, row-major, row 0 on top. */
  readonly samples: Uint16Array;
}

/** A vertical fan of rays; a column a pulse. Lengths in mm, angles in degrees. */
export interface ScanGeometry {
  /** From the source to the middle of the lane. */
  readonly sourceDistanceMm: number;
  /** On which side of the container, seen from its doors, the source stands. */
  readonly side: 'left' | 'right';
  /** The container's middle plane off the middle of the lane, away from the source. */
  readonly laneOffsetMm: number;
  /** Size of a pixel at the middle of the lane: along the container, and up. */
  readonly columnPitchMm: number;
  readonly rowPitchMm: number;
  /** The source above the underside of the container. */
  readonly sourceHeightMm: number;
  readonly tiltDegrees: number;
}

/**
 * A scan of one container. Its fields besides `samples` are what travels as JSON with a scan file.
 *
 * Without geometry (`null`) a scan can be looked at, and compared with none.
 */
export interface ScanImage {
  readonly columns: number;
  readonly rows: number;
  readonly container: string | null;
  readonly scanner: { readonly id: string; readonly manufacturer: string; readonly model: string };
  readonly acquiredAt: string | null;
  readonly lane: number | null;
  /** Which end of the container comes in the first column. */
  readonly direction: 'front-first' | 'doors-first' | null;
  readonly channels: readonly ScanChannel[];
  readonly geometry: ScanGeometry | null;
}
