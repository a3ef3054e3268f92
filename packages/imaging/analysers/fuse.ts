import type { Judgement } from '../analyser.ts';

/**
 * One chance out of several analysers: the least of theirs, times how many judged (Bonferroni). It never
 * grows when one of them becomes surer, and holds whatever they have in common.
 *
 * An analyser that could not judge makes nothing clear: it is left out, and when none judged, so says the answer.
 *
 * @example fuse([{ outcome: "judged", score: 9, pValue: 0.01, findings: [] }, { outcome: "judged", score: 1, pValue: 0.6, findings: [] }]).pValue // 0.02
 * @example fuse([{ outcome: "not-evaluated", reason: "no VGM" }]).outcome // "not-evaluated"
 */
export function fuse(judgements: readonly Judgement[]): Judgement {
  const judged = judgements.filter((one) => one.outcome === 'judged');
  if (judged.length === 0) {
    const reasons = judgements.flatMap((one) => (one.outcome === 'judged' ? [] : [one.reason]));
    return { outcome: 'not-evaluated', reason: reasons.join('; ') || 'no analyser judged' };
  }
  const pValue = Math.min(1, judged.length * Math.min(...judged.map((one) => one.pValue)));
  const findings = judged.flatMap((one) => one.findings).toSorted((a, b) => a.pValue - b.pValue);
  return { outcome: 'judged', score: -Math.log10(Math.max(1e-12, pValue)), pValue, findings };
}
