import type { Reason } from '@havenwacht/risk';
import type { Querying } from '../../platform/db/index.ts';
import { joinSql, sql, type Sql } from '../../platform/db/index.ts';

export interface QueueFilter {
  readonly port?: string | undefined;
  readonly bands?: readonly string[] | undefined;
  readonly load?: 'full' | 'empty' | undefined;
  readonly origin?: string | undefined;
  readonly signal?: string | undefined;
  readonly selected?: readonly string[] | undefined;
  readonly text?: string | undefined;
  /** What was done with a visit; the words are those of the feature that knows them. */
  readonly triage?: string | undefined;
  readonly sort: QueueSort;
  readonly from: number;
  readonly limit: number;
  /** All reasons of a row, not its first three. */
  readonly allReasons?: boolean;
  /** Further conditions on a row of the list. */
  readonly also?: readonly Sql[] | undefined;
}

export const queueSorts = [
  'rank',
  '-rank',
  'score',
  '-score',
  'arrival',
  '-arrival',
  'container',
  '-container',
  'port',
  '-port',
  'vessel',
  '-vessel',
] as const;
export type QueueSort = (typeof queueSorts)[number];

export interface QueueRow {
  readonly visit_id: string;
  readonly rank: number;
  readonly container: string;
  readonly size_type: string | null;
  readonly load: 'full' | 'empty' | null;
  readonly port: string;
  readonly vessel_name: string | null;
  readonly vessel_imo: string | null;
  readonly voyage: string | null;
  readonly arrival_at: number | null;
  readonly arrival_actual: boolean;
  readonly origin: string | null;
  readonly load_port: string | null;
  readonly goods: string | null;
  readonly consignee: string | null;
  readonly score: number;
  readonly probability: number;
  readonly band: string;
  readonly selected_by: 'rule' | 'model' | 'random' | null;
  readonly reasons: readonly Reason[];
  readonly not_evaluated: readonly { readonly signal: string; readonly missing: string }[];
  readonly identity_cases: number;
  readonly amended_at: number | null;
  readonly revision: number;
}

/** The one order of the ranked list: mandatory controls first, then the score. */
const rankOrder = sql`mandatory desc, score desc, visit_id`;
const rankOrderReversed = sql`mandatory, score, visit_id desc`;

const orders: Readonly<Record<QueueSort, Sql>> = {
  rank: rankOrder,
  '-rank': rankOrderReversed,
  '-score': sql`score desc, visit_id`,
  score: sql`score, visit_id desc`,
  arrival: sql`arrival_at, visit_id`,
  '-arrival': sql`arrival_at desc nulls last, visit_id desc`,
  container: sql`container, visit_id`,
  '-container': sql`container desc, visit_id desc`,
  port: sql`port, mandatory desc, score desc, visit_id`,
  '-port': sql`port desc, mandatory desc, score desc, visit_id`,
  vessel: sql`vessel_name nulls last, mandatory desc, score desc, visit_id`,
  '-vessel': sql`vessel_name desc nulls last, mandatory desc, score desc, visit_id`,
};

/** One window of the ranked list, filtered and sorted by the database. */
export async function queueView(
  tx: Querying,
  filter: QueueFilter,
): Promise<{ readonly total: number; readonly revision: number; readonly rows: readonly QueueRow[] }> {
  const where = joinSql([sql`is_open`, ...conditions(filter)], ' and ');
  const [sums] = await tx.query<{ total: number; revision: number }>(
    sql`select count(*)::int as total, (select coalesce(max(revision), 0) from screening) as revision
        from screening where ${where}`,
  );
  const rows = await tx.query<QueueRow>(
    sql`with ranked as materialized (
          select visit_id, row_number() over (order by ${rankOrder})::int as rank from screening where is_open
        ), page as (
          select visit_id from screening where ${where} order by ${orders[filter.sort]}
          offset ${filter.from} limit ${filter.limit}
        )
        select s.visit_id, ranked.rank, s.container, s.size_type, s.load, s.port, s.vessel_name, s.vessel_imo, s.voyage,
          s.arrival_at, s.arrival_actual, s.origin, s.load_port, s.goods, s.consignee, s.score, s.probability, s.band,
          s.selected_by, ${filter.allReasons === true ? sql`s.reasons` : sql`jsonb_path_query_array(s.reasons, '$[0 to 2]')`} as reasons, s.not_evaluated, s.identity_cases,
          s.amended_at, s.revision
        from page join ranked using (visit_id) join screening s using (visit_id)
        order by ${qualified(filter.sort)}`,
  );
  return { total: sums?.total ?? 0, revision: sums?.revision ?? 0, rows };
}

const qualifiedOrders: Readonly<Record<QueueSort, Sql>> = {
  rank: sql`ranked.rank`,
  '-rank': sql`ranked.rank desc`,
  '-score': sql`s.score desc, s.visit_id`,
  score: sql`s.score, s.visit_id desc`,
  arrival: sql`s.arrival_at, s.visit_id`,
  '-arrival': sql`s.arrival_at desc nulls last, s.visit_id desc`,
  container: sql`s.container, s.visit_id`,
  '-container': sql`s.container desc, s.visit_id desc`,
  port: sql`s.port, ranked.rank`,
  '-port': sql`s.port desc, ranked.rank`,
  vessel: sql`s.vessel_name nulls last, ranked.rank`,
  '-vessel': sql`s.vessel_name desc nulls last, ranked.rank`,
};
const qualified = (sort: QueueSort): Sql => qualifiedOrders[sort];

function conditions(filter: QueueFilter): readonly Sql[] {
  const all: Sql[] = [];
  if (filter.port !== undefined) all.push(sql`port = ${filter.port}`);
  if (filter.bands !== undefined && filter.bands.length > 0)
    all.push(sql`band = any(${filter.bands}::text[])`);
  if (filter.load !== undefined) all.push(sql`load = ${filter.load}`);
  if (filter.origin !== undefined) all.push(sql`origin = ${filter.origin}`);
  if (filter.signal !== undefined) all.push(sql`signals @> array[${filter.signal}]::text[]`);
  if (filter.selected !== undefined && filter.selected.length > 0) {
    all.push(sql`selected_by = any(${filter.selected}::text[])`);
  }
  for (const word of (filter.text ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((one) => one !== '')
    .slice(0, 8)) {
    all.push(sql`position(${word} in search) > 0`);
  }
  return [...all, ...(filter.also ?? [])];
}
