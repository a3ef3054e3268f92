import { logOddsOf } from './log-odds.ts';

/** Controls and what came of them. */
export interface ControlCount {
  readonly controls: number;
  readonly finds: number;
}

/**
 * How much a counted rate differs from the average, in log-odds, shrunk toward no difference.
 *
 * With the average rate p0, a Beta prior of `priorStrength` = m imagined average controls gives the
 * posterior mean p = (finds + m·p0) / (controls + m); the result is logit(p) − logit(p0), held to
 * [−maxDown, maxUp]. No controls give 0. Counts that can't be (negative, more finds than controls,
 * not finite) count as no controls.
 *
 * @see docs/sources.md#beta-shrinkage
 * @example learnedLogOdds({ controls: 0, finds: 0 }, 0.05, { priorStrength: 50, maxUp: 2, maxDown: 0.4 }) // 0
 * @example learnedLogOdds({ controls: 100000, finds: 0 }, 0.05, { priorStrength: 50, maxUp: 2, maxDown: 0.4 }) // -0.4
 */
export function learnedLogOdds(
  count: ControlCount,
  averageRate: number,
  limits: { readonly priorStrength: number; readonly maxUp: number; readonly maxDown: number },
): number {
  if (!isCount(count) || count.controls === 0) return 0;
  const { priorStrength: m, maxUp, maxDown } = limits;
  const rate = (count.finds + m * averageRate) / (count.controls + m);
  return Math.min(maxUp, Math.max(-maxDown, logOddsOf(rate) - logOddsOf(averageRate)));
}

/**
 * Average rate of finds over all controls, with a Beta prior of `priorStrength` controls at `priorYield`.
 *
 * @returns `null` where no control was ever counted
 * @example averageRate({ controls: 0, finds: 0 }, 0.0001, 50) // null
 * @example averageRate({ controls: 50, finds: 5 }, 0.1, 50) // 0.1
 */
export function averageRate(
  count: ControlCount | null,
  priorYield: number,
  priorStrength: number,
): number | null {
  if (count === null || !isCount(count) || count.controls === 0) return null;
  return (count.finds + priorStrength * priorYield) / (count.controls + priorStrength);
}

function isCount({ controls, finds }: ControlCount): boolean {
  return Number.isFinite(controls) && finds >= 0 && finds <= controls;
}
