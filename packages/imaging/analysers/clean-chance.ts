import type { GeometryRelation } from '../register.ts';
import { cleanScores } from './clean-scores.ts';

/** Fewer clean pairs than this of a class say too little; then those of all classes are taken. */
const leastOfClass = 30;
/** Share of the scores that the tail is fitted to. */
const tailShare = 0.2;

/**
 * Chance that a clean pair of this class is at least as strong, 0 … 1: its rank among the clean pairs of the
 * training scenes, plus one (conformal, so it never says 0). Beyond the strongest of them the tail goes on
 * with an exponential fitted to the strongest fifth.
 *
 * @example cleanChance("same", undefined, 0) // 1
 * @example cleanChance("same", undefined, 1000) < 0.01 // true
 */
export function cleanChance(relation: GeometryRelation, cargo: string | undefined, score: number): number {
  const byClass = cleanScores[relation];
  const own = cargo === undefined ? undefined : byClass[cargo];
  const scores = own !== undefined && own.length >= leastOfClass ? own : Object.values(byClass).flat();
  if (scores.length === 0) return 1;
  const above = scores.filter((clean) => clean >= score).length;
  const rank = (above + 1) / (scores.length + 1);
  if (above > 0) return rank;
  const sorted = scores.toSorted((one, other) => other - one);
  const count = Math.max(1, Math.floor(sorted.length * tailShare));
  const start = sorted[count - 1]!;
  const mean = Math.max(0.5, sorted.slice(0, count).reduce((sum, clean) => sum + clean - start, 0) / count);
  const tail = (count / sorted.length) * Math.exp(-(score - start) / mean);
  return Math.max(1e-9, Math.min(rank, tail));
}
