import { posteriorOf } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { candidatesAt } from './candidates.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { controlStore, insertKnowers, insertStep } from './control-store.ts';
import { stateAfter } from './control.ts';
import { credentialOf } from './credential-of.ts';
import { objectOf } from './open-task.ts';

/**
 * Signs a proposed control. Who signs learns what it is, and is counted as a knower from then on; who
 * proposed it can't sign it.
 */
export function approveControl(parts: ControlParts, reader: Reader, id: string): Promise<void> {
  return attempt(parts, reader, 'control/approve', id, async (tx) => {
    const now = parts.now();
    const store = controlStore(tx, reader, now);
    const control = await store.byId(id, true);
    if (control === null) throw noSuchControl();
    const to = stateAfter('approve', control.state);
    if (to === null)
      throw new HavenwachtError('controls/state', 409, `A ${control.state} control is not approved.`);
    if ((await store.steps(id)).some((step) => step.person === reader.person)) {
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
    await insertStep(tx, id, {
      step: 'approve',
      from: control.state,
      to,
      person: reader.person,
      credential: credentialOf(reader),
      at: now,
    });
    await parts.recordAct(tx, {
      kind: 'change',
      act: 'control/approve',
      subject: id,
      by: reader,
      at: now,
      content: {},
    });
  });
}

/** Who lowered a box does not learn that it is controlled all the same. */
async function loweredIt(tx: Querying, reader: Reader, visit: string): Promise<boolean> {
  const rows = await tx.query(
    sql`select 1 from lowering where subject = ${visit} and (asked_by = ${reader.person} or second_person = ${reader.person})`,
  );
  return rows.length > 0;
}
