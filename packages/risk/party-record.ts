import type { ContainerCase } from './container-case.ts';
import { averageRate, learnedLogOdds } from './learned-rate.ts';
import { standingParties, type PartyRole } from './party-of.ts';
import type { ScreeningPolicy } from './policy.ts';
import { fired, notEvaluated, quiet, reasonOf } from './reason.ts';
import type { Signal, SignalAnswer } from './signal.ts';

const DAY_MS = 86_400_000;

/**
 * What controls of a party's earlier containers found, against the average of all controls: finds
 * raise, a long clean record lowers within the policy's bound.
 *
 * A record lowers only when every party of the role has one and is known for `minKnownDays`; one
 * stranger among the parties takes the counter-reason away.
 *
 * Wordings used: `<signal>/finds` and `<signal>/clean`.
 */
export function evaluateRecord(
  signal: Pick<Signal, 'name' | 'wordings'>,
  role: PartyRole,
  subject: ContainerCase,
  policy: ScreeningPolicy,
  settings: ScreeningPolicy['signals']['consignee-record'],
): SignalAnswer {
  if (subject.history.parties === null) return notEvaluated('history of parties');
  const average = averageRate(subject.history.all, policy.prior.yield, settings.priorStrength);
  if (average === null) return notEvaluated('outcomes of controls');
  const parties = standingParties(subject, role);
  if (parties.length === 0) return notEvaluated(role);
  const rated = parties.map((party) => {
    const { history } = party;
    const learned = history === null ? 0 : learnedLogOdds(history, average, settings);
    const knownDays = history === null ? 0 : (subject.asOf - history.firstSeen) / DAY_MS;
    return { ...party, weight: learned < 0 && !(knownDays >= settings.minKnownDays) ? 0 : learned };
  });
  const worst = rated.reduce((best, party) => (party.weight > best.weight ? party : best));
  if (worst.history === null || worst.weight === 0) return quiet;
  const { controls, finds } = worst.history;
  const code = worst.weight > 0 ? `${signal.name}/finds` : `${signal.name}/clean`;
  const params = { name: worst.claim.value.name, controls, finds };
  return fired([reasonOf(signal, code, worst.weight, params, [worst.claim])]);
}
