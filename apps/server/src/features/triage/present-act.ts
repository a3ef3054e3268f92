import type { TriageAct } from './triage-act.ts';

/** The only way an act leaves the node: its maker is "you" or a role, never a name or an id. */
export function presentAct(act: TriageAct, reader: string) {
  const { method, wantedAt, signal, code, band } = act.details as {
    readonly method?: string;
    readonly wantedAt?: number | null;
    readonly signal?: string;
    readonly code?: string;
    readonly band?: string;
  };
  return {
    reference: act.reference,
    kind: act.kind,
    at: new Date(act.at).toISOString(),
    by: { you: act.person === reader, roles: act.roles },
    reason: act.reason,
    state: act.state,
    needs: act.state === 'pending' ? act.needs : null,
    method: method ?? null,
    wantedAt: wantedAt === undefined || wantedAt === null ? null : new Date(wantedAt).toISOString(),
    signal: signal ?? null,
    code: code ?? null,
    band: band ?? null,
  };
}
