import { createHash } from 'node:crypto';
import { EdifactWriteError, writeCohaor } from '@havenwacht/formats/edifact';
import { theNode } from '../../platform/auth/index.ts';
import { sql, type Transaction } from '../../platform/db/index.ts';
import { sealBytes } from '../../platform/secrets/index.ts';
import { readBoxEvents } from './box-events.ts';
import { syncCases } from './case-store.ts';
import { drawCovers, type OrderedBox } from './draw-covers.ts';
import { dueWords, settleGiven, type DueWord } from './outside-acts.ts';
import { segregationPolicyAt } from './policy-store.ts';
import type { GuardedTerminal, SegregationPolicy } from './segregation-policy.ts';
import type { SegregationParts } from './segregation-parts.ts';
import { carrierOf, tellOutsider } from './tell-outsider.ts';

type Handling = 'guarded-stack' | 'scanner' | 'hold';

/**
 * Gives every word whose latest lawful moment has come. Message and note that it was given commit
 * together: it is given once, and what a crash undoes is given at the next look.
 *
 * @returns how many words were given
 */
export function giveDueWords(parts: SegregationParts): Promise<number> {
  const now = Math.min(parts.now(), parts.disclosureNow());
  return parts.db.transaction(async (tx) => {
    const policy = await segregationPolicyAt(tx, now);
    const due = await dueWords(tx, parts, now);
    const given: string[] = [];
    const orders = due.filter(({ sign }) => sign === 'terminal-work-order' || sign === 'release-hold');
    if (policy !== null) {
      const histories = await readBoxEvents(tx, policy, [...new Set(orders.map((one) => one.about.visit))]);
      const byTerminal = Map.groupBy(orders, ({ sign, about }) => {
        const terminal = histories.get(about.visit)?.terminal ?? null;
        const handling = terminal === null ? '' : handlingAt(terminal, sign, about.handling);
        return terminal === null ? null : `${terminal.port} ${terminal.code} ${handling}`;
      });
      for (const [key, words] of byTerminal) {
        const [first] = words;
        const terminal = first === undefined ? null : (histories.get(first.about.visit)?.terminal ?? null);
        if (key === null || first === undefined || terminal === null) {
          for (const word of words) await noTerminal(tx, parts, word, now);
          continue;
        }
        const handling = handlingAt(terminal, first.sign, first.about.handling);
        const order = (some: readonly DueWord[]): Promise<void> =>
          giveOrder(tx, parts, policy, terminal, handling, some, now);
        given.push(...(await writable(tx, parts, words, order, now)));
      }
    }
    for (const word of due) {
      if (word.sign === 'release-hold' && given.includes(word.id)) await noteHold(tx, word, now);
      if (orders.includes(word)) continue;
      const tell = (): Promise<void> => tellOutsider(tx, policy, word, now);
      given.push(...(await writable(tx, parts, [word], tell, now)));
    }
    if (given.length > 0) {
      await settleGiven(tx, given, now);
      for (const { id, occasion, about } of orders.filter((word) => given.includes(word.id))) {
        for (const subject of [id, occasion])
          await syncCases(tx, parts, { subject, port: about.port, container: null }, [], now);
      }
      await parts.recordAct(tx, {
        kind: 'change',
        act: 'segregation/tell-outside',
        subject: null,
        by: theNode,
        at: now,
        content: { words: given },
      });
    }
    return given.length;
  });
}

/** A terminal without a place to inspect at holds the box where it is. */
function handlingAt(terminal: GuardedTerminal, sign: DueWord['sign'], wanted: Handling = 'hold'): Handling {
  if (sign === 'release-hold') return 'hold';
  return wanted === 'scanner' && terminal.scanBlocks.length === 0 ? 'hold' : wanted;
}

async function giveOrder(
  tx: Transaction,
  parts: SegregationParts,
  policy: SegregationPolicy,
  terminal: GuardedTerminal,
  handling: Handling,
  words: readonly DueWord[],
  now: number,
): Promise<void> {
  const meant: OrderedBox[] = [
    ...new Map(words.map(({ about }) => [about.container, { ...about }])).values(),
  ].map(({ visit, container, sizeType, load }) => ({ visit, container, sizeType, load }));
  // A hold is no move: boxes that are moved along would hide nothing.
  const covers = handling === 'hold' ? [] : await drawCovers(tx, parts, meant, policy.coverMoves);
  await writeOrder(tx, parts, {
    policy,
    terminal,
    handling,
    block:
      handling === 'hold'
        ? null
        : ((handling === 'scanner' ? terminal.scanBlocks[0] : terminal.guardedBlocks[0]) ?? null),
    doneBy: Math.min(...words.map(({ about }) => about.doneBy ?? now + policy.doneWithinMinutes * 60_000)),
    boxes: shuffled(parts, [...meant, ...covers]),
    covers: covers.map(({ container }) => container),
    now,
  });
}

