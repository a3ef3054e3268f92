import type { Reader } from '../../platform/auth/index.ts';
import type { Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { undoMs, type ActResult } from './triage-act.ts';
import type { TriageParts } from './triage-parts.ts';
import { actsByReference, undoActs } from './triage-store.ts';

/**
 * Takes back one's own act within half a minute; an act of its own in the log.
 *
 * @throws {HavenwachtError} `triage/not-found` for an act of another too, `triage/too-late`,
 *   `triage/undone-already`
 */
export async function undoAct(
  tx: Transaction,
  parts: Pick<TriageParts, 'recordActs'>,
  reader: Reader,
  reference: string,
  at: number,
): Promise<{ readonly reference: string; readonly at: number; readonly results: readonly ActResult[] }> {
  const acts = await actsByReference(tx, reference);
  const [first] = acts;
  if (first === undefined || first.person !== reader.person) {
    throw new HavenwachtError('triage/not-found', 404, 'There is no such act.');
  }
  if (acts.every((act) => act.state === 'undone')) {
    throw new HavenwachtError('triage/undone-already', 409, 'This act was taken back already.');
  }
  if (at > first.at + undoMs) {
    throw new HavenwachtError(
      'triage/too-late',
      409,
      'An act can be taken back within 30 seconds; this one is older.',
    );
  }
  const undone = await undoActs(tx, reference, at);
  const results = acts.map(({ visit, container }): ActResult =>
    undone.has(visit)
      ? { visit, container, outcome: 'undone', why: null }
      : { visit, container, outcome: 'refused', why: 'triage/superseded' },
  );
  await parts.recordActs(
    tx,
    results.map((result) => ({
      kind: result.outcome === 'undone' ? 'change' : 'refusal',
      act: 'visit/undo',
      subject: result.visit,
      by: reader,
      at,
      content: { reference, undoes: first.kind, outcome: result.outcome },
    })),
  );
  if (undone.size > 0) await tx.news('triage-changed', { kind: 'undo', reference, visits: [...undone] });
  return { reference, at, results };
}
