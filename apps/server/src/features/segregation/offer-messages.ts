import { join } from 'node:path';
import { sql } from '../../platform/db/index.ts';
import { writeWholeFile } from '../../platform/files/write-whole-file.ts';
import { segregationPolicyAt } from './policy-store.ts';
import type { SegregationParts } from './segregation-parts.ts';

interface Offered {
  readonly key: string;
  readonly folder: string;
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Puts messages into the outbox, a folder for each receiver, under the name of their number.
 *
 * A message that no crash let be noted as offered is offered again: the same bytes under the same name. An
 * order that is not answered and not fetched in time is offered again too, with the number it has; a
 * receiver that has taken it knows it by that number.
 *
 * @returns how many files were written
 */
export async function offerMessages(parts: SegregationParts): Promise<number> {
  const { db, outbox, now } = parts;
  if (outbox === null) return 0;
  const at = now();
  const policy = await segregationPolicyAt(db, at);
  const since = at - (policy?.answerMinutes ?? 30) * 60_000;
  const orders = await db.query<Offered>(
    sql`select id as key, port || '-' || terminal as folder, number || '.edi' as name, bytes from terminal_order
        where offered_at is null
          or (answer is null and fetched_at is null and offered_at <= to_timestamp(${since}::float8 / 1000.0)
            and exists (select from terminal_order_line l where l.order_id = terminal_order.id and l.standing = 'ordered'))
        order by made_at, id limit 500`,
  );
  const messages = await db.query<Offered>(
    sql`select act_id as key, recipient as folder, number || case type when 'DCSA' then '.json' else '.edi' end as name,
          bytes from outside_message where offered_at is null order by made_at, act_id limit 500`,
  );
  for (const [table, key, rows] of [
    ['terminal_order', 'id', orders],
    ['outside_message', 'act_id', messages],
  ] as const) {
    for (const row of rows) {
      await writeWholeFile(join(outbox, folderName(row.folder), row.name), row.bytes, {
        durable: parts.durable,
      });
      await db.execute(
        `update ${table} set offers = offers + 1, offered_at = to_timestamp($2::float8 / 1000.0) where ${key} = $1`,
        [row.key, at],
      );
    }
  }
  return orders.length + messages.length;
}

/** A receiver's name comes out of a message: it never leaves the folder it stands for. */
function folderName(text: string): string {
  return text.replace(/[^A-Za-z0-9-]/g, '_').slice(0, 60) || '_';
}
