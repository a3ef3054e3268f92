import type { Transaction } from '../../platform/db/index.ts';

/**
 * Takes out what a reading of this file wrote, with the visits and calls that nobody else speaks of, and
 * gives the calls it spoke of the arrival that the rest says.
 *
 * @returns the containers whose record changed
 */
export async function takeOutFile(tx: Transaction, file: string): Promise<readonly string[]> {
  const named = await tx.query<{ container: string }>(
    `with m as (select id from message where file = $1)
     select container from container_statement where message_id in (select id from m)
     union select container from movement where message_id in (select id from m) and container <> ''
     union select l.container from consignment_container l
       join consignment c on c.id = l.consignment_id where c.message_id in (select id from m)`,
    [file],
  );
  const containers = named.map((row) => row.container);
  const vessels = (
    await tx.query<{ key: string }>(
      `select distinct key from (
         select vessel_key as key from message where file = $1
         union all select v.vessel_key from movement v join message m on m.id = v.message_id where m.file = $1) k
       where key is not null`,
      [file],
    )
  ).map((row) => row.key);
  await tx.execute(
    'delete from call_list where call_id in (select id from port_call where vessel_key = any($1::text[]))',
    [vessels],
  );
  for (const table of ['container_statement', 'movement'] as const) {
    await tx.execute(`delete from ${table} where message_id in (select id from message where file = $1)`, [
      file,
    ]);
  }
  await tx.execute('delete from message where file = $1', [file]);
  await tx.execute(
    `delete from visit v using port_call c
     where c.id = v.call_id and v.container = any($1::text[]) and c.vessel_key = any($2::text[])
       and not exists (select 1 from container_statement s where s.container = v.container and s.vessel_key = c.vessel_key)
       and not exists (select 1 from movement s where s.container = v.container and s.vessel_key = c.vessel_key
         and s.event = 'discharge')
       and not exists (select 1 from consignment_container l join consignment s on s.id = l.consignment_id
         where l.container = v.container and s.vessel_key = c.vessel_key)`,
    [containers, vessels],
  );
  await tx.execute(
    `update port_call c set arrival_at = w.arrival_at, arrival_actual = coalesce(w.actual, false), arrival_word = w.word
     from port_call o left join lateral (
       select * from (
         select coalesce(s.ata, s.eta) as arrival_at, s.ata is not null as actual,
           concat_ws(' ', lpad((extract(epoch from m.stated_at) * 1000)::bigint::text, 16, '0'),
             lpad((extract(epoch from m.received_at) * 1000)::bigint::text, 16, '0'), m.file,
             lpad(m.at_byte::text, 16, '0')) collate "C" as word
         from call_statement s join message m on m.id = s.message_id
         where s.vessel_key = o.vessel_key and s.port = o.port
           and coalesce(s.ata, s.eta) between o.arrival_at - interval '10 days' and o.arrival_at + interval '10 days') said
       order by actual desc, word desc limit 1) w on true
     where o.id = c.id and c.vessel_key = any($1::text[])`,
    [vessels],
  );
  await tx.execute(
    `delete from port_call c where c.vessel_key = any($1::text[])
       and not exists (select 1 from visit v where v.call_id = c.id)
       and not exists (select 1 from call_statement s where s.vessel_key = c.vessel_key and s.port = c.port)`,
    [vessels],
  );
  const beside = await tx.query<{ container: string }>(
    'select distinct v.container from visit v join port_call c on c.id = v.call_id where c.vessel_key = any($1::text[])',
    [vessels],
  );
  return [...new Set([...containers, ...beside.map((row) => row.container)])];
}
