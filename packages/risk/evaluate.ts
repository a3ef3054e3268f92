/** A scored container whose outcome is known. */
export interface ScoredOutcome {
  readonly probability: number;
  readonly found: boolean;
  /** How many containers of the flow it stands for, e.g. 1 / selection probability. */
  readonly weight: number;
}

/** Precision and recall of the top of the list. */
export interface TopOfList {
  /** Share of the list, e.g. 0.001 for the top 0.1 %. */
  readonly share: number;
  readonly precision: number;
  readonly recall: number;
}

/** How good scores were; `null` where the outcomes do not allow a figure. */
export interface Evaluation {
  readonly rows: number;
  readonly positives: number;
  /** Area under the ROC curve, 0.5 = no better than chance; ties count half. */
  readonly auc: number | null;
  /** Mean squared difference of probability and outcome, lower is better. */
  readonly brier: number | null;
  /** Expected calibration error over ten bins of equal width, lower is better. */
  readonly ece: number | null;
  /** At 0.1 %, 0.5 %, 1 %, 2 %, 5 % and 10 %: a port opens about 0.1 % and scans about 0.5 %. */
  readonly top: readonly TopOfList[];
}

const SHARES = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1];

/**
 * Evaluates scores against outcomes. Weights carry through everything: with weights of
 * 1 / selection probability the figures estimate the whole flow, with weights of 1 the inspected part.
 *
 * The top of the list is cut by weight; the row at the cut counts in part, and so do rows of one score
 * that the cut divides, so the figures do not depend on the order of ties.
 *
 * @throws {RangeError} for a probability outside [0, 1] or a weight that is not over 0
 * @see docs/sources.md#evaluation
 * @example evaluateScores([]).auc // null
 * @example evaluateScores([{ probability: 0.9, found: true, weight: 1 }, { probability: 0.1, found: false, weight: 1 }]).auc // 1
 */
export function evaluateScores(outcomes: readonly ScoredOutcome[]): Evaluation {
  for (const { probability, weight } of outcomes) {
    if (!(probability >= 0 && probability <= 1)) throw new RangeError('a probability must be from 0 to 1');
    if (!(weight > 0 && Number.isFinite(weight))) throw new RangeError('a weight must be over 0 and finite');
  }
  const groups = tieGroups(outcomes);
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  const hits = groups.reduce((sum, group) => sum + group.hits, 0);
  return {
    rows: outcomes.length,
    positives: outcomes.filter(({ found }) => found).length,
    auc: areaUnderRoc(groups, hits, total - hits),
    brier:
      total === 0
        ? null
        : outcomes.reduce((sum, o) => sum + o.weight * (o.probability - (o.found ? 1 : 0)) ** 2, 0) / total,
    ece: total === 0 ? null : calibrationError(outcomes, total),
    top: total === 0 ? [] : SHARES.map((share) => topOfList(groups, share, total, hits)),
  };
}

interface TieGroup {
  readonly probability: number;
  weight: number;
  hits: number;
}

/** Rows of one probability together, highest first. */
function tieGroups(outcomes: readonly ScoredOutcome[]): readonly TieGroup[] {
  const groups = new Map<number, TieGroup>();
  for (const { probability, found, weight } of outcomes) {
    const group = groups.get(probability) ?? { probability, weight: 0, hits: 0 };
    group.weight += weight;
    if (found) group.hits += weight;
    groups.set(probability, group);
  }
  return [...groups.values()].sort((a, b) => b.probability - a.probability);
}

function areaUnderRoc(groups: readonly TieGroup[], hits: number, misses: number): number | null {
  if (!(hits > 0 && misses > 0)) return null;
  let above = 0;
  let area = 0;
  for (const { weight, hits: here } of groups) {
    area += (weight - here) * (above + here / 2);
    above += here;
  }
  return area / (hits * misses);
}

function calibrationError(outcomes: readonly ScoredOutcome[], total: number): number {
  const bins = Array.from({ length: 10 }, () => ({ said: 0, was: 0 }));
  for (const { probability, found, weight } of outcomes) {
    const bin = bins[Math.min(9, Math.floor(probability * 10))]!;
    bin.said += weight * probability;
    bin.was += found ? weight : 0;
  }
  return bins.reduce((sum, { said, was }) => sum + Math.abs(said - was), 0) / total;
}

function topOfList(groups: readonly TieGroup[], share: number, total: number, hits: number): TopOfList {
  const room = share * total;
  let left = room;
  let caught = 0;
  for (const group of groups) {
    if (left <= 0) break;
    const part = Math.min(1, left / group.weight);
    caught += part * group.hits;
    left -= part * group.weight;
  }
  return { share, precision: caught / room, recall: hits === 0 ? 0 : caught / hits };
}
