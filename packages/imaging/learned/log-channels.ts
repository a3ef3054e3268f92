/** One channel as the detector gave it, with what it reads in open air and with the beam off. */
export interface RawChannel {
  /** rows × columns, row-major. */
  readonly samples: Uint16Array;
  readonly airLevel: number;
  readonly darkLevel: number;
}

/**
 * What the network sees: two planes, rows × columns, row-major, at about 1 cm a pixel. 0 is open air.
 *
 * The first is −ln of transmission at the high energy, halved; the second the same of the low energy less
 * that of the high one, which tells metal from organic goods. Without a low energy it is 0 everywhere.
 * Gain and dose of a scanner fall out in the ratio to air, so that scanners look alike.
 */
export interface LogImage {
  readonly columns: number;
  readonly rows: number;
  readonly planes: readonly [Float32Array, Float32Array];
  /** Columns and rows of the scan that one pixel here covers. */
  readonly bin: number;
}

/** Beyond this nothing came through: e⁻⁸ is 22 of 65,535. */
const deepest = 8;

/**
 * Brings raw channels to what the network sees.
 *
 * @param pitchMm size of a scan pixel at the object, mm
 * @throws {RangeError} when sizes disagree or air is not above dark
 * @example logImage({ columns: 2, rows: 2, high: { samples: Uint16Array.of(9, 9, 9, 9), airLevel: 9, darkLevel: 0 }, low: null, pitchMm: 5 }).planes[0] // Float32Array.of(0)
 */
export function logImage(scan: {
  readonly columns: number;
  readonly rows: number;
  readonly high: RawChannel;
  readonly low: RawChannel | null;
  readonly pitchMm: number;
}): LogImage {
  const bin = Math.max(1, Math.round(10 / scan.pitchMm));
  const columns = Math.floor(scan.columns / bin);
  const rows = Math.floor(scan.rows / bin);
  const depthOf = ({ samples, airLevel, darkLevel }: RawChannel): Float32Array => {
    if (samples.length !== scan.columns * scan.rows || !(airLevel > darkLevel)) {
      throw new RangeError('a channel has other samples than the scan, or no air level above its dark one');
    }
    const depth = new Float32Array(columns * rows);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let y = row * bin; y < (row + 1) * bin; y++) {
          const start = y * scan.columns + column * bin;
          for (let i = start; i < start + bin; i++) sum += samples[i]!;
        }
        const transmission = (sum / (bin * bin) - darkLevel) / (airLevel - darkLevel);
        depth[row * columns + column] = Math.min(
          deepest,
          Math.max(0, -Math.log(Math.max(transmission, 1e-9))),
        );
      }
    }
    return depth;
  };
  const high = depthOf(scan.high);
  const low = scan.low === null ? null : depthOf(scan.low);
  return {
    columns,
    rows,
    bin,
    planes: [high.map((depth) => depth / 2), high.map((depth, i) => (low === null ? 0 : low[i]! - depth))],
  };
}
