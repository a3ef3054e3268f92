import type { Source } from '@havenwacht/domain';
import { sql, type Querying, type Transaction } from '../../platform/db/index.ts';

/** That a box stood beside one that was in reach for too long, or that somebody had been at. */
export interface StackAlarm {
  /** The visit that inherits. */
  readonly visit: string;
  /** The container it stood beside. */
  readonly beside: string;
  /** What fired, e.g. "total" or "intrusion". */
  readonly about: string;
  readonly at: number;
  /** 0–1: how well it can be got at from there. */
  readonly reach: number;
  readonly logOdds: number;
  readonly halfLifeHours: number;
  /** The message that says where it stood. */
  readonly source: Source;
}

/** Keeps alarms and has the boxes screened anew that inherit from them. */
export async function noteStackAlarms(
  tx: Transaction,
  alarms: readonly StackAlarm[],
  now: number,
): Promise<void> {
  for (const one of alarms) {
    await tx.execute(
      sql`insert into stack_alarm (visit_id, beside, about, at, reach, log_odds, half_life_hours, file, at_byte, refreshed_at)
          values (${one.visit}, ${one.beside}, ${one.about}, to_timestamp(${one.at}::float8 / 1000.0), ${one.reach},
            ${one.logOdds}, ${one.halfLifeHours}, ${one.source.file}, ${one.source.offset},
            to_timestamp(${now}::float8 / 1000.0))
          on conflict do nothing`,
    );
  }
  await screenAnew(
    tx,
    alarms.map(({ visit }) => visit),
  );
}

/** The alarms by the visit that inherits from them. */
export async function stackAlarmsOf(
  tx: Querying,
  visits: readonly string[],
): Promise<ReadonlyMap<string, readonly StackAlarm[]>> {
  const rows = await tx.query<Omit<StackAlarm, 'source'> & { file: string; byte: number }>(
    sql`select visit_id as visit, beside, about, at, reach, log_odds as "logOdds", half_life_hours as "halfLifeHours",
          file, at_byte as byte
        from stack_alarm where visit_id = any(${visits}::text[]) order by at, beside, about`,
  );
  return Map.groupBy(
    rows.map(({ file, byte, ...alarm }) => ({ ...alarm, source: { file, offset: byte } })),
    ({ visit }) => visit,
  );
}

/** What was inherited fades: after each quarter of its half-life the boxes are screened anew, until a tenth is left. */
export async function refreshStackAlarms(tx: Transaction, now: number): Promise<void> {
  const faded = await tx.query<{ visit: string }>(
    sql`update stack_alarm set refreshed_at = to_timestamp(${now}::float8 / 1000.0)
        where refreshed_at + make_interval(secs => half_life_hours * 900) <= to_timestamp(${now}::float8 / 1000.0)
          and refreshed_at <= at + make_interval(secs => half_life_hours * 3600 * 4)
        returning visit_id as visit`,
  );
  await screenAnew(
    tx,
    faded.map(({ visit }) => visit),
  );
}

async function screenAnew(tx: Transaction, visits: readonly string[]): Promise<void> {
  if (visits.length === 0) return;
  const rows = await tx.query<{ container: string }>(
    sql`select distinct container from visit where id = any(${visits}::text[]) order by container`,
  );
  if (rows.length > 0) await tx.news('cargo-changed', { containers: rows.map(({ container }) => container) });
}
