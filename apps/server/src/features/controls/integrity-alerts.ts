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
        where kind = 'integrity-alert' and at >= to_timestamp(${since}::float8 / 1000.0)
        union all
        -- Whoever writes an approval past the node leaves none in the log.
        select e.at, 'not-in-log', e.lowering_id from lowering_effect e
        where e.outcome in ('done', 'void') and e.at >= to_timestamp(${since}::float8 / 1000.0)
          and not exists (select from act a where a.subject = e.lowering_id and a.act = 'lowering/approved'
            and a.person = (select d.person from lowering_decision d where d.lowering_id = e.lowering_id))
        order by at desc limit 500`,
  );
}
