import type { ContainerCase, PartyHistory } from './container-case.ts';
import { standing } from './voices.ts';

export type PartyClaim = ContainerCase['parties'][number];
export type PartyRole = PartyClaim['value']['role'];

/** A party that stands in the papers, with what is known of it; `history` is `null` when it was never seen. */
export interface StandingParty {
  readonly key: string;
  readonly claim: PartyClaim;
  readonly history: PartyHistory | null;
}

/** The parties of a role that stand, each once, in order of first mention. Blank keys are left out. */
export function standingParties(subject: ContainerCase, role: PartyRole): readonly StandingParty[] {
  const byKey = new Map<string, StandingParty>();
  for (const claim of partyClaims(subject, role)) {
    const { key } = claim.value;
    if (!byKey.has(key)) byKey.set(key, { key, claim, history: partyHistory(subject, key) });
  }
  return [...byKey.values()];
}

/** Of every voice the last statement about a role, bill by bill; blank keys are left out. */
export function partyClaims(subject: ContainerCase, role: PartyRole): readonly PartyClaim[] {
  const claims = subject.parties.filter(({ value }) => value.role === role && value.key !== '');
  return standing(claims, ({ bill }) => bill);
}

/** A history without a countable number of visits is none. */
function partyHistory(subject: ContainerCase, key: string): PartyHistory | null {
  const { parties } = subject.history;
  const history = parties !== null && Object.hasOwn(parties, key) ? parties[key] : undefined;
  return history !== undefined && Number.isFinite(history.visits) ? history : null;
}
