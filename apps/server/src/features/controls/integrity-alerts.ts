import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';

/** Something the node itself holds out to the integrity officer. */
export interface IntegrityAlert {
  readonly at: number;
  /** e.g. "duress", "asked-again", "witness", "draw", "clock" */
  readonly alert: string;
  /** The lowering or draw it is about. */
  readonly about: string | null;
}

export function integrityAlerts(tx: Querying, reader: Reader, since: number): Promise<IntegrityAlert[]> {
  if (!reader.roles.includes('integrity')) return Promise.resolve([]);
  return tx.query<IntegrityAlert>(
    sql`select at, body->>'alert' as alert, coalesce(body->>'lowering', body->>'draw') as about from event
        where kind = 'integrity-alert' and at >= to_timestamp(${since}::float8 / 1000.0) order by id desc limit 500`,
  );
}
