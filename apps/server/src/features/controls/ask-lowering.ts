import { createHash } from 'node:crypto';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { attempt, noSuchControl, type Colleague, type ControlParts } from './control-parts.ts';
import { controlStore } from './control-store.ts';
import { credentialOf } from './credential-of.ts';
import {
  checkReplanned,
  countAsKnower,
  evidenceHash,
  evidenceOf,
  type LoweringEvidence,
} from './lowering-evidence.ts';
import {
  eligibleSeconds,
  loweringLastsMs,
  lowersControl,
  type Lowering,
  type LoweringAct,
} from './lowering.ts';
import { insertLowering } from './lowering-store.ts';

export interface LoweringWish {
  readonly act: LoweringAct;
  readonly subject: string;
  readonly body: unknown;
  readonly reason: string;
}

/**
 * Asks to lower something. Nothing is lowered by it: a second person is drawn from another unit, and
 * without one it stays undone. What the asker sees of it is hashed by the node, not by him.
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
  const asked = await withWhatItBecomes(tx, parts, wish);
  const evidence = await evidenceOf(tx, parts, asked);
  if (lowersControl(wish.act)) await countAsKnower(tx, wish.subject, reader.person, 'asker', now);
  const asker = { person: reader.person, unit: reader.groups[0] ?? '' };
  const drawn = await drawSecond(tx, parts, wish, asker, port, now);
  const lowering: Lowering = {
    id: parts.newId('l'),
    ...asked,
    kind: 'override',
    evidenceHash: evidenceHash(parts, evidence),
    askedBy: asker.person,
    askedUnit: asker.unit,
    askedAt: now,
    secondPerson: drawn.second?.person ?? null,
    secondUnit: drawn.second?.unit ?? null,
    expiresAt: now + loweringLastsMs,
  };
  await insertLowering(tx, { ...lowering, candidatesHash: drawn.hash, drawnNumber: drawn.number });
  await parts.recordAct(tx, {
    kind: 'change',
    act: `lowering/ask-${wish.act}`,
    subject: lowering.id,
    by: reader,
    at: now,
    content: { ...asked, evidence },
  });
  await tx.news('lowering-changed', { lowering: lowering.id });
  if (await wasRefused(tx, wish, now)) {
    await tx.news('integrity-alert', { alert: 'asked-again', lowering: lowering.id });
  }
  return lowering;
}

/**
 * Draws the second person. While a request for the same stands undecided he stays the one who was drawn:
 * asking again until a friend comes up gains nothing.
 */
async function drawSecond(
  tx: Transaction,
  parts: ControlParts,
  wish: LoweringWish,
  asker: Colleague,
  port: string,
  now: number,
): Promise<{ readonly second: Colleague | null; readonly hash: string; readonly number: string }> {
  const part =
    wish.act.startsWith('change-') || wish.act === 'whitelist' ? 'second-person-rules' : 'second-person';
  const eligible = eligibleSeconds(await parts.colleagues(tx, part, port), asker);
  const hash = createHash('sha256').update(JSON.stringify(eligible)).digest('hex');
  await tx.query(
    sql`select pg_advisory_xact_lock(hashtextextended(${`lowering ${wish.act} ${wish.subject}`}, 0))`,
  );
  const [standing] = await tx.query<{ second: string | null; number: string }>(
    sql`select second_person as second, drawn_number as number from lowering l
        where act = ${wish.act} and subject = ${wish.subject} and second_person is not null
          and expires_at > to_timestamp(${now}::float8 / 1000.0)
          and not exists (select from lowering_decision d where d.lowering_id = l.id)
        order by asked_at desc, id limit 1`,
  );
  const kept = eligible.find(({ person }) => person === standing?.second);
  if (kept !== undefined) return { second: kept, hash, number: standing?.number ?? '' };
  const drawn = eligible.length === 0 ? -1 : parts.randomBelow(eligible.length);
  return { second: eligible[drawn] ?? null, hash, number: `${drawn} of ${eligible.length}` };
}

/** Whether somebody refused the same in the last week: to ask anew is allowed, and not unseen. */
async function wasRefused(tx: Transaction, wish: LoweringWish, now: number): Promise<boolean> {
  const rows = await tx.query(
    sql`select 1 from lowering l join lowering_decision d on d.lowering_id = l.id
        where l.act = ${wish.act} and l.subject = ${wish.subject} and d.decision = 'refused'
          and d.at > to_timestamp(${now - 7 * 86_400_000}::float8 / 1000.0) limit 1`,
  );
  return rows.length > 0;
}

/** Checks what a control would become, against what it is. */
async function withWhatItBecomes(
  tx: Transaction,
  parts: ControlParts,
  wish: LoweringWish,
): Promise<LoweringWish> {
  if (wish.act !== 'postpone' && wish.act !== 'downgrade') return wish;
  const evidence = (await evidenceOf(tx, parts, { ...wish, body: {} })) as Extract<
    LoweringEvidence,
    { about: 'control' }
  >;
  if (!['proposed', 'approved', 'sealed'].includes(evidence.state)) {
    throw new HavenwachtError('controls/state', 409, `A ${evidence.state} control can't be planned anew.`);
  }
  const current = { plannedAt: Date.parse(evidence.time), method: evidence.method };
  return { ...wish, body: checkReplanned(wish.act, current, wish.body) };
}

/** The port it is about; refuses what can't be lowered at all. */
async function portOf(
  tx: Transaction,
  parts: ControlParts,
  reader: Reader,
  wish: LoweringWish,
  now: number,
): Promise<string> {
  if (lowersControl(wish.act)) {
    const control = await controlStore(tx, reader, now).byId(wish.subject);
    if (control === null) throw noSuchControl();
    if (control.origin !== 'proposal') {
      throw new HavenwachtError('controls/drawn', 403, 'A drawn control is not taken back.');
    }
    return control.port;
  }
  if (wish.act !== 'dismiss') return reader.ports?.[0] ?? '';
  const { ports } = reader;
  const [visit] = await tx.query<{ port: string }>(
    sql`select port from visit where id = ${wish.subject}
        and ${ports === null ? sql`true` : sql`port = any(${ports}::text[])`}`,
  );
  if (visit === undefined) throw new HavenwachtError('screening/not-found', 404, 'There is no such visit.');
  return visit.port;
}
