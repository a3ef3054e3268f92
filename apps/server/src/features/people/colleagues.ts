import { sql, type Querying } from '../../platform/db/index.ts';
import type { Role } from './roles.ts';

/** Somebody who can be called upon: his opaque id and the unit he belongs to, his first group. */
export interface Colleague {
  readonly person: string;
  readonly unit: string;
}

/** The active people who hold one of these roles and work for a port, in one order. */
export function colleaguesWith(tx: Querying, roles: readonly Role[], port: string): Promise<Colleague[]> {
  return tx.query<Colleague>(
    sql`select id as person, coalesce(groups[1], '') as unit from person
        where state = 'active' and roles && ${roles}::text[] and (ports is null or ${port} = any(ports)) order by id`,
  );
}
