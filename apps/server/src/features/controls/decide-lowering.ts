import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { withdrawHeld } from '../segregation/index.ts';
import { checkCode } from './confirm-codes.ts';
import { attempt, type ControlParts } from './control-parts.ts';
import { insertStep } from './control-store.ts';
import { stateAfter, type ControlState } from './control.ts';
import { credentialOf } from './credential-of.ts';
import { redrawnInHundred, type Lowering } from './lowering.ts';
import { insertDecision, loweringStore } from './lowering-store.ts';
import { writeControl } from './propose-control.ts';

export interface LoweringDecision {
  readonly decision: 'approved' | 'refused';
  /** SHA-256 of what the second person saw, hex. */
  readonly evidenceHash: string;
  /** His confirmation code, or his duress code; they look alike. */
  readonly code: string;
}

/**
 * The drawn second person decides. An approval does what was asked, unless it was given under duress:
 * then it looks done and is void. Some boxes are put under control all the same.
 */
export function decideLowering(
  parts: ControlParts,
  reader: Reader,
  id: string,
  decision: LoweringDecision,
): Promise<void> {
  return attempt(parts, reader, 'lowering/decide', id, async (tx) => {
    const now = parts.now();
    const lowering = await loweringStore(tx, reader).byId(id);
    if (lowering === null)
      throw new HavenwachtError('controls/no-lowering', 404, 'There is no such request.');
    if (lowering.secondPerson !== reader.person) {
      throw new HavenwachtError('controls/not-drawn', 403, 'Somebody else was drawn to decide this.');
    }
    if (lowering.decision !== null) {
      throw new HavenwachtError('controls/decided', 409, 'This is decided already.');
    }
    if (now > lowering.expiresAt) {
      throw new HavenwachtError('controls/lapsed', 409, 'This request has lapsed; it has to be asked anew.');
    }
    if (lowering.evidenceHash !== decision.evidenceHash) {
      throw new HavenwachtError(
        'controls/other-evidence',
        409,
        'You did not see what the asker saw; open it again.',
      );
    }
    const approved = decision.decision === 'approved';
    const code = await checkCode(tx, reader.person, decision.code);
    if (code === 'wrong') throw new HavenwachtError('controls/wrong-code', 403, 'This is not your code.');
    const duress = approved && code === 'duress';
    const redrawn =
      approved &&
      !duress &&
      parts.randomBelow(100) < redrawnInHundred[lowering.kind] &&
      lowering.act !== 'cancel';
    await insertDecision(tx, {
      lowering: id,
      decision: decision.decision,
      person: reader.person,
      credential: credentialOf(reader),
      evidenceHash: decision.evidenceHash,
      at: now,
      redrawn,
      effect: !approved ? 'none' : duress ? 'void' : 'done',
    });
    // Under duress the desk has to show the box as dismissed too; it is controlled whatever the dice say.
    if (lowering.act !== 'cancel') await parts.settleLowering(tx, lowering, approved);
    else if (approved && !duress) await cancel(tx, reader, lowering, now);
    if (redrawn || duress) await controlAllTheSame(tx, parts, lowering, now);
    // The log shows an approval as an approval; what became of it lies with the integrity officer.
    await parts.recordAct(tx, {
      kind: 'change',
      act: `lowering/${decision.decision}`,
      subject: id,
      by: reader,
      at: now,
      content: { evidenceHash: decision.evidenceHash },
    });
    if (duress) await tx.news('integrity-alert', { alert: 'duress', lowering: id });
  });
}

async function cancel(tx: Transaction, reader: Reader, lowering: Lowering, now: number): Promise<void> {
  const [control] = await tx.query<{ state: ControlState }>(
    sql`select state from control where id = ${lowering.subject} for update`,
  );
  const to = control === undefined ? null : stateAfter('cancel', control.state);
  if (control === undefined || to === null) {
    throw new HavenwachtError('controls/state', 409, 'This control can not be cancelled any more.');
  }
  await insertStep(tx, lowering.subject, {
    step: 'cancel',
    from: control.state,
    to,
    person: reader.person,
    credential: credentialOf(reader),
    at: now,
    lowering: lowering.id,
  });
  await withdrawHeld(tx, lowering.subject, now);
}

/** A control that nobody who lowered the box learns of; a planner of the port finds it as a taken slot. */
async function controlAllTheSame(
  tx: Transaction,
  parts: ControlParts,
  lowering: Lowering,
  now: number,
): Promise<void> {
  const [visit] = await tx.query<{ container: string; port: string }>(
    sql`select container, port from visit where id = ${lowering.subject}`,
  );
  if (visit === undefined) return;
  await writeControl(tx, parts, {
    visit: lowering.subject,
    ...visit,
    method: 'scan',
    reason: 'drawn among lowered boxes',
    place: 'scanner',
    lane: 'scanner',
    plannedAt: now + 3_600_000,
    origin: 'lowering',
    by: 'node',
  });
}
