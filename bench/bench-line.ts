/**
 * One measured case: ours beside the peer's, on the same input in the same run.
 *
 * `ratio` > 1 means ours is better, whatever the unit. Without a peer `peer` is null and `limit`
 * may state what the figure has to keep.
 */
export interface BenchLine {
  readonly bench: string;
  readonly case: string;
  readonly ours: number;
  readonly peer: { readonly name: string; readonly version: string; readonly figure: number } | null;
  readonly unit: string;
  readonly ratio: number | null;
  readonly limit?: number;
  readonly note?: string;
}

/** What every file `bench/<name>.ts` exports as `bench`. Progress goes to stderr. */
export interface Bench {
  readonly name: string;
  readonly about: string;
  run(options: { readonly quick: boolean }): AsyncIterable<BenchLine>;
}

/** Median of an odd or even number of figures; NaN when there is none. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
