import type { Reader, Act } from '../../platform/auth/index.ts';
import type { Transaction } from '../../platform/db/index.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { listedVisits, type ListedVisit } from '../screening/index.ts';
import { guardLowering } from './guard-lowering.ts';
import { undoMs, type ActKind, type ActRequest, type ActResult } from './triage-act.ts';
import type { TriageParts } from './triage-parts.ts';
import { endActs, standingActs, writeActs, type NewAct } from './triage-store.ts';

export interface Acted {
  /** What the act is called from now on. */
  readonly reference: string;
  readonly at: number;
  readonly undoUntil: number;
  readonly results: readonly ActResult[];
}

type Verdict = NewAct | string;

/**
 * Does one act on every one of these visits, each by itself: what can't be done on one does not keep
 * it from the others. Everything is written and logged in the one transaction.
 */
export async function actOnVisits(
  tx: Transaction,
  parts: Pick<TriageParts, 'recordActs' | 'askSecondPerson'>,
  reader: Reader,
  visits: readonly string[],
  request: ActRequest,
  at: number,
): Promise<Acted> {
  const reference = opaqueId('t');
  const listed = new Map(
    (await listedVisits(tx, reader.ports, visits, true)).map((visit) => [visit.id, visit]),
  );
  const standing = Map.groupBy(await standingActs(tx, [...listed.keys()]), (one) => one.visit);
  const verdicts = new Map<string, Verdict>();
  for (const id of visits) {
    const visit = listed.get(id);
    const there = standing.get(id) ?? [];
    verdicts.set(
      id,
      visit === undefined
        ? 'screening/not-found'
        : judge(visit, request, new Map(there.map(({ kind, person }) => [kind, person])), reader.person),
    );
  }
  const wanted = [...verdicts.values()].filter((verdict) => typeof verdict !== 'string');
  const ids = wanted.map((act) => act.visit.id);
  // A release ends the assignment, a proposal what dismissed the visit: raising needs no second person.
  if (request.kind === 'release') await endActs(tx, 'assign', ids, reference, reader.person);
  if (request.kind === 'propose') await endActs(tx, 'dismiss', ids, reference);
  const written = await writeActs(tx, { reference, person: reader.person, roles: reader.roles, at }, wanted);
  const results = visits.map((id): ActResult => {
    const verdict = verdicts.get(id) ?? 'screening/not-found';
    const container = listed.get(id)?.container ?? null;
    if (typeof verdict === 'string') return { visit: id, container, outcome: 'refused', why: verdict };
    if (!written.has(id)) return { visit: id, container, outcome: 'refused', why: 'triage/stands-already' };
    return verdict.state === 'pending'
      ? { visit: id, container, outcome: 'pending', why: 'triage/needs-second-person' }
      : { visit: id, container, outcome: 'recorded', why: null };
  });
  await parts.recordActs(
    tx,
    results.map((result): Act => ({
      kind: result.outcome === 'recorded' ? 'change' : 'refusal',
      act: `visit/${request.kind}`,
      subject: result.visit,
      by: reader,
      at,
      content: { reference, ...request, outcome: result.outcome, why: result.why },
    })),
  );
  for (const { visit: named, state, reason } of wanted) {
    const visit = listed.get(named.id);
    if (state !== 'pending' || visit === undefined || !written.has(visit.id)) continue;
    const seen = { band: visit.band, score: visit.score };
    await parts.askSecondPerson(tx, reader, { reference, kind: 'dismiss', visit: visit.id, reason, seen });
  }
  if (written.size > 0)
    await tx.news('triage-changed', { kind: request.kind, reference, visits: [...written] });
  return { reference, at, undoUntil: at + undoMs, results };
}

/** What becomes of an act on one visit: the row to write, or why not. */
function judge(
  visit: ListedVisit,
  request: ActRequest,
  standing: ReadonlyMap<ActKind, string>,
  person: string,
): Verdict {
  const { kind, ...rest } = request;
  const { reason = '', ...more } = rest as { readonly reason?: string };
  const row = (state: NewAct['state'], details: object = more): NewAct => ({
    kind,
    visit,
    reason,
    state,
    details: { ...details, band: visit.band, score: visit.score },
  });
  switch (request.kind) {
    case 'note':
      return row('recorded');
    case 'contest':
      return visit.reasons.some(({ signal, code }) => signal === request.signal && code === request.code)
        ? row('recorded')
        : 'triage/no-such-reason';
    case 'release':
      return standing.get('assign') === person ? row('recorded') : 'triage/not-assigned-to-you';
    case 'assign':
      if (!visit.open) return 'triage/closed';
      return standing.has('assign') && standing.get('assign') !== person
        ? 'triage/assigned-to-another'
        : row('recorded');
    case 'propose':
      if (!visit.open) return 'triage/closed';
      return standing.has('propose') ? 'triage/stands-already' : row('recorded');
    case 'dismiss': {
      if (!visit.open) return 'triage/closed';
      const answer = guardLowering({
        band: visit.band,
        mandatory: visit.mandatory,
        selectedBy: visit.selectedBy,
        proposed: standing.has('propose'),
      });
      return row(answer.allowed ? 'recorded' : 'pending');
    }
  }
}
