import { createHash } from 'node:crypto';
import { sql, type Scope } from '../../platform/scope/index.ts';
import type { VisitName } from './present-visit.ts';

/**
 * The name under which those who may not know a visit know it: the same for the same visit, and only
 * this node can tell which one it is. A visit's own id is made from the container's number, so it could
 * be found by trying numbers.
 */
export function visitPseudonym(key: string): VisitName {
  return (id) => `x_${createHash('sha256').update(`${key}${id}`).digest('hex').slice(0, 32)}`;
}

/** The visit behind a pseudonym, among those that the reader may see. */
export async function visitBehind(scope: Scope, key: string, pseudonym: string): Promise<string | null> {
  const [row] = await scope.query<{ visit_id: string }>(
    sql`select visit_id from ${scope.seen('visit')} s
        where 'x_' || left(encode(sha256(convert_to(${key}::text || visit_id, 'UTF8')), 'hex'), 32) = ${pseudonym}`,
  );
  return row?.visit_id ?? null;
}