/** In an order drawn at random: the place on the list tells nothing. */
function shuffled<T>(parts: Pick<SegregationParts, 'randomBelow'>, items: readonly T[]): readonly T[] {
  const left = [...items];
  const drawn: T[] = [];
  while (left.length > 0) drawn.push(...left.splice(parts.randomBelow(left.length), 1));
  return drawn;
}

async function writeOrder(
  tx: Transaction,
  parts: SegregationParts,
  order: {
    readonly policy: SegregationPolicy;
    readonly terminal: GuardedTerminal;
    readonly handling: Handling;
    readonly block: string | null;
    readonly doneBy: number;
    readonly boxes: readonly OrderedBox[];
    readonly covers: readonly string[];
    readonly now: number;
  },
): Promise<void> {
  const { policy, terminal, handling, block, boxes, now } = order;
  const { port, code } = terminal;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`terminal-order ${port} ${code}`}))`);
  const [last] = await tx.query<{ serial: number }>(
    sql`select coalesce(max(serial), 0)::int as serial from terminal_order where port = ${port} and terminal = ${code}`,
  );
  const serial = (last?.serial ?? 0) + 1;
  const number = `${port.slice(2)}${code}${String(serial).padStart(5, '0')}`;
  const doneBy = Math.max(order.doneBy, now);
  const bytes = writeCohaor({
    sender: policy.sender,
    recipient: terminal.recipient,
    number,
    madeAt: now,
    doneBy,
    port,
    terminal: code,
    handling,
    block,
    units: boxes.map(({ container, sizeType, load }) => ({
      container,
      ...(sizeType === null ? {} : { sizeType }),
      ...(load === null ? {} : { load }),
    })),
  });
  const id = parts.newId('o');
  const sealed = sealBytes(parts.nodeKey, Buffer.from(JSON.stringify(order.covers)), `covers/${id}`);
  await tx.execute(
    sql`insert into terminal_order (id, port, terminal, organisation, serial, number, handling, block, made_at, done_by,
          sealed_covers, sha256, bytes)
        values (${id}, ${port}, ${code}, ${terminal.organisation}, ${serial}, ${number}, ${handling}, ${block},
          to_timestamp(${now}::float8 / 1000.0), to_timestamp(${doneBy}::float8 / 1000.0),
          ${sealed.toString('base64url')}, ${createHash('sha256').update(bytes).digest('hex')}, ${Buffer.from(bytes)})`,
  );
  for (const [index, box] of boxes.entries()) {
    await tx.execute(
      sql`insert into terminal_order_line (order_id, seq, visit_id, container, size_type, load)
          values (${id}, ${index + 1}, ${box.visit}, ${box.container}, ${box.sizeType}, ${box.load})`,
    );
  }
  await parts.recordAct(tx, {
    kind: 'change',
    act: 'segregation/order',
    subject: id,
    by: theNode,
    at: now,
    content: { number, boxes: boxes.length },
  });
  await tx.news('terminal-order-written', { order: id });
}

/**
 * Gives words together, and one by one where a text of one of them can't be written: what somebody put
 * into a number holds up no other box. A word that can't be written stays held, and the planner sees it.
 *
 * @returns the ids of the words that were given
 */
async function writable(
  tx: Transaction,
  parts: SegregationParts,
  words: readonly DueWord[],
  give: (words: readonly DueWord[]) => Promise<void>,
  now: number,
): Promise<readonly string[]> {
  await tx.execute('savepoint words');
  try {
    await give(words);
    await tx.execute('release savepoint words');
    return words.map(({ id }) => id);
  } catch (error) {
    if (!(error instanceof EdifactWriteError)) throw error;
    await tx.execute('rollback to savepoint words');
  }
  const [only, ...others] = words;
  if (only !== undefined && others.length === 0) {
    // By the word itself: what else is looked at about the same box neither opens nor closes it.
    const subject = { subject: only.id, port: only.about.port, container: null };
    await syncCases(tx, parts, subject, [{ kind: 'unwritable', params: {}, source: null }], now);
    return [];
  }
  const given: string[] = [];
  for (const word of words) given.push(...(await writable(tx, parts, [word], give, now)));
  return given;
}

/** Nobody can be told: the word stays held, and the planner sees it. */
async function noTerminal(
  tx: Transaction,
  parts: SegregationParts,
  word: DueWord,
  now: number,
): Promise<void> {
  const subject = { subject: word.occasion, port: word.about.port, container: null };
  await syncCases(tx, parts, subject, [{ kind: 'terminal-unknown', params: {}, source: null }], now);
}

/** The carrier may see it from now on, in its portal. */
async function noteHold(tx: Transaction, { id, about }: DueWord, now: number): Promise<void> {
  const carrier = await carrierOf(tx, about.container);
  await tx.execute(
    sql`insert into release_hold (act_id, container, port, carrier, since)
        values (${id}, ${about.container}, ${about.port}, ${carrier}, to_timestamp(${now}::float8 / 1000.0))
        on conflict do nothing`,
  );
}
