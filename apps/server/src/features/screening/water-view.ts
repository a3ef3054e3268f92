import type { Querying } from '../../platform/db/index.ts';

export interface BandCounts {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** One call of a vessel that has open visits, and what is stated about its way there. */
export interface VesselOnWater {
  readonly call: string;
  readonly name: string | null;
  readonly imo: string | null;
  readonly voyage: string | null;
  readonly port: string;
  readonly arrivalAt: number | null;
  readonly arrivalActual: boolean;
  /** Last port named before this call; null = nobody named one. */
  readonly fromPort: string | null;
  readonly departedAt: number | null;
  readonly departedActual: boolean;
  readonly bands: BandCounts;
}

/** Containers ashore in one place, as far as a message says where they stand. */
export interface BlockAshore {
  readonly port: string;
  readonly terminal: string | null;
  /** Bay of the stack; null = no message states one. */
  readonly block: string | null;
  readonly bands: BandCounts;
  /** When the first of them came ashore. */
  readonly since: number;
}

/** One container that stands ashore. */
export interface BoxAshore {
  readonly visit: string;
  readonly container: string;
  readonly band: string;
  readonly since: number;
}

export interface WaterView {
  readonly ports: readonly { readonly port: string; readonly bands: BandCounts }[];
  readonly vessels: readonly VesselOnWater[];
  readonly blocks: readonly BlockAshore[];
}

const bands = `count(*) filter (where s.band = 'A')::int as a, count(*) filter (where s.band = 'B')::int as b,
  count(*) filter (where s.band = 'C')::int as c, count(*) filter (where s.band = 'D')::int as d`;

/**
 * The last thing that is known to have happened in the port to each open visit whose vessel has
 * arrived, without what was cancelled. It stands ashore unless that was leaving by gate or by vessel.
 */
const ashore = `
  select s.visit_id, s.container, s.port, s.band, last.terminal, last.block, first.at as since
  from screening s
  cross join lateral (
    select m.event, m.body->>'terminal' as terminal,
      case when m.event in ('gate-in', 'yard-move') then left(m.body->>'position', 3) end as block
    from movement m join message on message.id = m.message_id
    where m.container = s.container and m.port = s.port and m.classifier = 'actual' and message.function <> 'cancel'
      and m.event in ('discharge', 'gate-in', 'yard-move', 'gate-out', 'load')
      and m.happened_at >= s.arrival_at - interval '1 day'
    order by m.happened_at desc, m.id desc limit 1
  ) last
  cross join lateral (
    select min(m.happened_at) as at
    from movement m
    where m.container = s.container and m.port = s.port and m.classifier = 'actual'
      and m.event in ('discharge', 'gate-in') and m.happened_at >= s.arrival_at - interval '1 day'
  ) first
  where s.is_open and s.arrival_at <= $2 and last.event in ('discharge', 'gate-in', 'yard-move') and first.at is not null
    and ($1::text[] is null or s.port = any($1))`;

/**
 * What is on its way to the ports and what stands ashore, for a reader of these ports.
 *
 * @param ports UN/LOCODEs the reader works for; null = all
 * @param now instant the view is made for
 */
export async function waterView(
  tx: Querying,
  { ports, now }: { readonly ports: readonly string[] | null; readonly now: number },
): Promise<WaterView> {
  const byPort = await tx.query<BandCounts & { port: string }>(
    `select s.port, ${bands} from screening s
     where s.is_open and ($1::text[] is null or s.port = any($1)) group by s.port order by s.port`,
    [ports],
  );
  const vessels = await tx.query<Omit<VesselOnWater, 'bands'> & BandCounts>(
    `with open as (
       select v.call_id, ${bands} from screening s join visit v on v.id = s.visit_id
       where s.is_open and ($1::text[] is null or s.port = any($1)) group by v.call_id
     )
     select c.id as call, vessel.name, vessel.imo, c.voyage, c.port, c.arrival_at as "arrivalAt",
       c.arrival_actual as "arrivalActual", before.port as "fromPort", before.at as "departedAt",
       coalesce(before.actual, false) as "departedActual", open.a, open.b, open.c, open.d
     from open join port_call c on c.id = open.call_id
     left join vessel on vessel.key = c.vessel_key
     left join lateral (
       select s.port, coalesce(s.atd, s.etd) as at, s.atd is not null as actual
       from call_statement s join message m on m.id = s.message_id
       where s.vessel_key = c.vessel_key and s.port <> c.port and m.function <> 'cancel'
         and coalesce(s.atd, s.etd) < c.arrival_at and coalesce(s.atd, s.etd) > c.arrival_at - interval '60 days'
       order by coalesce(s.atd, s.etd) desc, m.stated_at desc, s.port limit 1
     ) before on true
     order by c.arrival_at nulls last, c.id`,
    [ports],
  );
  const blocks = await tx.query<Omit<BlockAshore, 'bands'> & BandCounts>(
    `select s.port, s.terminal, s.block, min(s.since) as since, ${bands}
     from (${ashore}) s group by s.port, s.terminal, s.block order by s.port, s.terminal nulls last, s.block nulls last`,
    [ports, new Date(now)],
  );
  return {
    ports: byPort.map(({ port, ...counts }) => ({ port, bands: counts })),
    vessels: vessels.map(({ a, b, c, d, ...vessel }) => ({ ...vessel, bands: { a, b, c, d } })),
    blocks: blocks.map(({ a, b, c, d, ...block }) => ({ ...block, bands: { a, b, c, d } })),
  };
}

/** The containers of one place ashore, the highest band first; at most 500. */
export async function ashoreView(
  tx: Querying,
  {
    ports,
    now,
    port,
    terminal,
    block,
  }: {
    readonly ports: readonly string[] | null;
    readonly now: number;
    readonly port: string;
    readonly terminal: string | null;
    readonly block: string | null;
  },
): Promise<readonly BoxAshore[]> {
  return tx.query<BoxAshore & Record<string, unknown>>(
    `select s.visit_id as visit, s.container, s.band, s.since from (${ashore}) s
     where s.port = $3 and s.terminal is not distinct from $4 and s.block is not distinct from $5
     order by s.band, s.since, s.visit_id limit 500`,
    [ports, new Date(now), port, terminal, block],
  );
}
