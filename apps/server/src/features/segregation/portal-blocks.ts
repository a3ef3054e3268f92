import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';
import { segregationPolicyAt } from './policy-store.ts';

/** A guarded block as its terminal sees it: whether it may be used, and nothing of what stands in it. */
export interface GuardedBlock {
  readonly port: string;
  readonly terminal: string;
  readonly block: string;
  readonly state: 'free' | 'hold' | 'full';
}

/**
 * The guarded blocks of a terminal's own organisation. `hold` = boxes stand in it or are ordered into it, it
 * is not to be used for anything else; `full` = no further box fits.
 */
export async function guardedBlocks(
  tx: Querying,
  reader: Reader,
  now: number,
): Promise<readonly GuardedBlock[]> {
  const policy = await segregationPolicyAt(tx, now);
  const own = (policy?.terminals ?? []).filter(({ organisation }) => reader.groups.includes(organisation));
  if (own.length === 0) return [];
  const used = await tx.query<{ port: string; terminal: string; block: string; boxes: number }>(
    sql`select o.port, o.terminal, o.block, count(distinct l.visit_id)::int as boxes
        from terminal_order o join terminal_order_line l on l.order_id = o.id
        left join segregated_visit g on g.visit_id = l.visit_id
        where o.organisation = any(${own.map(({ organisation }) => organisation)}::text[]) and o.handling = 'guarded-stack'
          and l.standing <> 'contradicted' and g.ended_at is null
          and o.made_at > to_timestamp(${now}::float8 / 1000.0) - interval '30 days'
        group by o.port, o.terminal, o.block`,
  );
  return own.flatMap(({ port, code, guardedBlocks: blocks, guardedPlaces = Infinity }) =>
    blocks.map((block) => {
      const boxes =
        used.find((one) => one.port === port && one.terminal === code && one.block === block)?.boxes ?? 0;
      const state = boxes >= guardedPlaces ? 'full' : boxes > 0 ? 'hold' : 'free';
      return { port, terminal: code, block, state };
    }),
  );
}
