import { posteriorOf } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { candidatesAt } from './candidates.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { insertKnowers } from './control-store.ts';
import { objectOf } from './object-of.ts';
import { atStep } from './take-step.ts';

/**
 * Signs a proposed control. Who signs learns what it is, and is counted as a knower from then on; who
 * proposed it can't sign it.
 */
export function approveControl(parts: ControlParts, reader: Reader, id: string): Promise<void> {
  return attempt(parts, reader, 'control/approve', id, async (tx) => {
    const { control, steps, now, take } = await atStep(tx, parts, reader, id, 'approve');
    if (steps.some(({ person }) => person === reader.person)) {
      throw new HavenwachtError('controls/same-person', 403, 'Who proposed a control does not approve it.');
    }
    if (control.origin === 'lowering' && (await loweredIt(tx, reader, objectOf(parts, control).visit))) {
      throw noSuchControl();
    }
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

/** Who lowered a box does not learn that it is controlled all the same. */
async function loweredIt(tx: Querying, reader: Reader, visit: string): Promise<boolean> {
  const rows = await tx.query(
    sql`select 1 from lowering
        where subject = ${visit} and (asked_by = ${reader.person} or second_person = ${reader.person})`,
  );
  return rows.length > 0;
}
