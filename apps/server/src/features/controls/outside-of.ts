import type { ControlMethod, OutsideLeakMap } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { outsideActsOf, outsideMapOf } from '../segregation/index.ts';
import { openItems } from './compartment.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { controlStore } from './control-store.ts';
import { objectOf } from './object-of.ts';

/** The map of one control, with what became of each word that the node holds back. */
export interface OutsideView {
  readonly map: OutsideLeakMap;
  readonly acts: Awaited<ReturnType<typeof outsideActsOf>>;
}

/** Which outsider learns what, for a planner who knows the method already: the signs would tell it to others. */
export function outsideOf(parts: ControlParts, reader: Reader, id: string): Promise<OutsideView> {
  return attempt(parts, reader, 'control/outside', id, async (tx) => {
    const now = Math.min(parts.now(), parts.disclosureNow());
    const store = controlStore(tx, reader, now);
    const control = await store.byId(id);
    const knows = (await store.knowers(id)).some(
      (one) => one.person === reader.person && one.items.includes('method') && one.fromAt <= now,
    );
    if (control === null || !knows) throw noSuchControl();
    const method = openItems(parts.nodeKey, control, ['method']).method as ControlMethod;
    const { visit } = objectOf(parts, control);
    await parts.recordAct(tx, {
      kind: 'look',
      act: 'control/outside',
      subject: id,
      by: reader,
      at: now,
      content: null,
    });
    return {
      map: await outsideMapOf(tx, { visit, method, plannedAt: control.plannedAt }, now),
      acts: await outsideActsOf(tx, id),
    };
  });
}
