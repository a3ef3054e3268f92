import type { Querying } from '../../platform/db/index.ts';

/** The list in numbers only: what may hang on a wall. */
export interface ListSummary {
  readonly port: string;
  readonly open: number;
  readonly bands: Readonly<Record<'A' | 'B' | 'C' | 'D', number>>;
  /** Open visits by when they arrive: overdue or ashore, and the next days of 24 hours each. */
  readonly arrivals: readonly number[];
}

const days = 5;

/** Counts of the list by port. @param ports null = all ports of the node */
export async function listSummary(
  tx: Querying,
  ports: readonly string[] | null,
  now: number,
): Promise<readonly ListSummary[]> {
  const rows = await tx.query<{
    port: string;
    open: number;
    a: number;
    b: number;
    c: number;
    d: number;
    arrivals: number[];
  }>(
    `select port, count(*)::int as open, count(*) filter (where band = 'A')::int as a,
       count(*) filter (where band = 'B')::int as b, count(*) filter (where band = 'C')::int as c,
       count(*) filter (where band = 'D')::int as d,
       array(select (count(*) filter (where slot = n))::int from unnest(array_agg(slot)) as slot,
         generate_series(0, ${days}) as n group by n order by n) as arrivals
     from (
       select port, band, case when arrival_at <= to_timestamp($2::float8 / 1000.0) then 0
         else least(ceil(extract(epoch from arrival_at - to_timestamp($2::float8 / 1000.0)) / 86400), ${days + 1})::int end as slot
       from screening where is_open and ($1::text[] is null or port = any($1::text[]))
     ) listed group by port order by port`,
    [ports, now],
  );
  return rows.map(({ port, open, a, b, c, d, arrivals }) => ({
    port,
    open,
    bands: { A: a, B: b, C: c, D: d },
    arrivals,
  }));
}
