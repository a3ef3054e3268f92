import type { Calibration, IsotonicStep } from './calibration.ts';
import { probabilityOf } from './log-odds.ts';

/** An inspected container: what it scored before, what was found, and how likely it was to be picked. */
export interface Outcome {
  readonly rawLogOdds: number;
  readonly found: boolean;
  /** Chance that it was selected, in (0, 1]; 1 for a rule that selects always. */
  readonly selectionProbability: number;
}

/** Isotonic regression needs this many, see docs/sources.md#calibration; with fewer it follows noise. */
const ISOTONIC_ROWS = 1000;
const ISOTONIC_POSITIVES = 100;
/** Two parameters need at least this many of both kinds. */
const PLATT_EACH = 10;
const PLATT_ROWS = 50;
/** No row counts for more than this many average ones, so that one rare pick does not decide. */
const HIGHEST_WEIGHT = 50;

/**
 * Fits how raw log-odds become probabilities, from inspected containers only.
 *
 * Only inspected containers have outcomes, and they were chosen; every row therefore weighs
 * 1 / selection probability (scaled to mean 1, cut at 50). Isotonic regression (pool adjacent
 * violators) from 1,000 rows with 100 finds, Platt's sigmoid from 50 rows with 10 of each kind,
 * identity below that or where the score does not rank. The result says which and why.
 *
 * @throws {RangeError} when a score is not finite or a selection probability is not in (0, 1]
 * @see docs/sources.md#calibration
 * @example fitCalibration([]).method // "identity"
 */
export function fitCalibration(outcomes: readonly Outcome[]): Calibration {
  for (const { rawLogOdds, selectionProbability } of outcomes) {
    if (!Number.isFinite(rawLogOdds)) throw new RangeError('a score to calibrate on must be finite');
    if (!(selectionProbability > 0 && selectionProbability <= 1)) {
      throw new RangeError('a selection probability must be over 0 and at most 1');
    }
  }
  const rows = outcomes.length;
  const positives = outcomes.filter(({ found }) => found).length;
  const ground = { rows, positives };
  const counted = `${rows} outcomes with ${positives} finds`;
  if (rows < PLATT_ROWS || positives < PLATT_EACH || rows - positives < PLATT_EACH) {
    return { method: 'identity', ...ground, why: `${counted} are too few to fit anything` };
  }
  const weighted = withWeights(outcomes);
  if (rows >= ISOTONIC_ROWS && positives >= ISOTONIC_POSITIVES) {
    const why = `${counted} are enough for isotonic regression`;
    return { method: 'isotonic', ...ground, why, steps: fitIsotonic(weighted) };
  }
  const fit = fitPlatt(weighted);
  if (fit === null) {
    return { method: 'identity', ...ground, why: `on ${counted} the score does not rank finds first` };
  }
  return { method: 'platt', ...ground, why: `${counted} are enough for a sigmoid`, ...fit };
}

interface Weighted {
  readonly score: number;
  readonly label: number;
  readonly weight: number;
}

/** Inverse probability weights, mean 1 before the cut; sorted by score. */
function withWeights(outcomes: readonly Outcome[]): readonly Weighted[] {
  const mean = outcomes.reduce((sum, row) => sum + 1 / row.selectionProbability, 0) / outcomes.length;
  return outcomes
    .map(({ rawLogOdds, found, selectionProbability }) => ({
      score: rawLogOdds,
      label: found ? 1 : 0,
      weight: Math.min(HIGHEST_WEIGHT, 1 / selectionProbability / mean),
    }))
    .sort((a, b) => a.score - b.score || a.label - b.label || a.weight - b.weight);
}

interface Block {
  readonly from: number;
  weight: number;
  hits: number;
  squares: number;
}

/** Pool adjacent violators; equal scores begin in one block. */
function fitIsotonic(rows: readonly Weighted[]): readonly IsotonicStep[] {
  const blocks: Block[] = [];
  let lastScore = Number.NaN;
  for (const { score, label, weight } of rows) {
    const open = blocks.at(-1);
    if (open !== undefined && score === lastScore) {
      open.weight += weight;
      open.hits += weight * label;
      open.squares += weight * weight;
    } else {
      pool(blocks);
      blocks.push({ from: score, weight, hits: weight * label, squares: weight * weight });
    }
    lastScore = score;
  }
  pool(blocks);
  return blocks.map(({ from, weight, hits, squares }) => ({
    logOdds: from,
    probability: hits / weight,
    ...wilson(hits / weight, (weight * weight) / squares),
  }));
}

