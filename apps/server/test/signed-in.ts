import { randomBytes } from 'node:crypto';
import { openSession } from '../src/features/people/open-session.ts';
import { createPerson } from '../src/features/people/person-store.ts';
import type { Role } from '../src/features/people/roles.ts';
import type { Database } from '../src/platform/db/index.ts';
import { opaqueId } from '../src/platform/ids/opaque-id.ts';

/** Headers of a person who has just signed in, for fetch and `app.inject`. */
export interface SignedIn {
  readonly person: string;
  readonly session: string;
  readonly token: string;
  readonly headers: { readonly cookie: string; readonly 'havenwacht-csrf': '1' };
}

/**
 * Makes a person with these roles and opens a session for him, as if he had shown a passkey at this
 * moment of the node's wall clock.
 */
export async function signedIn(
  node: { readonly db: Database; readonly wallClock?: { now(): number } },
  roles: readonly Role[],
  scope: { readonly groups?: readonly string[]; readonly ports?: readonly string[] | null } = {},
): Promise<SignedIn> {
  const at = node.wallClock?.now() ?? Date.now();
  return node.db.transaction(async (tx) => {
    const person = await createPerson(
      tx,
      { roles, groups: scope.groups ?? [], ports: scope.ports ?? null, label: null },
      { id: opaqueId('p'), handle: randomBytes(32), at },
    );
    const credential = opaqueId('c');
    await tx.execute("update person set state = 'active' where id = $1", [person.id]);
    await tx.execute(
      `insert into credential (id, person_id, kind, created_at, key_id, public_key, sign_count)
       values ($1, $2, 'passkey', to_timestamp($3::float8 / 1000.0), $4, $5, 0)`,
      [credential, person.id, at, opaqueId('k'), randomBytes(32)],
    );
    const { id, token } = await openSession(tx, { person: person.id, credential, at });
    return {
      person: person.id,
      session: id,
      token,
      headers: { cookie: `havenwacht=${token}`, 'havenwacht-csrf': '1' },
    };
  });
}

/** Opens another session for somebody who is there, with a credential he has. */
export async function signedInAgain(
  node: { readonly db: Database; readonly wallClock?: { now(): number } },
  person: string,
): Promise<SignedIn> {
  const at = node.wallClock?.now() ?? Date.now();
  return node.db.transaction(async (tx) => {
    const [row] = await tx.query<{ id: string }>(
      'select id from credential where person_id = $1 and ended_at is null order by id limit 1',
      [person],
    );
    const { id, token } = await openSession(tx, { person, credential: row?.id ?? '', at });
    const headers = { cookie: `havenwacht=${token}`, 'havenwacht-csrf': '1' } as const;
    return { person, session: id, token, headers };
  });
}
