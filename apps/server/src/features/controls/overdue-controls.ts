import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';

/** A control whose moment is over and that nobody carried out or lowered: it disappeared by waiting. */
export interface OverdueControl {
  readonly id: string;
  readonly state: string;
  readonly port: string;
  readonly lane: string;
  readonly plannedAt: number;
}

/** The controls that should have been done in a window and were not, at the reader's ports; never what they are about. */
export function overdueControls(
  tx: Querying,
  reader: Reader,
  window: { readonly from: number; readonly until: number },
): Promise<OverdueControl[]> {
  const { ports } = reader;
  if (!reader.roles.includes('integrity')) return Promise.resolve([]);
  return tx.query<OverdueControl>(
    sql`select id, state, port, lane, planned_at as "plannedAt" from control
        where state in ('proposed', 'approved', 'sealed', 'disclosed')
          and planned_at >= to_timestamp(${window.from}::float8 / 1000.0)
          and planned_at < to_timestamp(${window.until}::float8 / 1000.0)
          and ${ports === null ? sql`true` : sql`port = any(${ports}::text[])`}
        order by planned_at, id limit 1000`,
  );
}
