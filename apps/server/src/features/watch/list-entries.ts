import { joinSql, sql, type Scope } from '../../platform/scope/index.ts';
import { entryColumns, type LogEntry } from './log-entry.ts';

export interface EntryFilter {
  readonly kind?: string | undefined;
  readonly act?: string | undefined;
  readonly person?: string | undefined;
  readonly subject?: string | undefined;
  /** Epoch milliseconds. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Entries below this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Entries that fit, among those the reader may see, newest first. */
export function listEntries(scope: Scope, filter: EntryFilter): Promise<readonly LogEntry[]> {
  const conditions = [sql`entry is not null`];
  for (const [column, value] of [
    [sql`kind`, filter.kind],
    [sql`act`, filter.act],
    [sql`person`, filter.person],
    [sql`subject`, filter.subject],
  ] as const) {
    if (value !== undefined) conditions.push(sql`${column} = ${value}`);
  }
  if (filter.since !== undefined) conditions.push(sql`at >= to_timestamp(${filter.since}::float8 / 1000.0)`);
  if (filter.until !== undefined) conditions.push(sql`at < to_timestamp(${filter.until}::float8 / 1000.0)`);
  if (filter.before !== undefined) conditions.push(sql`entry < ${filter.before}::bigint`);
  return scope.query<LogEntry>(
    sql`select ${entryColumns} from ${scope.seen('log-entry')} a where ${joinSql(conditions, ' and ')}
        order by entry desc limit ${filter.limit}::int`,
  );
}
