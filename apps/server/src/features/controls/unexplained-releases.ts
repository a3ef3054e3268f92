import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';

/** A box that screening put high, that left the port, and of which nobody says why it was let go. */
export interface UnexplainedRelease {
  readonly visit: string;
  readonly container: string;
  readonly port: string;
  readonly band: string;
  readonly leftAt: number;
}

/**
 * The releases of a day without explanation: bands A and B, whatever a rule made mandatory and what was
 * drawn, gone by the gate without a result or a dismissal that two persons signed. "Not possible" is no
 * result here: a box that could not be controlled and left is one to ask about.
 */
export function unexplainedReleases(
  tx: Querying,
  reader: Reader,
  window: { readonly from: number; readonly until: number },
): Promise<UnexplainedRelease[]> {
  const { ports } = reader;
  if (!reader.roles.includes('integrity')) return Promise.resolve([]);
  return tx.query<UnexplainedRelease>(
    sql`select s.visit_id as visit, s.container, s.port, s.band, left_by.at as "leftAt"
        from screening s join lateral (
          select min(m.happened_at) as at from movement m
          where m.container = s.container and m.port = s.port and m.event = 'gate-out' and m.classifier = 'actual'
            and m.happened_at >= s.arrival_at
        ) left_by on left_by.at is not null
        where (s.band in ('A', 'B') or s.mandatory or s.selected_by = 'random')
          and ${ports === null ? sql`true` : sql`s.port = any(${ports}::text[])`}
          and left_by.at >= to_timestamp(${window.from}::float8 / 1000.0)
          and left_by.at < to_timestamp(${window.until}::float8 / 1000.0)
          and not exists (select 1 from control_result r where r.visit_id = s.visit_id and r.outcome <> 'not-possible')
          and not exists (select 1 from lowering l join lowering_effect e on e.lowering_id = l.id
            where l.subject = s.visit_id and l.act = 'dismiss' and e.outcome = 'done')
        order by left_by.at, s.visit_id limit 1000`,
  );
}
