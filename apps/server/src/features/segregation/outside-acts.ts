import type { OutsideSign, SignRule } from '@havenwacht/planning';
import { openBytes, sealBytes } from '../../platform/secrets/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';
import type { SegregationParts } from './segregation-parts.ts';

/**
 * The gate that every word to somebody outside passes.
 *
 * What would tell an outsider of a control or of a box that is set apart (an order to the terminal, a hold,
 * a status, an answer to a declarant) is written here first, sealed, with its latest lawful moment. It is
 * given then and not before, in the transaction that turns it into a message: whatever ends the process
 * between, it is given once. What hangs on hands-on has no moment until somebody stands at the box.
 */
export interface HeldWord {
  readonly sign: OutsideSign;
  readonly anchor: SignRule['latest']['anchor'];
  /** Epoch milliseconds; `null` = not known yet, held until it is. */
  readonly heldUntil: number | null;
  readonly ground: string;
  readonly about: OutsideSubject;
}

/** What a word is about; lies sealed until it is given. */
export interface OutsideSubject {
  readonly visit: string;
  readonly container: string;
  readonly port: string;
  readonly sizeType: string | null;
  readonly load: 'full' | 'empty' | null;
  /** What the terminal is to do; only for its orders. */
  readonly handling?: 'guarded-stack' | 'scanner' | 'hold';
  /** By when; epoch milliseconds. */
  readonly doneBy?: number;
  /** Which status the carrier is told. */
  readonly status?: 'CUSS' | 'CUSI';
}

export interface DueWord {
  readonly id: string;
  readonly occasion: string;
  readonly sign: OutsideSign;
  readonly about: OutsideSubject;
}

type GateParts = Pick<SegregationParts, 'nodeKey' | 'newId'>;

/** Holds words back. A word of the same occasion that is still held gets the new moment; one that was given stays given, one that was withdrawn is held anew. */
export async function holdBack(
  tx: Querying,
  parts: GateParts,
  occasion: string,
  words: readonly HeldWord[],
  now: number,
): Promise<void> {
  for (const { sign, anchor, heldUntil, ground, about } of words) {
    const id = parts.newId('a');
    const sealed = sealBytes(parts.nodeKey, Buffer.from(JSON.stringify(about)), `outside/${id}`);
    await tx.execute(
      sql`insert into outside_act (id, occasion, sign, anchor, held_until, ground, sealed, made_at)
          values (${id}, ${occasion}, ${sign}, ${anchor}, to_timestamp(${heldUntil}::float8 / 1000.0), ${ground},
            ${sealed.toString('base64url')}, to_timestamp(${now}::float8 / 1000.0))
          on conflict (occasion, sign) where state <> 'withdrawn' do update set held_until = excluded.held_until
            where outside_act.state = 'held' and outside_act.held_until is distinct from excluded.held_until`,
    );
  }
}

/** Somebody stands at the box: what hangs on that may be told from now on. */
export async function handsOn(tx: Querying, occasion: string, at: number): Promise<void> {
  await tx.execute(
    sql`update outside_act set held_until = to_timestamp(${at}::float8 / 1000.0)
        where occasion = ${occasion} and anchor = 'hands-on' and state = 'held' and held_until is null`,
  );
}

/** The occasion is gone: what was not told yet never is. */
export async function withdrawHeld(tx: Querying, occasion: string, at: number): Promise<void> {
  await tx.execute(
    sql`update outside_act set state = 'withdrawn', settled_at = to_timestamp(${at}::float8 / 1000.0)
        where occasion = ${occasion} and state = 'held'`,
  );
}

/** What became of the words of an occasion, by sign. */
export async function outsideActsOf(
  tx: Querying,
  occasion: string,
): Promise<
  readonly {
    readonly sign: string;
    readonly state: 'held' | 'given' | 'withdrawn';
    readonly heldUntil: number | null;
    readonly settledAt: number | null;
  }[]
> {
  return tx.query(
    sql`select sign, state, held_until as "heldUntil", settled_at as "settledAt" from outside_act
        where occasion = ${occasion} order by sign, state = 'withdrawn', made_at desc`,
  );
}

/** The words whose moment has come, locked until the transaction ends. */
export async function dueWords(
  tx: Querying,
  parts: Pick<SegregationParts, 'nodeKey'>,
  now: number,
): Promise<readonly DueWord[]> {
  const rows = await tx.query<{ id: string; occasion: string; sign: OutsideSign; sealed: string }>(
    sql`select id, occasion, sign, sealed from outside_act
        where state = 'held' and held_until <= to_timestamp(${now}::float8 / 1000.0)
        order by held_until, id limit 1000 for update skip locked`,
  );
  return rows.map(({ sealed, ...row }) => ({
    ...row,
    about: JSON.parse(
      openBytes(parts.nodeKey, Buffer.from(sealed, 'base64url'), `outside/${row.id}`).toString('utf8'),
    ) as OutsideSubject,
  }));
}

/** Notes that words were given; the database refuses it before their moment. */
export async function settleGiven(tx: Querying, ids: readonly string[], now: number): Promise<void> {
  await tx.execute(
    sql`update outside_act set state = 'given', settled_at = to_timestamp(${now}::float8 / 1000.0)
        where id = any(${ids}::text[])`,
  );
}
