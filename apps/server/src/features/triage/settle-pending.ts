import { sql, type Transaction } from '../../platform/db/index.ts';

/**
 * Lets an act count that waited for a second person, or ends it when he refused.
 *
 * @param decision what the second person said; the id of it is kept with an ended act
 */
export async function settlePending(
  tx: Transaction,
  act: { readonly reference: string; readonly visit: string },
  decision: { readonly id: string; readonly approved: boolean },
): Promise<void> {
  const settled = await tx.execute(
    decision.approved
      ? sql`update triage_act set state = 'recorded'
            where reference = ${act.reference} and visit_id = ${act.visit} and state = 'pending'`
      : sql`update triage_act set state = 'ended', ended_by = ${decision.id}
            where reference = ${act.reference} and visit_id = ${act.visit} and state = 'pending'`,
  );
  if (settled > 0) {
    await tx.news('triage-changed', { kind: 'dismiss', reference: act.reference, visits: [act.visit] });
  }
}
