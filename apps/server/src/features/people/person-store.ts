import { roleNames } from '@havenwacht/domain';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import type { Querying } from '../../platform/db/index.ts';
import { rolesRefusal, type Role } from './roles.ts';

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

const personColumns = `person.id, named_for as "namedFor", number, person.label, roles, groups, ports, state,
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

/** One refusal for an id that is nobody's, whatever it looks like. */
export function noSuchPerson(): HavenwachtError {
  return new HavenwachtError('people/not-found', 404, 'There is no such person.');
}

export async function personById(tx: Querying, id: string): Promise<Person | null> {
  const [person] = await tx.query<Person>(`select ${personColumns} from person where id = $1`, [id]);
  return person ?? null;
}

/** Somebody as an administrator sees him in the list. */
export interface PersonLine extends Person {
  /** Kinds of the credentials that count. */
  readonly credentials: readonly ('passkey' | 'passphrase' | 'oidc')[];
  readonly lastUsedAt: number | null;
}

export async function listPersons(tx: Querying): Promise<readonly PersonLine[]> {
  return tx.query<PersonLine>(
    `select ${personColumns}, coalesce(array_agg(kind order by credential.created_at)
         filter (where kind is not null and ended_at is null), '{}') as credentials, max(used_at) as "lastUsedAt"
     from person left join credential on credential.person_id = person.id
     group by person.id order by person.created_at, person.id`,
  );
}

export async function writePerson(
  tx: Querying,
  id: string,
  { roles, groups, ports, label, state }: Pick<Person, 'roles' | 'groups' | 'ports' | 'label' | 'state'>,
): Promise<void> {
  await tx.execute(
    'update person set roles = $2, groups = $3, ports = $4, label = $5, state = $6 where id = $1',
    [id, roles, groups, ports, label, state],
  );
}

/** The handle under which an authenticator keeps his keys. */
export async function handleOf(tx: Querying, id: string): Promise<Uint8Array> {
  const [found] = await tx.query<{ handle: Uint8Array }>('select handle from person where id = $1', [id]);
  if (found === undefined) throw new Error('a person who was there is not');
  return found.handle;
}

const administratorLock = 0x68_77_61_64;

/** Administrators who can sign in. */
export async function ableAdministrators(tx: Querying): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from person where 'administrator' = any(roles) and state = 'active'
       and exists (select 1 from credential where person_id = person.id and ended_at is null)`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Runs a change that may cost the node an administrator, and refuses it when none would be left who
 * can sign in. Such changes wait for one another: two administrators who remove each other at the
 * same instant would each see the other still there.
 *
 * @throws {HavenwachtError} `people/last-administrator`
 */
export async function keepAnAdministrator<T>(tx: Querying, change: () => Promise<T>): Promise<T> {
  await tx.query('select pg_advisory_xact_lock($1)', [administratorLock]);
  const before = await ableAdministrators(tx);
  const result = await change();
  if (before.length > 0 && (await ableAdministrators(tx)).length === 0) {
    throw new HavenwachtError(
      'people/last-administrator',
      409,
      'Nobody would be left to administer this node. Make another administrator first.',
    );
  }
  return result;
}
