import type { Reader } from '../../platform/auth/index.ts';
import { sql } from '../../platform/db/index.ts';
import { noSuchOrder } from './answer-order.ts';
import type { SegregationParts } from './segregation-parts.ts';

/** The bytes of an order for the terminal it is for; that it fetched them is noted the first time. */
export async function fetchOrder(
  parts: SegregationParts,
  reader: Reader,
  id: string,
): Promise<{ readonly number: string; readonly bytes: Buffer }> {
  const at = parts.now();
  const [order] = await parts.db.query<{ number: string; bytes: Buffer }>(
    sql`update terminal_order set fetched_at = coalesce(fetched_at, to_timestamp(${at}::float8 / 1000.0))
        where id = ${id} and organisation = any(${reader.groups}::text[]) returning number, bytes`,
  );
  const act = 'segregation/fetch-order';
  if (order === undefined) {
    await parts.recordAct(parts.db, { kind: 'refusal', act, subject: id, by: reader, at, content: null });
    throw noSuchOrder();
  }
  await parts.recordAct(parts.db, {
    kind: 'look',
    act,
    subject: id,
    by: reader,
    at,
    content: { number: order.number },
  });
  return order;
}
