import { sql, type Querying, type Transaction } from '../../platform/db/index.ts';
import type { ControlParts } from './control-parts.ts';
import { sealedControl } from './lowering-evidence.ts';
import { openItems, type SealedObject } from './compartment.ts';
import { lowersControl, type Lowering } from './lowering.ts';
import { writeControl } from './propose-control.ts';

/** A control that nobody who lowered the box learns of; a planner of the port finds it as a taken slot. */
export async function controlAllTheSame(
  tx: Transaction,
  parts: ControlParts,
  lowering: Pick<Lowering, 'act' | 'subject'>,
): Promise<void> {
  const visit = await visitOf(tx, parts, lowering);
  if (visit !== null) await controlVisit(tx, parts, visit, 'drawn among lowered boxes');
}

/** The box that a lowering is about; `null` where it is a document. */
export async function visitOf(
  tx: Querying,
  parts: Pick<ControlParts, 'nodeKey'>,
  { act, subject }: Pick<Lowering, 'act' | 'subject'>,
): Promise<string | null> {
  if (act === 'dismiss') return subject;
  if (!lowersControl(act)) return null;
  const control = await sealedControl(tx, subject);
  return (JSON.parse(openItems(parts.nodeKey, control, ['object']).object ?? '{}') as SealedObject).visit;
}

/** Puts a box under a control that the node itself proposes. */
export async function controlVisit(
  tx: Transaction,
  parts: ControlParts,
  visit: string,
  reason: string,
): Promise<void> {
  const [row] = await tx.query<{ container: string; port: string }>(
    sql`select container, port from visit where id = ${visit}`,
  );
  if (row === undefined) return;
  await writeControl(tx, parts, {
    visit,
    ...row,
    method: 'scan',
    reason,
    place: 'scanner',
    lane: 'scanner',
    plannedAt: parts.now() + 3_600_000,
    origin: 'lowering',
    by: 'node',
  });
}
