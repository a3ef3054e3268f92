import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import type { Querying } from '../../platform/db/index.ts';
import { roleNames, rolesRefusal, type Role } from './roles.ts';

/** Somebody who works with this node. He is called for his role and a number; nobody's name is kept. */
export interface Person {
  readonly id: string;
  /** The role he was named for at first; it does not change when his roles do. */
  readonly namedFor: Role;
  readonly number: number;
  /** What his administration calls him instead; null = nothing. */
  readonly label: string | null;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  /** UN/LOCODEs; null = all ports of the node. */
  readonly ports: readonly string[] | null;
  readonly state: 'invited' | 'active' | 'disabled';
  readonly createdAt: number;
}

export type NewPerson = Pick<Person, 'roles' | 'groups' | 'ports' | 'label'>;

const personColumns = `person.id, named_for as "namedFor", number, label, roles, groups, ports, state,
  person.created_at as "createdAt"`;

/** Two who are made at once would else get the same number. */
const numberLock = 0x68_77_70_6e;

/** @throws {HavenwachtError} `people/roles` when these roles can't be one person's */
export async function createPerson(
  tx: Querying,
  wanted: NewPerson,
  made: { readonly id: string; readonly handle: Uint8Array; readonly at: number },
): Promise<Person> {
  requireRoles(wanted.roles);
  const roles = roleNames.filter((role) => wanted.roles.includes(role));
  await tx.query('select pg_advisory_xact_lock($1)', [numberLock]);
  const [person] = await tx.query<Person>(
    `insert into person (id, named_for, number, label, roles, groups, ports, state, handle, created_at)
     select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, 'invited', $7, to_timestamp($8::float8 / 1000.0)
       from person where named_for = $2
     returning ${personColumns}`,
    [made.id, roles[0], wanted.label, roles, wanted.groups, wanted.ports, made.handle, made.at],
  );
  if (person === undefined) throw new Error('a person was stored and not returned');
  return person;
}

export function requireRoles(roles: readonly Role[]): void {
  const refusal = rolesRefusal(roles);
  if (refusal !== null) throw new HavenwachtError('people/roles', 422, `Not possible: ${refusal}.`);
}
