import type { Querying } from '../../platform/db/index.ts';

/** Which lists exist for a call, and the cells of its stow plan. */
export interface CallContext {
  readonly stowPlan: boolean;
  readonly manifest: boolean;
  readonly dischargeOrder: boolean;
  readonly dischargeReport: boolean;
  /** Taken cells as bay-row-tier; `null` without a stow plan. */
  readonly cells: ReadonlySet<string> | null;
}

const none: CallContext = {
  stowPlan: false,
  manifest: false,
  dischargeOrder: false,
  dischargeReport: false,
  cells: null,
};

/** Reads, per call, which kinds of list have come and which cells of the vessel are taken. */
export async function readCallContexts(
  tx: Querying,
  calls: readonly string[],
): Promise<(call: string) => CallContext> {
  const lists = await tx.query<{ call_id: string; statements: string[] }>(
    `with call as (
       select id, vessel_key, port, coalesce(arrival_at, first_stated_at) as around from port_call where id = any($1::text[])
     ), listed as (
       select c.id, m.statement from call c
         join message m on m.vessel_key = c.vessel_key
           and m.stated_at between c.around - interval '45 days' and c.around + interval '20 days'
         where exists (select 1 from container_statement s where s.message_id = m.id and s.port = c.port)
            or exists (select 1 from consignment s where s.message_id = m.id and s.port = c.port)
     )
     select id as call_id, array_agg(distinct statement) as statements from listed group by id`,
    [calls],
  );
  const cells = await tx.query<{ call_id: string; cells: string[] }>(
    `with call as (
       select id, vessel_key, port, coalesce(arrival_at, first_stated_at) as around from port_call where id = any($1::text[])
     ), latest as (
       select c.id as call_id, (
         select m.id from message m where m.vessel_key = c.vessel_key and m.statement = 'stow-plan'
           and m.stated_at between c.around - interval '45 days' and c.around + interval '2 days'
           and exists (select 1 from container_statement s where s.message_id = m.id and s.port = c.port)
         order by m.stated_at desc, m.id desc limit 1) as message_id
       from call c
     )
     select call_id, array_agg(s.stow) as cells from latest
     join container_statement s on s.message_id = latest.message_id where s.stow is not null group by call_id`,
    [calls],
  );
  const listed = new Map(lists.map((row) => [row.call_id, new Set(row.statements)]));
  const taken = new Map(cells.map((row) => [row.call_id, new Set(row.cells)]));
  return (call) => {
    const statements = listed.get(call);
    if (statements === undefined) return none;
    return {
      stowPlan: statements.has('stow-plan'),
      manifest: statements.has('manifest') || statements.has('arrival-notice'),
      dischargeOrder: statements.has('discharge-order'),
      dischargeReport: statements.has('discharge-report'),
      cells: taken.get(call) ?? null,
    };
  };
}