/** Joins the last block to those before it as long as it lies under them. */
function pool(blocks: Block[]): void {
  for (;;) {
    const last = blocks.at(-1);
    const before = blocks.at(-2);
    if (last === undefined || before === undefined) return;
    if (before.hits / before.weight < last.hits / last.weight) return;
    before.weight += last.weight;
    before.hits += last.hits;
    before.squares += last.squares;
    blocks.pop();
  }
}

/** Wilson's 95 % interval for a rate over `n` rows (for weighted rows the effective number). */
function wilson(rate: number, n: number): { readonly low: number; readonly high: number } {
  const z2 = 1.96 ** 2;
  const centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
  const reach = (1.96 / (1 + z2 / n)) * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n * n));
  return {
    low: Math.max(0, Math.min(rate, centre - reach)),
    high: Math.min(1, Math.max(rate, centre + reach)),
  };
}

interface PlattFit {
  readonly slope: number;
  readonly intercept: number;
  readonly covariance: readonly [number, number, number];
}

/**
 * Platt's sigmoid by Newton's method with step halving, on his smoothed targets.
 *
 * @returns `null` when the slope is not over 0: such a score does not rank
 */
function fitPlatt(rows: readonly Weighted[]): PlattFit | null {
  const hits = rows.reduce((sum, { label, weight }) => sum + weight * label, 0);
  const misses = rows.reduce((sum, { label, weight }) => sum + weight * (1 - label), 0);
  const targets = [1 / (misses + 2), (hits + 1) / (hits + 2)] as const;
  const loss = (slope: number, intercept: number) =>
    rows.reduce((sum, { score, label, weight }) => {
      const x = slope * score + intercept;
      const target = label === 1 ? targets[1] : targets[0];
      // −t·log σ(x) − (1 − t)·log(1 − σ(x)), written so that nothing overflows.
      return sum + weight * (Math.max(x, 0) - target * x + Math.log1p(Math.exp(-Math.abs(x))));
    }, 0);

  let slope = 0;
  let intercept = Math.log((hits + 1) / (misses + 1));
  let now = loss(slope, intercept);
  let curvature = curvatureAt(rows, slope, intercept, targets);
  for (let round = 0; round < 100; round++) {
    const { ss, si, ii, gradientSlope, gradientIntercept } = curvature;
    const determinant = ss * ii - si * si;
    if (!(determinant > 1e-12)) return null;
    const stepSlope = (ii * gradientSlope - si * gradientIntercept) / determinant;
    const stepIntercept = (ss * gradientIntercept - si * gradientSlope) / determinant;
    let share = 1;
    let next = loss(slope - stepSlope, intercept - stepIntercept);
    while (next > now && share > 1e-10) {
      share /= 2;
      next = loss(slope - share * stepSlope, intercept - share * stepIntercept);
    }
    if (!(next <= now)) break;
    slope -= share * stepSlope;
    intercept -= share * stepIntercept;
    curvature = curvatureAt(rows, slope, intercept, targets);
    const gain = now - next;
    now = next;
    if (gain < 1e-12 * Math.max(1, now)) break;
  }
  if (!(slope > 0)) return null;
  const { ss, si, ii } = curvature;
  const determinant = ss * ii - si * si;
  if (!(determinant > 1e-12)) return null;
  return { slope, intercept, covariance: [ii / determinant, ss / determinant, -si / determinant] };
}

function curvatureAt(
  rows: readonly Weighted[],
  slope: number,
  intercept: number,
  targets: readonly [number, number],
) {
  let [ss, si, ii, gradientSlope, gradientIntercept] = [0, 0, 0, 0, 0];
  for (const { score, label, weight } of rows) {
    const p = probabilityOf(slope * score + intercept);
    const bend = weight * p * (1 - p);
    ss += bend * score * score;
    si += bend * score;
    ii += bend;
    const off = weight * (p - (label === 1 ? targets[1] : targets[0]));
    gradientSlope += off * score;
    gradientIntercept += off;
  }
  return { ss, si, ii, gradientSlope, gradientIntercept };
}
