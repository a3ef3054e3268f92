import type { Reader } from '../../platform/auth/index.ts';
import { presentFor } from '../people/index.ts';
import type { ListedVisit } from '../screening/index.ts';
import type { Acted } from './act-on-visits.ts';
import type { PartyView } from './party-view.ts';
import type { Frozen } from './select-visits.ts';
import type { ActResult, ControlMethod, TriageAct } from './triage-act.ts';

/** The only way what was done at the desk leaves the node. */

const instant = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString();

/** An act on a visit; its maker is "you" or a role, never a name or an id. */
export function presentAct(reader: Reader, act: TriageAct) {
  const { method, wantedAt, signal, code, band } = act.details as {
    readonly method?: ControlMethod;
    readonly wantedAt?: number | null;
    readonly signal?: string;
    readonly code?: string;
    readonly band?: string;
  };
  return presentFor(reader, 'triage-act', {
    reference: act.reference,
    kind: act.kind,
    at: new Date(act.at).toISOString(),
    by: { you: act.person === reader.person, roles: act.roles },
    reason: act.reason,
    state: act.state,
    needs: act.state === 'pending' ? act.needs : null,
    method: method ?? null,
    wantedAt: instant(wantedAt),
    signal: signal ?? null,
    code: code ?? null,
    band: band ?? null,
  });
}

/** What became of an act that the reader has just done, or taken back. */
export function presentActed(
  reader: Reader,
  acted: Omit<Acted, 'undoUntil'> & { readonly undoUntil?: number; readonly results: readonly ActResult[] },
) {
  const { reference, at, undoUntil, results } = acted;
  return presentFor(reader, 'acted', {
    reference,
    at: new Date(at).toISOString(),
    undoUntil: instant(undoUntil),
    results,
  });
}

export function presentSelection(reader: Reader, frozen: Frozen, madeAt: number) {
  return presentFor(reader, 'selection', {
    id: frozen.id,
    count: frozen.visits.length,
    matching: frozen.matching,
    visits: frozen.visits,
    examples: frozen.examples.map(listed),
    madeAt: new Date(madeAt).toISOString(),
  });
}

export function presentParty(reader: Reader, party: PartyView) {
  return presentFor(reader, 'party', {
    ...party,
    firstSeen: instant(party.firstSeen),
    lastSeen: instant(party.lastSeen),
    others: party.others.map(listed),
  });
}

export function presentRecent(reader: Reader, { id, container, port, band }: ListedVisit, openedAt: number) {
  const one = { id, container, port, band, openedAt: new Date(openedAt).toISOString() };
  return presentFor(reader, 'recent-dossier', one);
}

const listed = ({ id, container, port, band, arrivalAt }: ListedVisit) => ({
  id,
  container,
  port,
  band,
  arrivalAt: instant(arrivalAt),
});
