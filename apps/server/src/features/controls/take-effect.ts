import { sql, type Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { withdrawHeld } from '../segregation/index.ts';
import { resealItems } from './compartment.ts';
import { controlAllTheSame } from './control-all-the-same.ts';
import type { ControlParts } from './control-parts.ts';
import { insertStep } from './control-store.ts';
import { stateAfter, type ControlState } from './control.ts';
import { sealedControl, type Replanned } from './lowering-evidence.ts';
import { lowersControl, witnessPatienceMs } from './lowering.ts';
import { insertEffect, waitingApprovals, type WaitingApproval } from './lowering-store.ts';

/**
 * Does what an approved lowering asked for, once. Under duress it does nothing that counts: the desk shows
 * the box as dismissed, and it is controlled for certain.
 *
 * @throws {HavenwachtError} when it can't be done any more
 */
export async function takeEffect(
  tx: Transaction,
  parts: ControlParts,
  lowering: WaitingApproval,
  witness: string | null,
): Promise<void> {
  const at = parts.now();
  const outcome = lowering.isVoid ? 'void' : 'done';
  if (!(await insertEffect(tx, { lowering: lowering.id, outcome, why: null, witness, at }))) return;
  if (lowersControl(lowering.act)) {
    if (!lowering.isVoid) await lowerControl(tx, parts, lowering, at);
    await tx.news('control-changed', { control: lowering.subject });
  } else if (!lowering.isVoid || lowering.act === 'dismiss') {
    await parts.settleLowering(tx, lowering, true);
  }
  // A lowering of a control that is void leaves the control as it was; only a dismissed box needs one.
  const isControlled = lowering.isVoid ? lowering.act === 'dismiss' : lowering.redrawn === true;
  if (isControlled) await controlAllTheSame(tx, parts, lowering);
}

async function lowerControl(
  tx: Transaction,
  parts: ControlParts,
  { id, act, subject, body, decidedBy, credential }: WaitingApproval,
  at: number,
): Promise<void> {
  await tx.query(sql`select 1 from control where id = ${subject} for update`);
  const control = await sealedControl(tx, subject);
  const step = act === 'cancel' ? 'cancel' : 'replan';
  const to: ControlState | null = stateAfter(step, control.state);
  if (to === null) {
    throw new HavenwachtError('controls/state', 409, 'This control can not be lowered any more.');
  }
  const { plannedAt, method } = body as Replanned;
  const moment = plannedAt === undefined ? control.plannedAt : Date.parse(plannedAt);
  const resealed = resealItems(parts.nodeKey, control, {
    ...(plannedAt === undefined ? {} : { time: plannedAt }),
    ...(method === undefined ? {} : { method }),
  });
  await insertStep(tx, subject, {
    step,
    from: control.state,
    to,
    person: decidedBy,
    credential,
    at,
    lowering: id,
    ...(step === 'replan' ? { replanned: { plannedAt: moment, resealed } } : {}),
  });
  // Sealed anew, a control is held back by its new moment.
  await withdrawHeld(tx, subject, at);
}

/** What a witness has signed of this node's log. */
export interface Witnessed {
  readonly witness: string;
  /** Entries below this one. */
  readonly size: number;
}

/**
 * Lets the approvals take effect that a witness's signature covers; `null` where nobody has signed. What
 * can't be done any more is written down as that, and one that waits too long is told to the integrity
 * officer, once.
 *
 * @returns the lowerings that took effect
 */
export async function takeEffects(
  parts: ControlParts,
  witnessed: Witnessed | null,
): Promise<readonly string[]> {
  const done: string[] = [];
  for (const waiting of await waitingApprovals(parts.db)) {
    if (witnessed === null || waiting.entry === null || waiting.entry >= witnessed.size) {
      await tellLate(parts, waiting);
      continue;
    }
    const { id } = waiting;
    try {
      await parts.db.transaction((tx) => takeEffect(tx, parts, waiting, witnessed.witness));
      done.push(id);
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      if (!(error instanceof HavenwachtError) && code !== '23000') throw error;
      const why = String(code);
      await parts.db.transaction(async (tx) => {
        const effect = {
          lowering: id,
          outcome: 'failed',
          why,
          witness: witnessed.witness,
          at: parts.now(),
        } as const;
        if (await insertEffect(tx, effect))
          await tx.news('integrity-alert', { alert: 'not-done', lowering: id, why });
      });
    }
  }
  return done;
}

async function tellLate(parts: ControlParts, { id, decidedAt }: WaitingApproval): Promise<void> {
  if (parts.now() < decidedAt + witnessPatienceMs) return;
  await parts.db.transaction(async (tx) => {
    const told = await tx.query(
      sql`select 1 from event where kind = 'integrity-alert' and body->>'alert' = 'witness' and body->>'lowering' = ${id}`,
    );
    if (told.length === 0) await tx.news('integrity-alert', { alert: 'witness', lowering: id });
  });
}
