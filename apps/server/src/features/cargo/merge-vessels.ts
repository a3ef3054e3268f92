import type { Transaction } from '../../platform/db/index.ts';
import { findCall, type PortCall } from './find-call.ts';

/**
 * Makes two vessel keys one: everything said of `other` is from now on said of `key`, and calls of both
 * that are one call become one, with their visits.
 *
 * @returns the containers whose record changed
 */
export async function mergeVessels(tx: Transaction, other: string, key: string): Promise<readonly string[]> {
  for (const table of [
    'vessel_alias',
    'message',
    'call_statement',
    'container_statement',
    'consignment',
    'movement',
  ]) {
    await tx.execute(`update ${table} set vessel_key = $2 where vessel_key = $1`, [other, key]);
  }
  await tx.execute(
    `update vessel v set imo = least(v.imo collate "C", o.imo), call_sign = least(v.call_sign collate "C", o.call_sign),
       name = least(v.name collate "C", o.name)
     from vessel o where o.key = $1 and v.key = $2`,
    [other, key],
  );
  await tx.execute(
    'update vessel set key = $2 where key = $1 and not exists (select 1 from vessel where key = $2)',
    [other, key],
  );
  await tx.execute('delete from vessel where key = $1', [other]);
  const standing = await callsOf(tx, key);
  for (const call of await callsOf(tx, other)) {
    const twin = findCall(
      { port: call.port, voyageKey: call.voyageKey, arrivalAt: call.arrivalAt, statedAt: call.firstStatedAt },
      standing,
    );
    if (twin === null) {
      await tx.execute('update port_call set vessel_key = $2 where id = $1', [call.id, key]);
      standing.push(call);
      continue;
    }
    await tx.execute(
      `delete from visit v using visit w where v.call_id = $1 and w.call_id = $2 and w.container = v.container`,
      [call.id, twin.id],
    );
    await tx.execute('update visit set call_id = $2 where call_id = $1', [call.id, twin.id]);
    await tx.execute(
      `update port_call t set arrival_at = coalesce(t.arrival_at, o.arrival_at), voyage = least(t.voyage collate "C", o.voyage),
         arrival_actual = case when t.arrival_at is null then o.arrival_actual else t.arrival_actual end,
         arrival_word = coalesce(t.arrival_word, o.arrival_word),
         voyage_key = coalesce(t.voyage_key, o.voyage_key), first_stated_at = least(t.first_stated_at, o.first_stated_at)
       from port_call o where t.id = $2 and o.id = $1`,
      [call.id, twin.id],
    );
    await tx.execute('delete from port_call where id = $1', [call.id]);
  }
  const touched = await tx.query<{ container: string }>(
    'select distinct v.container from visit v join port_call c on c.id = v.call_id where c.vessel_key = $1',
    [key],
  );
  return touched.map((row) => row.container);
}

async function callsOf(tx: Transaction, vesselKey: string): Promise<PortCall[]> {
  const rows = await tx.query<{
    id: string;
    vessel_key: string;
    port: string;
    voyage_key: string | null;
    arrival_at: number | null;
    first_stated_at: number;
  }>(
    'select id, vessel_key, port, voyage_key, arrival_at, first_stated_at from port_call where vessel_key = $1 order by id',
    [vesselKey],
  );
  return rows.map((row) => ({
    id: row.id,
    vesselKey: row.vessel_key,
    port: row.port,
    voyageKey: row.voyage_key,
    arrivalAt: row.arrival_at,
    firstStatedAt: row.first_stated_at,
  }));
}
