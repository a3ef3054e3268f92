import type { Reader } from '../../platform/auth/index.ts';
import type { Transaction } from '../../platform/db/index.ts';
import type { PendingAct } from '../triage/index.ts';
import { askWithin } from './ask-lowering.ts';
import type { ControlParts } from './control-parts.ts';

/** Turns a pending act of the desk into a lowering that a second person decides. */
export async function askSecondPerson(
  tx: Transaction,
  parts: ControlParts,
  reader: Reader,
  pending: PendingAct,
): Promise<void> {
  await askWithin(tx, parts, reader, {
    act: pending.kind,
    subject: pending.visit,
    body: { reference: pending.reference },
    reason: pending.reason,
  });
}
