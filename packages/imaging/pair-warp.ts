import type { Registered } from './register.ts';

/** Where places of the later scan of a pair are found in the earlier one, told on a coarse grid. */
export interface PairWarp {
  /** Pixels of the later scan between two points of the grid, along and down. The first point is pixel 0, 0. */
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
  /** Column and row in the earlier scan, pixels: rows × columns × 2, row-major. Between points: linear. */
  readonly from: Float32Array;
}

/** Finer than the smallest block by which goods are followed that settled. */
const step = 8;

/**
 * The grid of a registration, in the pixels that both scans came with: registration turns round what was
 * scanned doors first, and this turns it back.
 *
 * @param turned the width of each scan that was turned round, `null` for one that was not
 */
export function warpOf(
  { columns, rows, fromColumn, fromRow }: Registered,
  turned: { readonly earlier: number | null; readonly later: number | null },
): PairWarp {
  const across = Math.ceil((columns - 1) / step) + 1;
  const down = Math.ceil((rows - 1) / step) + 1;
  const from = new Float32Array(across * down * 2);
  for (let v = 0; v < down; v++) {
    // Points beyond the last pixel go on as the field does at the edge.
    const row = Math.min(rows - 1, v * step);
    const below = v * step - row;
    for (let u = 0; u < across; u++) {
      const column = Math.min(columns - 1, u * step);
      const beyond = u * step - column;
      const [seen, past] = turned.later === null ? [column, beyond] : [turned.later - 1 - column, -beyond];
      const at = row * columns + seen;
      const found = fromColumn[at]! + past;
      from[2 * (v * across + u)] = turned.earlier === null ? found : turned.earlier - 1 - found;
      from[2 * (v * across + u) + 1] = fromRow[at]! + below;
    }
  }
  return { step, columns: across, rows: down, from };
}
