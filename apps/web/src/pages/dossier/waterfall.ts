/** One bar of the waterfall, in log-odds: from where to where, and by how much. */
export interface WaterfallStep {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

export interface Waterfall {
  readonly steps: readonly WaterfallStep[];
  /**
   * What is left between the sum of prior and reasons and the final score: the limit on reasons that
   * restate the same evidence, and the calibration. `null` when it rounds to nothing.
   */
  readonly rest: WaterfallStep | null;
  /** Ends of the common scale, always with the prior and the score on it. */
  readonly low: number;
  readonly high: number;
}

const nothing = 0.005;

/**
 * Lays the reasons of a score end to end, from the prior to the score.
 *
 * @param prior log-odds before anything was known of the container
 * @param weights contributions in log-odds, in the order they are shown
 * @param score final log-odds
 * @example waterfall(-4, [1.5, -0.5], -3).rest // null
 * @example waterfall(-4, [2], -3).rest // { from: -2, to: -3, weight: -1 }
 */
export function waterfall(prior: number, weights: readonly number[], score: number): Waterfall {
  let at = prior;
  const steps = weights.map((weight) => {
    const from = at;
    at += weight;
    return { from, to: at, weight };
  });
  const rest = Math.abs(score - at) > nothing ? { from: at, to: score, weight: score - at } : null;
  const ends = [prior, score, ...steps.map(({ to }) => to)];
  return { steps, rest, low: Math.min(...ends), high: Math.max(...ends) };
}
