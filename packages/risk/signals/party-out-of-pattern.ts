import { hsHeading } from '@havenwacht/domain';
import { standingParties } from '../party-of.ts';
import { fired, notEvaluated, reasonOf } from '../reason.ts';
import { countryOfPlace, originClaim } from '../route-of.ts';
import type { Reason, Signal } from '../signal.ts';
import { standing } from '../voices.ts';

/**
 * A known consignee with an origin country or an HS heading it never had. With n visits of history
 * the weight is w · n / (n + half): a new thing says more after a long regular record.
 */
export const partyOutOfPattern: Signal = {
  name: 'party-out-of-pattern',
  about: 'A known consignee with an origin country or goods heading that its history does not hold.',
  group: 'party',
  wordings: {
    'party-out-of-pattern/origin': '{name} never imported from {country} in {visits} visits.',
    'party-out-of-pattern/heading': '{name} never imported heading {heading} in {visits} visits.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['party-out-of-pattern'];
    if (subject.history.parties === null) return notEvaluated('history of parties');
    const known = standingParties(subject, 'consignee').filter(
      ({ history }) => history !== null && history.visits >= settings.minVisits && history.visits > 0,
    );
    if (known.length === 0) {
      return notEvaluated(`a consignee with at least ${settings.minVisits} earlier visits`);
    }
    const origin = originClaim(subject);
    const country = origin === undefined ? null : countryOfPlace(origin.value);
    const goods = standing(subject.goods, ({ bill }) => bill).flatMap((claim) => {
      const heading = hsHeading(claim.value.hs ?? '');
      return heading === null ? [] : [{ claim, heading }];
    });
    if (country === null && goods.length === 0) return notEvaluated('origin and goods code');

    const reasons: Reason[] = [];
    for (const { claim, history } of known) {
      if (history === null) continue;
      const trust = history.visits / (history.visits + settings.halfAtVisits);
      const params = { name: claim.value.name, visits: history.visits };
      const knowsOrigins = Object.keys(history.origins).length > 0;
      if (origin !== undefined && country !== null && knowsOrigins && !seen(history.origins, country)) {
        const weight = settings.origin * trust;
        reasons.push(
          reasonOf(partyOutOfPattern, 'party-out-of-pattern/origin', weight, { ...params, country }, [
            claim,
            origin,
          ]),
        );
      }
      const bill = goods.filter(({ claim: { value } }) => value.bill === claim.value.bill);
      const strange = bill.find(({ heading }) => !seen(history.headings, heading));
      if (strange !== undefined && Object.keys(history.headings).length > 0) {
        const weight = settings.heading * trust;
        const heading: string = strange.heading;
        reasons.push(
          reasonOf(partyOutOfPattern, 'party-out-of-pattern/heading', weight, { ...params, heading }, [
            claim,
            strange.claim,
          ]),
        );
      }
    }
    return fired(heaviestPerCode(reasons));
  },
};

function seen(counts: Readonly<Record<string, number>>, key: string): boolean {
  return Object.hasOwn(counts, key) && (counts[key] ?? 0) > 0;
}

/** Several consignees do not add up: of each wording the heaviest. */
function heaviestPerCode(reasons: readonly Reason[]): readonly Reason[] {
  const byCode = new Map<string, Reason>();
  for (const reason of reasons) {
    const best = byCode.get(reason.code);
    if (best === undefined || reason.weight > best.weight) byCode.set(reason.code, reason);
  }
  return [...byCode.values()];
}
