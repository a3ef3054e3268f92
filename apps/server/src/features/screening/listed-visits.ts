import type { Querying } from '../../platform/db/index.ts';

/** What others need to know of a visit in the list to act on it. */
export interface ListedVisit {
  readonly id: string;
  readonly container: string;
  readonly port: string;
  readonly band: string;
  readonly mandatory: boolean;
  readonly selectedBy: 'rule' | 'model' | 'random' | null;
  readonly open: boolean;
  readonly score: number;
  readonly arrivalAt: number | null;
  readonly reasons: readonly { readonly signal: string; readonly code: string; readonly weight: number }[];
}

const columns = `s.visit_id as id, s.container, s.port, s.band, s.mandatory, s.selected_by as "selectedBy",
  s.is_open as open, s.score, s.arrival_at as "arrivalAt", s.reasons`;

/**
 * The visits of these ids that lie in the reader's ports, in the order asked for; the others are left
 * out as if there were none.
 *
 * @param ports null = all ports of the node
 * @param hold nobody else can act on these visits, and they can't be judged anew, until the transaction ends
 */
export async function listedVisits(
  tx: Querying,
  ports: readonly string[] | null,
  ids: readonly string[],
  hold = false,
): Promise<readonly ListedVisit[]> {
  return tx.query<ListedVisit>(
    `select ${columns}
     from unnest($1::text[]) with ordinality as wanted(id, place) join screening s on s.visit_id = wanted.id
     where $2::text[] is null or s.port = any($2::text[])
     order by wanted.place ${hold ? 'for no key update of s' : ''}`,
    [ids, ports],
  );
}

/** The open visits of these containers that lie in the reader's ports, the highest score first. */
export async function listedVisitsOf(
  tx: Querying,
  ports: readonly string[] | null,
  containers: readonly string[],
): Promise<readonly ListedVisit[]> {
  return tx.query<ListedVisit>(
    `select ${columns} from screening s
     where s.is_open and s.container = any($1::text[]) and ($2::text[] is null or s.port = any($2::text[]))
     order by s.score desc, s.visit_id`,
    [containers, ports],
  );
}
