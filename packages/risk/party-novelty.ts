import type { ContainerCase } from './container-case.ts';
import { standingParties, type PartyRole, type StandingParty } from './party-of.ts';
import type { ScreeningPolicy } from './policy.ts';
import { fired, notEvaluated, reasonOf } from './reason.ts';
import { dayOf } from './route-of.ts';
import type { Reason, Signal, SignalAnswer } from './signal.ts';

type NoveltySettings = ScreeningPolicy['signals']['consignee-first-seen'];

const DAY_MS = 86_400_000;

/**
 * Reasons for the newest party of a role: never seen, or seen for a short time or a few visits only.
 * The heaviest party speaks; a second new one does not add up.
 *
 * Wordings used: `<signal>/first` and `<signal>/recent`.
 */
export function evaluateNovelty(
  signal: Pick<Signal, 'name' | 'wordings'>,
  role: PartyRole,
  subject: ContainerCase,
  settings: NoveltySettings,
): SignalAnswer {
  if (subject.history.parties === null) return notEvaluated('history of parties');
  const parties = standingParties(subject, role);
  if (parties.length === 0) return notEvaluated(role);
  const reasons = parties
    .map((party) => noveltyReason(signal, party, subject.asOf, settings))
    .filter((reason) => reason !== null);
  return fired(heaviest(reasons));
}

function noveltyReason(
  signal: Pick<Signal, 'name' | 'wordings'>,
  { claim, history }: StandingParty,
  asOf: number,
  settings: NoveltySettings,
): Reason | null {
  const { name } = claim.value;
  if (history === null || !(history.visits > 0)) {
    return reasonOf(signal, `${signal.name}/first`, settings.first, { name }, [claim]);
  }
  const knownDays = (asOf - history.firstSeen) / DAY_MS;
  if (history.visits >= settings.fewVisits && !(knownDays < settings.recentDays)) return null;
  const params = { name, since: dayOf(history.firstSeen), visits: history.visits };
  return reasonOf(signal, `${signal.name}/recent`, settings.recent, params, [claim]);
}

function heaviest(reasons: readonly Reason[]): readonly Reason[] {
  const [first, ...rest] = reasons;
  if (first === undefined) return [];
  return [rest.reduce((best, reason) => (reason.weight > best.weight ? reason : best), first)];
}
