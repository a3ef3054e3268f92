import type { Reader } from '../../platform/auth/index.ts';
import { sql } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { judgeOrders } from './judge-orders.ts';
import type { SegregationParts } from './segregation-parts.ts';

export interface OrderAnswer {
  readonly answer: 'acknowledged' | 'done' | 'cannot';
  /** The containers it is about; all of the order when empty. */
  readonly containers: readonly string[];
  readonly why: string | null;
}

export const noSuchOrder = (): HavenwachtError =>
  new HavenwachtError('segregation/no-order', 404, 'There is no such order.');

/**
 * A terminal answers its own order: that it has it, that it did it, or that it can't. What it said last of a
 * box stands. An answer is what the terminal says; whether it is so, events have to show.
 */
export async function answerOrder(
  parts: SegregationParts,
  reader: Reader,
  id: string,
  { answer, containers, why }: OrderAnswer,
): Promise<void> {
  const at = parts.now();
  try {
    await parts.db.transaction(async (tx) => {
      const [order] = await tx.query<{ id: string; answer: string | null }>(
        sql`select id, answer from terminal_order where id = ${id} and organisation = any(${reader.groups}::text[]) for update`,
      );
      if (order === undefined) throw noSuchOrder();
      const lines = await tx.query<{ container: string }>(
        sql`select container from terminal_order_line where order_id = ${id} order by seq`,
      );
      const named = lines.map(({ container }) => container);
      const stranger = containers.find((one) => !named.includes(one));
      if (stranger !== undefined) {
        throw new HavenwachtError('segregation/not-on-order', 422, `${stranger} is not on this order.`);
      }
      if (answer === 'cannot' && (why === null || why === '')) {
        throw new HavenwachtError('segregation/no-reason', 422, 'Say why it can not be done.');
      }
      const about = containers.length === 0 ? named : containers;
      if (answer !== 'acknowledged') {
        await tx.execute(
          sql`update terminal_order_line set said = ${answer}, said_at = to_timestamp(${at}::float8 / 1000.0), said_why = ${why}
              where order_id = ${id} and container = any(${about}::text[])`,
        );
      }
      await tx.execute(
        sql`update terminal_order set answer = ${answer}, answered_at = to_timestamp(${at}::float8 / 1000.0),
              answered_by = ${reader.person} where id = ${id}`,
      );
      await parts.recordAct(tx, {
        kind: 'change',
        act: `segregation/order-${answer}`,
        subject: id,
        by: reader,
        at,
        content: { containers: about, why },
      });
      await tx.news('terminal-order-answered', { order: id });
    });
  } catch (error) {
    if (error instanceof HavenwachtError) {
      await parts.recordAct(parts.db, {
        kind: 'refusal',
        act: 'segregation/answer-order',
        subject: id,
        by: reader,
        at,
        content: { code: error.code },
      });
    }
    throw error;
  }
  await parts.db.transaction((tx) => judgeOrders(tx, parts, null));
}
