import {
  outsideLeakMap,
  type ControlMethod,
  type OutsideLeakMap,
  type OutsideSignDue,
} from '@havenwacht/planning';
import { sql, type Querying } from '../../platform/db/index.ts';
import { readBoxEvents } from './box-events.ts';
import { rulesOf } from './catch-visits.ts';
import { holdBack, type HeldWord, type OutsideSubject } from './outside-acts.ts';
import { segregationPolicyAt } from './policy-store.ts';
import type { SegregationParts } from './segregation-parts.ts';

/** A control as far as words to outsiders hang on it. */
export interface ControlToHold {
  readonly id: string;
  readonly visit: string;
  readonly container: string;
  readonly port: string;
  readonly method: ControlMethod;
  /** Epoch milliseconds, UTC. */
  readonly plannedAt: number;
}

/** Minutes from when a box can be reached to when it could first be fetched, where no policy says it. */
const collectableAfterMinutes = 240;

/** Which outsider learns of a control when, with what is known now of when the box can be reached. */
export async function outsideMapOf(
  tx: Querying,
  control: Pick<ControlToHold, 'visit' | 'method' | 'plannedAt'>,
  now: number,
): Promise<OutsideLeakMap> {
  const { visit, method, plannedAt } = control;
  const policy = await segregationPolicyAt(tx, now);
  const [row] = await tx.query<{ arrivalAt: number | null }>(
    sql`select c.arrival_at as "arrivalAt" from visit v join port_call c on c.id = v.call_id where v.id = ${visit}`,
  );
  const events = (await readBoxEvents(tx, policy, [visit])).get(visit)?.events ?? [];
  const ashore = events.filter(({ kind }) => kind === 'landed' || kind === 'placed').map(({ at }) => at);
  const reachableAt = ashore.length > 0 ? Math.min(...ashore) : (row?.arrivalAt ?? plannedAt);
  const minutes = policy?.collectableAfterMinutes ?? collectableAfterMinutes;
  const collectableAt = reachableAt + minutes * 60_000;
  return outsideLeakMap(
    method,
    { plannedAt, handsOnAt: plannedAt, reachableAt, collectableAt },
    policy === null ? undefined : rulesOf(policy),
  );
}

/** Holds back all that a sealed control would tell outside: the order to move the box, the hold, status and answer. */
export async function holdControlBack(
  tx: Querying,
  parts: Pick<SegregationParts, 'nodeKey' | 'newId'>,
  control: ControlToHold,
  now: number,
): Promise<void> {
  const { signs } = await outsideMapOf(tx, control, now);
  const [row] = await tx.query<{ sizeType: string | null; load: 'full' | 'empty' | null }>(
    sql`select size_type as "sizeType", load from screening where visit_id = ${control.visit}`,
  );
  const about: OutsideSubject = {
    visit: control.visit,
    container: control.container,
    port: control.port,
    sizeType: row?.sizeType ?? null,
    load: row?.load ?? null,
  };
  const words = signs.filter(({ canHold }) => canHold).map((sign) => wordOf(sign, about, control.plannedAt));
  await holdBack(tx, parts, control.id, words, now);
}

function wordOf(
  { sign, anchor, heldUntil, ground }: OutsideSignDue,
  about: OutsideSubject,
  plannedAt: number,
): HeldWord {
  return {
    sign,
    anchor,
    // Planned is not done: what waits for hands-on waits until somebody stands at the box.
    heldUntil: anchor === 'hands-on' ? null : heldUntil,
    ground,
    about: {
      ...about,
      ...(sign === 'terminal-work-order' ? { handling: 'scanner' as const, doneBy: plannedAt } : {}),
      ...(sign === 'scan-status' ? { status: 'CUSS' as const } : {}),
      ...(sign === 'inspection-status' ? { status: 'CUSI' as const } : {}),
    },
  };
}
