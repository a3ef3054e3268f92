import { posteriorOf } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { candidatesAt } from './candidates.ts';
import { visitOf } from './control-all-the-same.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { insertKnowers, type Control, type TakenStep } from './control-store.ts';
import type { Lowering } from './lowering.ts';
import { objectOf } from './object-of.ts';
import { atStep } from './take-step.ts';

/**
 * Signs a proposed control. Who signs learns what it is, and is counted as a knower from then on; who
 * proposed it can't sign it.
 */
export function approveControl(parts: ControlParts, reader: Reader, id: string): Promise<void> {
  return attempt(parts, reader, 'control/approve', id, async (tx) => {
    const { control, steps, now, take } = await atStep(tx, parts, reader, id, 'approve');
    await requireSigner(tx, parts, reader, control, steps);
    const items = ['method', 'object', 'reason'] as const;
    await insertKnowers(tx, id, [
      {
        person: reader.person,
        part: 'approver',
        items,
        fromAt: now,
        onArrival: false,
        posterior: posteriorOf(items, await candidatesAt(tx, control.port)),
        reason: null,
        addedBy: reader.person,
      },
    ]);
    await take({});
  });
}

/** Refuses who can't be the one that signs. */
export async function requireSigner(
  tx: Querying,
  parts: ControlParts,
  reader: Reader,
  control: Control,
  steps: readonly TakenStep[],
): Promise<void> {
  if (steps.some(({ person }) => person === reader.person)) {
    throw new HavenwachtError('controls/same-person', 403, 'Who proposed a control does not approve it.');
  }
  if (control.origin === 'lowering' && (await loweredIt(tx, parts, reader, objectOf(parts, control).visit))) {
    throw noSuchControl();
  }
}

/** Who lowered a box, or a control of it, does not learn that it is controlled all the same. */
async function loweredIt(tx: Querying, parts: ControlParts, reader: Reader, visit: string): Promise<boolean> {
  const own = await tx.query<Pick<Lowering, 'act' | 'subject'>>(
    sql`select distinct act, subject from lowering
         where act in ('dismiss', 'cancel') and (asked_by = ${reader.person} or second_person = ${reader.person})`,
  );
  for (const lowering of own) {
    if ((await visitOf(tx, parts, lowering)) === visit) return true;
  }
  return false;
}
