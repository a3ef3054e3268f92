import type { Reader } from '../../platform/auth/index.ts';
import type { Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { checkCode } from './confirm-codes.ts';
import { onRecord, type ControlParts } from './control-parts.ts';
import { credentialOf } from './credential-of.ts';
import { countAsKnower, evidenceHash, evidenceOf, type ChangeBody } from './lowering-evidence.ts';
import { lowersControl, redrawnInHundred, type Lowering } from './lowering.ts';
import { insertDecision, insertEffect, loweringStore, waitingApprovals } from './lowering-store.ts';
import { takeEffect } from './take-effect.ts';

export interface LoweringDecision {
  readonly decision: 'approved' | 'refused';
  /** As the evidence was given to the second person, hex. */
  readonly evidenceHash: string;
  /** His confirmation code, or his duress code; they look alike. */
  readonly code: string;
}

/**
 * The drawn second person decides. An approval does what was asked, at once or when a witness has signed
 * the log with it, unless it was given under duress: then it looks done and is void. What has changed since
 * it was asked is not approved.
 */
export function decideLowering(
  parts: ControlParts,
  reader: Reader,
  id: string,
  decision: LoweringDecision,
): Promise<void> {
  return onRecord(parts, reader, 'lowering/decide', id, async () => {
    const approved = decision.decision === 'approved';
    const asked = await loweringStore(parts.db, reader).byId(id);
    const fallenNow = asked !== null && approved ? await fallsOutNow(parts, asked) : [];
    await parts.db.transaction(async (tx) => {
      const now = parts.now();
      const lowering = await mayDecide(tx, reader, id, decision, now);
      const { about, hash } = await evidenceNow(tx, parts, lowering);
      const unseen = about === 'change' && hasUnseen(lowering, fallenNow);
      if (approved && (hash !== lowering.evidenceHash || unseen)) {
        throw new HavenwachtError(
          'controls/evidence-changed',
          409,
          'What this is about has changed since it was asked; it has to be asked anew.',
        );
      }
      const code = await checkCode(tx, reader.person, decision.code);
      if (code === 'wrong') throw new HavenwachtError('controls/wrong-code', 403, 'This is not your code.');
      if (lowersControl(lowering.act))
        await countAsKnower(tx, lowering.subject, reader.person, 'second-person', now);
      const isVoid = approved && code === 'duress';
      await insertDecision(tx, {
        lowering: id,
        decision: decision.decision,
        person: reader.person,
        credential: credentialOf(reader),
        evidenceHash: decision.evidenceHash,
        at: now,
        redrawn: !approved || isVoid ? false : drawAtOnce(parts, lowering),
        effect: !approved ? 'none' : isVoid ? 'void' : 'done',
      });
      // The log shows an approval as an approval; what became of it lies with the integrity officer.
      await parts.recordAct(tx, {
        kind: 'change',
        act: `lowering/${decision.decision}`,
        subject: id,
        by: reader,
        at: now,
        content: { evidenceHash: decision.evidenceHash },
      });
      if (isVoid) await tx.news('integrity-alert', { alert: 'duress', lowering: id });
      if (!approved) {
        await insertEffect(tx, { lowering: id, outcome: 'none', why: null, witness: null, at: now });
        await parts.settleLowering(tx, lowering, false);
      } else if (!parts.isWitnessed) {
        for (const waiting of await waitingApprovals(tx, id)) await takeEffect(tx, parts, waiting, null);
      }
      // The same news whatever became of it: under duress too somebody may be looking on.
      await tx.news('lowering-changed', { lowering: id });
    });
  });
}

async function mayDecide(
  tx: Transaction,
  reader: Reader,
  id: string,
  decision: LoweringDecision,
  now: number,
): Promise<Lowering> {
  const lowering = await loweringStore(tx, reader).byId(id);
  if (lowering === null) throw new HavenwachtError('controls/no-lowering', 404, 'There is no such request.');
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
  return lowering;
}

/** What is gone by now leaves nothing to approve; it can still be refused. */
async function evidenceNow(
  tx: Transaction,
  parts: ControlParts,
  lowering: Lowering,
): Promise<{ readonly about: string; readonly hash: string }> {
  try {
    const evidence = await evidenceOf(tx, parts, lowering);
    return { about: evidence.about, hash: evidenceHash(parts, evidence) };
  } catch (error) {
    if (error instanceof HavenwachtError) return { about: 'gone', hash: '' };
    throw error;
  }
}

/** The boxes that a change lets fall now: what arrived since it was asked was not in the evidence. */
async function fallsOutNow(parts: ControlParts, { act, body }: Lowering): Promise<readonly string[]> {
  if (act !== 'change-rules' && act !== 'change-policy' && act !== 'whitelist') return [];
  const { change, document } = body as ChangeBody;
  const { fallen } = await parts.fallOut({ kind: change, document });
  return fallen.map(({ visit }) => visit);
}

function hasUnseen({ body }: Lowering, fallenNow: readonly string[]): boolean {
  const seen = new Set((body as ChangeBody).fallen.map(({ visit }) => visit));
  return fallenNow.some((visit) => !seen.has(visit));
}

/** Where no second party takes part in draws the node throws the dice itself; else the next draw says. */
function drawAtOnce(parts: ControlParts, { act, kind }: Lowering): boolean | null {
  if (parts.drawsWithOthers) return null;
  return (act === 'dismiss' || act === 'cancel') && parts.randomBelow(100) < redrawnInHundred[kind];
}
