import { sql, type Querying } from '../../platform/db/index.ts';
import type { SegregationParts } from './segregation-parts.ts';

/** A box on an order, whether it is meant or moved along. */
export interface OrderedBox {
  readonly visit: string;
  readonly container: string;
  readonly sizeType: string | null;
  readonly load: 'full' | 'empty' | null;
}

/**
 * Draws boxes that are moved along, so that an order does not tell which of its boxes it is about.
 *
 * They come off the same vessel, and for each meant box those are preferred that look like it: same size
 * and type, same load. None is set apart, mandatory or higher on the list: a cover that is of interest itself
 * would be moved for two reasons. They are drawn once, when the order is written: a second order that named
 * others for the same box would give it away by what both have in common.
 *
 * @param each how many for each meant box
 */
export async function drawCovers(
  tx: Querying,
  parts: Pick<SegregationParts, 'randomBelow'>,
  meant: readonly OrderedBox[],
  each: number,
): Promise<readonly OrderedBox[]> {
  if (each === 0) return [];
  const own = meant.map(({ visit }) => visit);
  const free = await tx.query<OrderedBox>(
    sql`select s.visit_id as visit, s.container, s.size_type as "sizeType", s.load
        from screening s join visit v on v.id = s.visit_id
        where v.call_id in (select call_id from visit where id = any(${own}::text[]))
          and s.is_open and s.standing = 'expected' and not s.mandatory
          and s.visit_id <> all(${own}::text[])
          and s.container ~ '^[A-Z0-9]{1,17}$'
          and s.score <= (select max(m.score) from screening m where m.visit_id = any(${own}::text[]))
          and not exists (select from segregated_visit g where g.visit_id = s.visit_id)
          and not exists (select from terminal_order_line l where l.visit_id = s.visit_id)
        order by s.visit_id limit 20000`,
  );
  const covers: OrderedBox[] = [];
  for (const box of meant) {
    for (let n = 0; n < each && free.length > 0; n += 1) {
      const alike = free.filter(({ sizeType, load }) => sizeType === box.sizeType && load === box.load);
      const among = alike.length > 0 ? alike : free;
      const drawn = among[parts.randomBelow(among.length)];
      if (drawn === undefined) break;
      covers.push(drawn);
      free.splice(free.indexOf(drawn), 1);
    }
  }
  return covers;
}
