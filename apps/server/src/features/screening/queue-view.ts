import type { Reason } from '@havenwacht/risk';
import { joinSql, sql, type Scope, type Sql } from '../../platform/scope/index.ts';
import { maySeeField } from '../people/index.ts';

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
  /** Further conditions on a row of the list; what they read comes out of the same reader's scope. */
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

/** An order of the list, and the field that it tells something about. */
interface Order {
  readonly by: Sql;
  readonly tells: string;
}

/** `rank_key` is the one order of the ranked list: mandatory controls first, then the score. */
const orders: Readonly<Record<QueueSort, Order>> = {
  rank: { by: sql`rank_key`, tells: 'rank' },
  '-rank': { by: sql`rank_key desc`, tells: 'rank' },
  '-score': { by: sql`score desc, visit_id`, tells: 'score' },
  score: { by: sql`score, visit_id desc`, tells: 'score' },
  arrival: { by: sql`arrival_at, visit_id`, tells: 'arrivalAt' },
  '-arrival': { by: sql`arrival_at desc nulls last, visit_id desc`, tells: 'arrivalAt' },
  container: { by: sql`container, visit_id`, tells: 'container' },
  '-container': { by: sql`container desc, visit_id desc`, tells: 'container' },
  port: { by: sql`port, rank_key`, tells: 'port' },
  '-port': { by: sql`port desc, rank_key`, tells: 'port' },
  vessel: { by: sql`vessel_name nulls last, rank_key`, tells: 'vesselName' },
  '-vessel': { by: sql`vessel_name desc nulls last, rank_key`, tells: 'vesselName' },
};

/**
 * One window of the ranked list as this reader sees it, filtered and sorted by the database. Ranks and
 * totals count what he may see, and nothing else. A filter or an order by a field that he may not see
 * does nothing: it would tell of the field.
 *
 * Hot path: every scroll, sort and keystroke of a search, 50,000 open visits.
 */
export async function queueView(
  scope: Scope,
  filter: QueueFilter,
): Promise<{ readonly total: number; readonly revision: number; readonly rows: readonly QueueRow[] }> {
  const sees = (field: string): boolean => maySeeField(scope.reader, 'visit', field);
  const wanted = conditions(filter, sees);
  const where = joinSql([sql`true`, ...wanted], ' and ');
  const { by } = sees(orders[filter.sort].tells) ? orders[filter.sort] : orders.rank;
  const listed = scope.seen('listed-visit');
  const page = await scope.query<{ visit_id: string; rank_key: string }>(
    sql`select visit_id, rank_key from ${listed} l where ${where} order by ${by} offset ${filter.from} limit ${filter.limit}`,
  );
  // In the order of rank and unfiltered a row's place is its rank.
  const isWhole = by === orders.rank.by && wanted.length === 0;
  const { total, revision, ranks } = await countAround(
    scope,
    where,
    isWhole ? [] : page.map(({ rank_key }) => rank_key),
  );
  const rows = await scope.query<Omit<QueueRow, 'rank'>>(
    sql`select s.visit_id, s.container, s.size_type, s.load, s.port, s.vessel_name, s.vessel_imo, s.voyage,
          s.arrival_at, s.arrival_actual, s.origin, s.load_port, s.goods, s.consignee, s.score, s.probability, s.band,
          s.selected_by, ${filter.allReasons === true ? sql`s.reasons` : sql`jsonb_path_query_array(s.reasons, '$[0 to 2]')`} as reasons,
          s.not_evaluated, ${identityCases(scope)} as identity_cases, s.amended_at, s.revision
        from ${scope.seen('visit')} s where s.visit_id = any(${page.map((one) => one.visit_id)}::text[])`,
  );
  const byId = new Map(rows.map((row) => [row.visit_id, row]));
  return {
    total,
    revision,
    rows: page.flatMap(({ visit_id, rank_key }, place) => {
      const row = byId.get(visit_id);
      return row === undefined
        ? []
        : [veiled({ ...row, rank: ranks.get(rank_key) ?? filter.from + place + 1 })];
    }),
  };
}

