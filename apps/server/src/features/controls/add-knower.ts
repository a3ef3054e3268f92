import { posteriorOf, type DisclosedItem } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { candidatesAt } from './candidates.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { controlStore, insertKnowers } from './control-store.ts';

/** Lets somebody know beside the ladder. It needs a reason, and only a planner who knows of the control can. */
export function addKnower(
  parts: ControlParts,
  reader: Reader,
  id: string,
  wanted: {
    readonly person: string;
    readonly items: readonly DisclosedItem[];
    readonly fromAt: number;
    readonly reason: string;
  },
): Promise<void> {
  return attempt(parts, reader, 'control/add-knower', id, async (tx) => {
    const now = parts.now();
    const control = await controlStore(tx, reader, now).byId(id, true);
    if (control === null || !reader.roles.includes('planner')) throw noSuchControl();
    if (control.state !== 'sealed' && control.state !== 'disclosed') {
      throw new HavenwachtError('controls/state', 409, `Nobody is added to a ${control.state} control.`);
    }
    await insertKnowers(tx, id, [
      {
        person: wanted.person,
        part: 'added',
        items: wanted.items,
        fromAt: Math.max(now, wanted.fromAt),
        onArrival: false,
        posterior: posteriorOf(wanted.items, await candidatesAt(tx, control.port)),
        reason: wanted.reason,
        addedBy: reader.person,
      },
    ]);
    await parts.recordAct(tx, {
      kind: 'change',
      act: 'control/add-knower',
      subject: id,
      by: reader,
      at: now,
      content: wanted,
    });
    await tx.news('control-changed', { control: id });
  });
}
