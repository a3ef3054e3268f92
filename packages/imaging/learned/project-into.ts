import { patchSide } from './network.ts';
import { attenuationAt, drawThreat, type ProjectedThreat } from './project-threat.ts';
import { seeded } from './seeded.ts';

/** A threat at a place of a scan. */
export interface Projection {
  readonly threat: ProjectedThreat;
  /** Columns of the scan it was drawn for. */
  readonly columns: number;
  /** Column and row of the scan at which the patch of the threat begins. */
  readonly column: number;
  readonly row: number;
  /** Columns and rows of the scan to a centimetre at the object. */
  readonly columnsPerCm: number;
  readonly rowsPerCm: number;
  /** What the threat covers, in pixels of the scan. */
  readonly region: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly massKg: number;
}

interface ScanSize {
  readonly columns: number;
  readonly rows: number;
  /** Size of a pixel at the middle of the container. */
  readonly columnPitchMm: number;
  readonly rowPitchMm: number;
}

/** Below this, g/cm², a threat is not said to cover a pixel. */
const covered = 0.5;

/**
 * Draws a threat and its place in a scan: away from the edges by a twentieth of the length and a tenth of
 * the height, where there is air or a corner post. The same seed draws the same.
 *
 * @throws {RangeError} when the scan is smaller than the threat's patch, 64 × 64 cm
 */
export function drawProjection(scan: ScanSize, seed: number): Projection {
  const random = seeded(seed);
  const threat = drawThreat(random);
  const columnsPerCm = 10 / scan.columnPitchMm;
  const rowsPerCm = 10 / scan.rowPitchMm;
  const [wide, high] = [patchSide * columnsPerCm, patchSide * rowsPerCm];
  if (wide > scan.columns || high > scan.rows) throw new RangeError('the scan is smaller than a threat');
  const place = (all: number, patch: number, rim: number): number =>
    Math.floor(Math.min(rim * all, (all - patch) / 2) + random() * Math.max(0, all - patch - 2 * rim * all));
  const column = place(scan.columns, wide, 0.05);
  const row = place(scan.rows, high, 0.1);
  let [left, right, top, bottom] = [patchSide, -1, patchSide, -1];
  threat.arealDensity.forEach((density, i) => {
    if (density < covered) return;
    const [x, y] = [i % patchSide, Math.floor(i / patchSide)];
    [left, right, top, bottom] = [
      Math.min(left, x),
      Math.max(right, x),
      Math.min(top, y),
      Math.max(bottom, y),
    ];
  });
  return {
    threat,
    columns: scan.columns,
    column,
    row,
    columnsPerCm,
    rowsPerCm,
    region: {
      x: column + Math.floor(left * columnsPerCm),
      y: row + Math.floor(top * rowsPerCm),
      width: Math.ceil((right - left + 1) * columnsPerCm),
      height: Math.ceil((bottom - top + 1) * rowsPerCm),
    },
    massKg: threat.massKg,
  };
}

/**
 * The channels of a scan with a threat in them: what comes through is multiplied by what the threat lets
 * through at the voltage of the channel, above what the detector reads in the dark. The noise of the scan
 * is kept, and none is added.
 *
 * @param channels rows × columns each, row-major; they are not changed
 * @see docs/sources.md#tip
 */
export function projectInto(
  channels: readonly Uint16Array[],
  about: readonly { readonly nominalMV: number; readonly darkLevel: number }[],
  projection: Projection,
): readonly Uint16Array[] {
  const { threat, column, row, columnsPerCm, rowsPerCm, columns } = projection;
  return channels.map((plain, index) => {
    const { nominalMV, darkLevel } = about[index] ?? { nominalMV: 6, darkLevel: 0 };
    const attenuation = attenuationAt(nominalMV);
    const samples = plain.slice();
    const rows = Math.floor(plain.length / columns);
    for (let y = 0; y < patchSide * rowsPerCm && row + y < rows; y++) {
      const line = Math.floor(y / rowsPerCm) * patchSide;
      for (let x = 0; x < patchSide * columnsPerCm && column + x < columns; x++) {
        const density = threat.arealDensity[line + Math.floor(x / columnsPerCm)]!;
        if (density === 0) continue;
        const at = (row + y) * columns + column + x;
        const through = Math.exp(-attenuation * density);
        samples[at] = Math.round(darkLevel + Math.max(0, samples[at]! - darkLevel) * through);
      }
    }
    return samples;
  });
}
