import { createHash } from 'node:crypto';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { controlStore } from './control-store.ts';
import { credentialOf } from './credential-of.ts';
import { eligibleSeconds, loweringLastsMs, type Lowering, type LoweringAct } from './lowering.ts';
import { insertLowering } from './lowering-store.ts';

export interface LoweringWish {
  readonly act: LoweringAct;
  readonly kind: Lowering['kind'];
  readonly subject: string;
  readonly body: unknown;
  readonly reason: string;
  /** SHA-256 of what the asker saw when he asked, hex. */
  readonly evidenceHash: string;
}

/**
 * Asks to lower something. Nothing is lowered by it: a second person is drawn from another unit, and
 * without one it stays undone.
 */
export function askLowering(parts: ControlParts, reader: Reader, wish: LoweringWish): Promise<Lowering> {
  return attempt(parts, reader, `lowering/${wish.act}`, wish.subject, (tx) =>
    askWithin(tx, parts, reader, wish),
  );
}

/** The same inside a transaction that somebody else has open. */
export async function askWithin(
  tx: Transaction,
  parts: ControlParts,
  reader: Reader,
  wish: LoweringWish,
): Promise<Lowering> {
  const now = parts.now();
  credentialOf(reader);
  const port = await portOf(tx, parts, reader, wish, now);
  const people = await parts.colleagues(tx, 'second-person', port);
  const asker = people.find(({ person }) => person === reader.person) ?? { person: reader.person, unit: '' };
  const eligible = eligibleSeconds(people, asker);
  const drawnNumber = eligible.length === 0 ? -1 : parts.randomBelow(eligible.length);
  const second = eligible[drawnNumber] ?? null;
  const lowering: Lowering = {
    id: parts.newId('l'),
    ...wish,
    askedBy: reader.person,
    askedUnit: asker.unit,
    askedAt: now,
    secondPerson: second?.person ?? null,
    secondUnit: second?.unit ?? null,
    expiresAt: now + loweringLastsMs,
  };
  await insertLowering(tx, {
    ...lowering,
    candidatesHash: createHash('sha256').update(JSON.stringify(eligible)).digest('hex'),
    drawnNumber: `${drawnNumber} of ${eligible.length}`,
  });
  await parts.recordAct(tx, {
    kind: 'change',
    act: `lowering/ask-${wish.act}`,
    subject: lowering.id,
    by: reader,
    at: now,
    content: wish,
  });
  await tx.news('lowering-changed', { lowering: lowering.id });
  return lowering;
}

/** The port it is about; refuses what can't be lowered at all. */
async function portOf(
  tx: Transaction,
  parts: ControlParts,
  reader: Reader,
  wish: LoweringWish,
  now: number,
): Promise<string> {
  if (wish.act === 'cancel' || wish.act === 'postpone') {
    const control = await controlStore(tx, reader, now).byId(wish.subject);
    if (control === null) throw noSuchControl();
    if (control.origin !== 'proposal') {
      throw new HavenwachtError('controls/drawn', 403, 'A drawn control is not taken back.');
    }
    return control.port;
  }
  const { ports } = reader;
  const [visit] = await tx.query<{ port: string }>(
    sql`select port from visit where id = ${wish.subject}
        and ${ports === null ? sql`true` : sql`port = any(${ports}::text[])`}`,
  );
  if (visit !== undefined) return visit.port;
  if (wish.act === 'change-rules' || wish.act === 'change-policy') return reader.ports?.[0] ?? '';
  throw new HavenwachtError('screening/not-found', 404, 'There is no such visit.');
}
