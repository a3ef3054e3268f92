import type { ContainerCase } from '../container-case.ts';
import { standingParties } from '../party-of.ts';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';

/**
 * Many more bills for one box than this consignee is used to.
 *
 * Weight: perDoubling · log2(bills / median) from `minRatio` on, within the policy's bound.
 */
export const billCountVsHistory: Signal = {
  name: 'bill-count-vs-history',
  about: 'Many more bills for this box than the consignee is used to.',
  group: 'bills',
  wordings: {
    'bill-count-vs-history/more': '{count} bills for {name}, who is used to {median}.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['bill-count-vs-history'];
    if (subject.history.parties === null) return notEvaluated('history of parties');
    const counted = standingParties(subject, 'consignee').flatMap(({ key, claim, history }) => {
      const median = history?.medianBillsPerVisit ?? 0;
      return median >= 1 ? [{ claim, median, claims: billClaims(subject, key) }] : [];
    });
    const [first, ...rest] = counted;
    if (first === undefined) return notEvaluated('a consignee with at least five earlier visits');
    const most = rest.reduce(
      (best, party) => (party.claims.length / party.median > best.claims.length / best.median ? party : best),
      first,
    );
    const ratio = most.claims.length / most.median;
    if (ratio < settings.minRatio || ratio <= 1) return quiet;
    const weight = Math.min(settings.max, settings.perDoubling * Math.log2(ratio));
    const params = { name: most.claim.value.name, count: most.claims.length, median: most.median };
    return fired([reasonOf(billCountVsHistory, 'bill-count-vs-history/more', weight, params, most.claims)]);
  },
};

/** One claim for each bill on which the company is consignee. */
function billClaims({ parties }: ContainerCase, key: string): readonly ContainerCase['parties'][number][] {
  const byBill = new Map<string, ContainerCase['parties'][number]>();
  for (const claim of parties) {
    if (claim.value.role === 'consignee' && claim.value.key === key) byBill.set(claim.value.bill, claim);
  }
  return [...byBill.values()];
}
