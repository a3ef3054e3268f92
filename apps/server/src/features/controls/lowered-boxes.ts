import { sql, type Querying } from '../../platform/db/index.ts';
import { ordinaryDismissals } from '../triage/index.ts';
import { visitOf } from './control-all-the-same.ts';
import type { ControlParts } from './control-parts.ts';
import type { ChangeBody } from './lowering-evidence.ts';
import type { Lowering } from './lowering.ts';

/** A box that was let go, and by what. */
export interface LoweredBox {
  /** Names the act and the box, once for ever. */
  readonly source: string;
  readonly visit: string;
  readonly kind: Lowering['kind'];
}

/**
 * The boxes that were lowered since an instant and still lie in the list: dismissed or their control
 * cancelled by two, fallen out by a change of rules, or released by one because nothing spoke against them.
 * A control that was only put off or lightened still stands.
 */
export async function loweredBoxes(
  tx: Querying,
  parts: Pick<ControlParts, 'nodeKey'>,
  since: number,
): Promise<readonly LoweredBox[]> {
  const rows = await tx.query<Pick<Lowering, 'id' | 'act' | 'subject' | 'body' | 'kind'>>(
    sql`select l.id, l.act, l.subject, l.body, l.kind
        from lowering l join lowering_decision d on d.lowering_id = l.id join lowering_effect e on e.lowering_id = l.id
        where e.outcome = 'done' and e.at >= to_timestamp(${since}::float8 / 1000.0)
          and (d.redrawn is null or l.act in ('change-rules', 'change-policy', 'whitelist'))
          and l.act not in ('postpone', 'downgrade') order by e.at, l.id`,
  );
  const boxes: LoweredBox[] = [];
  for (const { id, kind, body, ...lowering } of rows) {
    const { fallen } = body as Partial<ChangeBody>;
    const visit = await visitOf(tx, parts, lowering);
    const visits = visit === null ? (fallen ?? []).map((one) => one.visit) : [visit];
    boxes.push(...visits.map((one) => ({ source: `${id} ${one}`, visit: one, kind })));
  }
  for (const { reference, visit } of await ordinaryDismissals(tx, since)) {
    boxes.push({ source: `${reference} ${visit}`, visit, kind: 'release' });
  }
  const open = await tx.query<{ visit: string }>(
    sql`select visit_id as visit from screening
        where is_open and visit_id = any(${boxes.map(({ visit }) => visit)}::text[])`,
  );
  const listed = new Set(open.map(({ visit }) => visit));
  return boxes.filter(({ visit }) => listed.has(visit));
}