/**
 * How many visits are wanted, and the rank of each of these keys among all that the reader sees: one
 * pass that counts between the keys, since to number all rows takes longer than to find a hundred.
 */
async function countAround(
  scope: Scope,
  where: Sql,
  keys: readonly string[],
): Promise<{
  readonly total: number;
  readonly revision: number;
  readonly ranks: ReadonlyMap<string, number>;
}> {
  const sorted = keys.toSorted();
  const place = sorted.length === 0 ? sql`0` : sql`width_bucket(rank_key, ${sorted}::uuid[])`;
  const counts = await scope.query<{ place: number; seen: number; wanted: number; revision: number }>(
    sql`select ${place} as place, count(*)::int as seen, count(*) filter (where ${where})::int as wanted,
          (select coalesce(max(revision), 0) from ${scope.seen('visit')} v) as revision
        from ${scope.seen('listed-visit')} l group by 1`,
  );
  const seen = new Map(counts.map((count) => [count.place, count.seen]));
  const ranks = new Map<string, number>();
  let before = 0;
  for (const [at, key] of sorted.entries()) {
    before += seen.get(at) ?? 0;
    ranks.set(key, before + 1);
  }
  return {
    total: counts.reduce((sum, { wanted }) => sum + wanted, 0),
    revision: counts[0]?.revision ?? 0,
    ranks,
  };
}

/** How many open contradictions about this container number the reader may see. */
export function identityCases(scope: Scope): Sql {
  if (scope.reader.ports === null) return sql`s.identity_cases`;
  return sql`(select count(*)::int from ${scope.seen('identity-case')} i where i.container = s.container and i.state = 'open')`;
}

/**
 * A reason that stands on a contradiction which the reader may not see keeps its weight, so that the
 * score adds up, and loses its words.
 */
export function veiled<Row extends Pick<QueueRow, 'reasons' | 'identity_cases'>>(row: Row): Row {
  if (row.identity_cases > 0) return row;
  const reasons = row.reasons.map((reason): Reason => {
    const { signal, code, weight } = reason;
    return signal === 'identity-case' ? { signal, code, weight, text: '', params: {}, sources: [] } : reason;
  });
  return { ...row, reasons };
}

function conditions(filter: QueueFilter, sees: (field: string) => boolean): readonly Sql[] {
  const all: Sql[] = [];
  const add = (field: string, condition: Sql): void => {
    if (sees(field)) all.push(condition);
  };
  if (filter.port !== undefined) add('port', sql`port = ${filter.port}`);
  if (filter.bands !== undefined && filter.bands.length > 0) {
    add('band', sql`band = any(${filter.bands}::text[])`);
  }
  if (filter.load !== undefined) add('load', sql`load = ${filter.load}`);
  if (filter.origin !== undefined) add('origin', sql`origin = ${filter.origin}`);
  if (filter.signal !== undefined) add('reasons.signal', sql`signals @> array[${filter.signal}]::text[]`);
  if (filter.selected !== undefined && filter.selected.length > 0) {
    add('selectedBy', sql`selected_by = any(${filter.selected}::text[])`);
  }
  const words = (filter.text ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((one) => one !== '')
    .slice(0, 8);
  const where = searched(sees);
  if (where !== null) all.push(...words.map((word) => sql`position(${word} in ${where}) > 0`));
  return [...all, ...(filter.also ?? [])];
}

/** What a search looks in: all that the list's rows say, or what of it the reader sees. */
function searched(sees: (field: string) => boolean): Sql | null {
  if (['container', 'vesselName', 'voyage', 'consignee', 'goods', 'loadPort'].every(sees)) return sql`search`;
  const seen = [
    ...(sees('container') ? [sql`container`] : []),
    ...(sees('vesselName') ? [sql`vessel_name`] : []),
  ];
  return seen.length === 0 ? null : sql`lower(concat_ws(' ', ${joinSql(seen, ', ')}))`;
}
