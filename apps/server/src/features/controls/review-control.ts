import { posteriorOf } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { requireSigner } from './approve-control.ts';
import { candidatesAt } from './candidates.ts';
import { attempt, type ControlParts } from './control-parts.ts';
import { insertKnowers } from './control-store.ts';
import { allItems } from './propose-control.ts';
import { atStep } from './take-step.ts';

/**
 * Opens a proposed control to a second planner, so that he signs what he has read. From here he counts as
 * one who knows, whether he signs or not.
 */
export function reviewControl(parts: ControlParts, reader: Reader, id: string): Promise<void> {
  return attempt(parts, reader, 'control/review', id, async (tx) => {
    const { control, steps, now } = await atStep(tx, parts, reader, id, 'approve');
    await requireSigner(tx, parts, reader, control, steps);
    await insertKnowers(tx, id, [
      {
        person: reader.person,
        part: 'approver',
        items: allItems,
        fromAt: now,
        onArrival: false,
        posterior: posteriorOf(allItems, await candidatesAt(tx, control.port)),
        reason: null,
        addedBy: reader.person,
      },
    ]);
    await parts.recordAct(tx, {
      kind: 'look',
      act: 'control/review',
      subject: id,
      by: reader,
      at: now,
      content: { items: allItems },
    });
    await tx.news('control-changed', { control: id });
  });
}
