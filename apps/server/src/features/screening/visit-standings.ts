import type { Querying } from '../../platform/db/index.ts';

/** Where a visit stands in the ranked list of a reader of these ports. */
export interface VisitStanding {
  readonly visit: string;
  readonly container: string;
  readonly port: string;
  readonly open: boolean;
  /** Place among the open visits of the reader's ports, 1 = first; `null` when the visit is over. */
  readonly rank: number | null;
  readonly band: string;
  readonly score: number;
  readonly arrivalAt: number | null;
}

/**
 * Where these visits stand now; those of other ports are left out as if there were none.
 *
 * @param ports UN/LOCODEs the reader works for; null = all
 */
export function visitStandings(
  tx: Querying,
  ports: readonly string[] | null,
  ids: readonly string[],
): Promise<readonly VisitStanding[]> {
  return tx.query<VisitStanding & Record<string, unknown>>(
    `select s.visit_id as visit, s.container, s.port, s.is_open as open, s.band, s.score, s.arrival_at as "arrivalAt",
       case when own.rank_key is null then null else (select count(*)::int from listed_visit l
         where l.rank_key <= own.rank_key and ($2::text[] is null or l.port = any($2))) end as rank
     from screening s left join listed_visit own using (visit_id)
     where s.visit_id = any($1::text[]) and ($2::text[] is null or s.port = any($2))`,
    [ids, ports],
  );
}
