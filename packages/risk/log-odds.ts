/** Probabilities nearer to 0 or 1 than this are held at it, so that log-odds stay finite (±20.7). */
const CLOSEST = 1e-9;

/**
 * Log-odds (natural logarithm) of a probability, finite for every input: held to [1e-9, 1 − 1e-9].
 *
 * @example logOddsOf(0.5) // 0
 */
export function logOddsOf(probability: number): number {
  const held = Math.min(1 - CLOSEST, Math.max(CLOSEST, probability));
  return Math.log(held / (1 - held));
}

/**
 * Probability of log-odds, from 0 to 1, without overflow.
 *
 * @example probabilityOf(0) // 0.5
 * @example probabilityOf(-1000) // 0
 */
export function probabilityOf(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + Math.exp(-logOdds));
  const odds = Math.exp(logOdds);
  return odds / (1 + odds);
}
