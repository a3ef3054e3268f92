import { disclosedItems } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { sql } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { sealForBox, type ArrivalEnvelope } from './arrival-envelope.ts';
import { openItems, type SealedObject } from './compartment.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { controlStore, insertKnowers } from './control-store.ts';
import { credentialOf } from './credential-of.ts';
import { alongFrom } from './task-store.ts';

/**
 * Hands out what opens on arrival, for a place without network. From here the number of the box alone
 * opens it, and no clock and no count of the node holds back who guesses: so it is handed out shortly
 * before the planned moment, only to who has opened his task, and counts as learned in the exposure.
 *
 * @param deviceNow what the phone's clock shows; epoch milliseconds
 */
export function takeAlong(
  parts: ControlParts,
  reader: Reader,
  id: string,
  deviceNow: number,
): Promise<ArrivalEnvelope> {
  return attempt(parts, reader, 'control/take-along', id, async (tx) => {
    const now = Math.min(parts.now(), parts.disclosureNow());
    const store = controlStore(tx, reader, now);
    const control = await store.byId(id, true);
    const arrival = (await store.knowers(id)).filter(
      ({ person, onArrival }) => person === reader.person && onArrival,
    );
    const [opened] = await tx.query(
      sql`select 1 from control_opening
          where control_id = ${id} and person = ${reader.person} and cardinality(items) > 0`,
    );
    if (control === null || arrival.length === 0 || opened === undefined || control.looksCancelled)
      throw noSuchControl();
    if (control.state !== 'disclosed') {
      throw new HavenwachtError('controls/state', 409, `A ${control.state} control is not taken along.`);
    }
    if (now < alongFrom(control)) {
      throw new HavenwachtError(
        'controls/too-early',
        409,
        'A task is taken along shortly before its moment.',
      );
    }
    if (arrival.every(({ fromAt }) => fromAt > now)) {
      const early = arrival.map((one) => ({ ...one, fromAt: now, addedBy: 'along', reason: 'taken along' }));
      await insertKnowers(tx, id, early);
    }
    await tx.execute(
      sql`insert into task_envelope (control_id, person, session, handed_at, device_ahead_ms)
          values (${id}, ${reader.person}, ${credentialOf(reader)}, to_timestamp(${now}::float8 / 1000.0),
            ${Math.round(deviceNow - now)}) on conflict do nothing`,
    );
    await parts.recordAct(tx, {
      kind: 'look',
      act: 'control/take-along',
      subject: id,
      by: reader,
      at: now,
      content: { deviceNow },
    });
    const items = disclosedItems.filter((item) => arrival.some((one) => one.items.includes(item)));
    const { object = '', ...others } = openItems(parts.nodeKey, control, items);
    const { container } = JSON.parse(object) as SealedObject;
    return sealForBox(id, container, { ...others, container });
  });
}
