import type { PartyHistory } from '@havenwacht/risk';
import type { Querying } from '../../platform/db/index.ts';

/** What earlier visits and controls taught about the corridors, parties and containers of a batch. */
export interface History {
  readonly corridors: ReadonlyMap<string, { readonly controls: number; readonly finds: number }> | null;
  readonly all: { readonly controls: number; readonly finds: number } | null;
  readonly parties: ReadonlyMap<string, PartyHistory> | null;
  readonly containers: ReadonlyMap<
    string,
    { readonly visits: number; readonly lastTareKg: number | null }
  > | null;
}

const day = 86_400_000;

/** What is the same for every batch of a run: how often controls found something, by corridor and by party. */
export type ControlHistory = Pick<History, 'corridors' | 'all'> & {
  readonly visits: boolean;
  readonly parties: ReadonlyMap<string, { readonly controls: number; readonly finds: number }>;
};

/**
 * Reads the history of controls before `asOf`; nothing later is looked at, so that what is learned could
 * have been known. Without any past control loaded the answer is `null`: not evaluated.
 */
export async function readControls(tx: Querying, asOf: number, windowDays: number): Promise<ControlHistory> {
  const [has] = await tx.query<{ controls: boolean; visits: boolean }>(
    'select exists (select 1 from past_control) as controls, exists (select 1 from past_visit) as visits',
  );
  const known =
    has?.controls === true
      ? await corridors(tx, asOf - windowDays * day, asOf)
      : { corridors: null, all: null };
  return {
    ...known,
    visits: has?.visits ?? false,
    parties: await partyControls(tx, asOf - windowDays * day, asOf),
  };
}

/** Reads the history of these parties and containers before `asOf`, beside that of the controls. */
export async function readHistory(
  tx: Querying,
  controls: ControlHistory,
  wanted: { readonly partyKeys: readonly string[]; readonly containers: readonly string[] },
  asOf: number,
  windowDays: number,
): Promise<History> {
  const { corridors: byCorridor, all } = controls;
  if (!controls.visits) return { corridors: byCorridor, all, parties: null, containers: null };
  return {
    corridors: byCorridor,
    all,
    parties: await parties(tx, wanted.partyKeys, controls.parties, asOf - windowDays * day, asOf),
    containers: await containers(tx, wanted.containers, asOf),
  };
}

async function corridors(
  tx: Querying,
  since: number,
  asOf: number,
): Promise<Pick<History, 'corridors' | 'all'>> {
  const rows = await tx.query<{ key: string; controls: number; finds: number }>(
    `select coalesce(origin, '?') || '>' || port as key, count(*)::int as controls,
       count(*) filter (where found)::int as finds
     from past_control
     where controlled_at >= to_timestamp($1::float8 / 1000.0) and controlled_at < to_timestamp($2::float8 / 1000.0)
     group by 1`,
    [since, asOf],
  );
  const all = { controls: 0, finds: 0 };
  for (const row of rows) {
    all.controls += row.controls;
    all.finds += row.finds;
  }
  return { corridors: new Map(rows.map(({ key, controls, finds }) => [key, { controls, finds }])), all };
}

async function partyControls(tx: Querying, since: number, asOf: number): Promise<ControlHistory['parties']> {
  const rows = await tx.query<{ party_key: string; controls: number; finds: number }>(
    `select k as party_key, count(*)::int as controls, count(*) filter (where found)::int as finds
     from past_control, unnest(array[consignee_key, shipper_key, notify_key]) as k
     where k is not null and controlled_at >= to_timestamp($1::float8 / 1000.0)
       and controlled_at < to_timestamp($2::float8 / 1000.0)
     group by 1`,
    [since, asOf],
  );
  return new Map(rows.map(({ party_key, controls, finds }) => [party_key, { controls, finds }]));
}

async function parties(
  tx: Querying,
  keys: readonly string[],
  controls: ControlHistory['parties'],
  since: number,
  asOf: number,
): Promise<ReadonlyMap<string, PartyHistory>> {
  const seen = await tx.query<{
    party_key: string;
    first_seen: number;
    visits: number;
    recent: number;
    median_bills: number | null;
    headings: Record<string, number>;
    origins: Record<string, number>;
  }>(
    `with wanted as (select unnest($1::text[]) as party_key),
     named as (
       select party_key, v.* from wanted join past_visit v on v.consignee_key = party_key
       union all
       select party_key, v.* from wanted join past_visit v on v.shipper_key = party_key
       union all
       select party_key, v.* from wanted join past_visit v on v.notify_key = party_key
     ),
     own as materialized (
       select distinct party_key, container, arrival_at, origin, heading, bills from named
       where arrival_at >= to_timestamp($2::float8 / 1000.0) and arrival_at < to_timestamp($3::float8 / 1000.0)
     ), tally as (
       select party_key, min(arrival_at) as first_seen, count(*)::int as visits,
         count(*) filter (where arrival_at >= to_timestamp($4::float8 / 1000.0))::int as recent,
         percentile_cont(0.5) within group (order by bills) as median_bills
       from own group by party_key
     ), heading as (
       select party_key, jsonb_object_agg(heading, n) as headings from (
         select party_key, heading, count(*)::int as n from own where heading is not null group by 1, 2) h group by 1
     ), origin as (
       select party_key, jsonb_object_agg(origin, n) as origins from (
         select party_key, origin, count(*)::int as n from own where origin is not null group by 1, 2) o group by 1
     )
     select t.*, coalesce(headings, '{}') as headings, coalesce(origins, '{}') as origins
     from tally t left join heading using (party_key) left join origin using (party_key)`,
    [keys, since, asOf, asOf - 90 * day],
  );
  return new Map(
    seen.map((row) => [
      row.party_key,
      {
        firstSeen: row.first_seen,
        visits: row.visits,
        recentVisits: row.recent,
        controls: controls.get(row.party_key)?.controls ?? 0,
        finds: controls.get(row.party_key)?.finds ?? 0,
        medianBillsPerVisit: row.visits >= 5 ? row.median_bills : null,
        headings: row.headings,
        origins: row.origins,
      },
    ]),
  );
}

async function containers(
  tx: Querying,
  numbers: readonly string[],
  asOf: number,
): Promise<ReadonlyMap<string, { readonly visits: number; readonly lastTareKg: number | null }>> {
  const rows = await tx.query<{ container: string; visits: number; tare: number | null }>(
    `select container, count(*)::int as visits, (array_agg(tare_kg order by arrival_at desc))[1] as tare
     from past_visit where container = any($1::text[]) and arrival_at < to_timestamp($2::float8 / 1000.0) group by 1`,
    [numbers, asOf],
  );
  return new Map(rows.map((row) => [row.container, { visits: row.visits, lastTareKg: row.tare }]));
}
