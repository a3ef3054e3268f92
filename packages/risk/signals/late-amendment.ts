import { compareSealNumbers, hsHeading, readUnLocode, type Claim } from '@havenwacht/domain';
import type { ContainerCase } from '../container-case.ts';
import type { ScreeningPolicy } from '../policy.ts';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import { arrivalClaim } from '../route-of.ts';
import type { Reason, Signal } from '../signal.ts';
import { amendmentsOf, type Amendment } from '../voices.ts';

type What = 'goods' | 'party' | 'port' | 'seal';

interface Found {
  readonly what: What;
  readonly amendment: Amendment<unknown>;
  readonly from: string;
  readonly to: string;
}

/** When the vessel arrives and when the box was loaded, as far as anybody says. */
interface Timing {
  readonly arrival: Claim<{ readonly at: number }> | undefined;
  readonly loaded: Claim<number> | undefined;
}

/**
 * One sender changes goods, party, port or seal shortly before arrival or after loading.
 *
 * Weight: w · 2^(−minutes to arrival / half-life), the minutes not under 0, plus `afterLoading` where
 * the box was aboard already. Of each of the four the heaviest change speaks. A wording that only
 * says more of the same goods is no change: the headings differ, or the words share less than half
 * of the shorter text.
 */
export const lateAmendment: Signal = {
  name: 'late-amendment',
  about: 'Goods, party, port or seal changed by the same sender shortly before arrival or after loading.',
  group: 'amendment',
  wordings: Object.fromEntries(
    (['goods', 'party', 'port', 'seal'] as const).flatMap((what) => [
      [`late-amendment/${what}`, `{what} changed from {from} to {to} {minutes} minutes before arrival.`],
      [
        `late-amendment/${what}-after-loading`,
        `{what} changed from {from} to {to} after loading, {minutes} minutes before arrival.`,
      ],
      [
        `late-amendment/${what}-after-arrival`,
        `{what} changed from {from} to {to} {minutes} minutes after arrival.`,
      ],
      [`late-amendment/${what}-arrival-unknown`, `{what} changed from {from} to {to} after loading.`],
    ]),
  ),
  evaluate(subject, policy) {
    const { goods, parties, dischargePort, delivery, seals } = subject;
    if ([goods, parties, dischargePort, delivery, seals].every(({ length }) => length === 0)) {
      return notEvaluated('goods, parties, ports and seals');
    }
    const found = amendments(subject);
    if (found.length === 0) return quiet;
    const timing: Timing = {
      arrival: arrivalClaim(subject),
      loaded: subject.loadedAt.findLast(({ value }) => Number.isFinite(value)),
    };
    if (timing.arrival === undefined && timing.loaded === undefined) {
      return notEvaluated('time of arrival or of loading');
    }
    const heaviest = new Map<What, Reason>();
    for (const item of found) {
      const reason = reasonFor(item, timing, policy.signals['late-amendment']);
      const best = heaviest.get(item.what);
      if (reason !== null && (best === undefined || reason.weight > best.weight)) {
        heaviest.set(item.what, reason);
      }
    }
    return fired([...heaviest.values()]);
  },
};

function reasonFor(
  { what, amendment, from, to }: Found,
  { arrival, loaded }: Timing,
  settings: ScreeningPolicy['signals']['late-amendment'],
): Reason | null {
  const { before, after } = amendment;
  if (!Number.isFinite(after.statedAt)) return null;
  const minutes = arrival === undefined ? null : (arrival.value.at - after.statedAt) / 60_000;
  const nearness = minutes === null ? 0 : 2 ** (-Math.max(0, minutes) / settings.halfLifeMinutes);
  const isAfterLoading = loaded !== undefined && after.statedAt > loaded.value;
  const weight = settings[what] * nearness + (isAfterLoading ? settings.afterLoading : 0);
  if (weight < settings.min) return null;
  const suffix =
    minutes === null
      ? '-arrival-unknown'
      : minutes < 0
        ? '-after-arrival'
        : isAfterLoading
          ? '-after-loading'
          : '';
  const title = { goods: 'Goods', party: 'Party', port: 'Port', seal: 'Seal' }[what];
  const params = {
    what: title,
    from,
    to,
    ...(minutes === null ? {} : { minutes: Math.round(Math.abs(minutes)) }),
  };
  const stands: Claim<unknown>[] = [after, before];
  if (arrival !== undefined) stands.push(arrival);
  if (isAfterLoading) stands.push(loaded);
  return reasonOf(lateAmendment, `late-amendment/${what}${suffix}`, weight, params, stands);
}

function amendments(subject: ContainerCase): readonly Found[] {
  const found: Found[] = [];
  for (const amendment of amendmentsOf(subject.goods, ({ bill }) => bill, isSameGoods)) {
    const [from, to] = [amendment.before.value, amendment.after.value].map(
      ({ description, hs }) => description || hs || 'nothing',
    ) as [string, string];
    found.push({ what: 'goods', amendment, from, to });
  }
  const isSameParty = (a: { key: string }, b: { key: string }) => a.key === b.key;
  for (const amendment of amendmentsOf(
    subject.parties,
    (party) => `${party.bill}\n${party.role}`,
    isSameParty,
  )) {
    found.push({
      what: 'party',
      amendment,
      from: amendment.before.value.name,
      to: amendment.after.value.name,
    });
  }
  for (const ports of [subject.dischargePort, subject.delivery]) {
    for (const amendment of amendmentsOf(ports, () => '', isSamePlace)) {
      found.push({ what: 'port', amendment, from: amendment.before.value, to: amendment.after.value });
    }
  }
  const isSameSeal = (a: { number: string }, b: { number: string }) =>
    compareSealNumbers(a.number, b.number) !== 'different';
  for (const amendment of amendmentsOf(subject.seals, () => '', isSameSeal)) {
    found.push({
      what: 'seal',
      amendment,
      from: amendment.before.value.number,
      to: amendment.after.value.number,
    });
  }
  return found;
}

function isSamePlace(a: string, b: string): boolean {
  return (readUnLocode(a) ?? a) === (readUnLocode(b) ?? b);
}

type Goods = ContainerCase['goods'][number]['value'];

function isSameGoods(a: Goods, b: Goods): boolean {
  const [first, second] = [hsHeading(a.hs ?? ''), hsHeading(b.hs ?? '')];
  if (first !== null && second !== null && first !== second) return false;
  const [words, others] = [wordsOf(a.description), wordsOf(b.description)];
  const shorter = Math.min(words.size, others.size);
  if (shorter === 0) return words.size === others.size || first === second;
  const common = [...words].filter((word) => others.has(word)).length;
  return common * 2 >= shorter;
}

function wordsOf(description: string): ReadonlySet<string> {
  return new Set(description.toUpperCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}
