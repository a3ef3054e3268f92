import type { Reader } from '../../platform/auth/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { storeCredential, type NewCredential } from './credential-store.ts';
import type { PeopleParts } from './people-parts.ts';

/**
 * A person's own keys: a second one for the day the first is lost. Each belongs to one person for ever,
 * and a signature names both the key and its person: whoever has two keys still signs as one.
 */
export interface OwnKey {
  readonly id: string;
  readonly kind: NewCredential['kind'];
  /** What its person calls it; null = nothing. */
  readonly label: string | null;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

type Parts = Pick<PeopleParts, 'db' | 'now' | 'recordAct'>;

const most = 10;

/** The keys of a person that count, oldest first. */
export async function keysOf(tx: Querying, person: string): Promise<readonly OwnKey[]> {
  return tx.query<OwnKey>(
    `select id, kind, label, created_at as "createdAt", used_at as "lastUsedAt" from credential
     where person_id = $1 and ended_at is null order by created_at, id`,
    [person],
  );
}

/**
 * Gives a person one more key.
 *
 * @throws {HavenwachtError} `people/credential-taken`, `people/has-passphrase`, `people/too-many-keys`
 */
export async function addKey(
  parts: Parts,
  by: Reader,
  credential: NewCredential,
  label: string | null,
): Promise<void> {
  const at = parts.now();
  await parts.db.transaction(async (tx) => {
    const keys = await heldKeys(tx, by.person);
    if (keys.length >= most) {
      throw new HavenwachtError('people/too-many-keys', 409, `A person has at most ${most} keys.`);
    }
    if (credential.kind === 'passphrase' && keys.some(({ kind }) => kind === 'passphrase')) {
      throw new HavenwachtError(
        'people/has-passphrase',
        409,
        'You have a passphrase already; remove that one first.',
      );
    }
    const id = opaqueId('c');
    if (!(await storeCredential(tx, { id, person: by.person, at }, credential))) {
      throw new HavenwachtError('people/credential-taken', 409, 'This key already belongs to somebody.');
    }
    await tx.execute('update credential set label = $2 where id = $1', [id, label]);
    const content = { credential: id, way: credential.kind };
    await parts.recordAct(tx, { kind: 'change', act: 'credential/add', subject: by.person, by, at, content });
  });
}

/**
 * Ends one of a person's own keys, and every session that was opened with it.
 *
 * @throws {HavenwachtError} `people/no-key` for a key of somebody else too, `people/last-key`
 */
export async function removeKey(parts: Parts, by: Reader, id: string): Promise<void> {
  const at = parts.now();
  await parts.db.transaction(async (tx) => {
    const keys = await heldKeys(tx, by.person);
    if (!keys.some((key) => key.id === id)) {
      throw new HavenwachtError('people/no-key', 404, 'You have no such key.');
    }
    if (keys.length === 1) {
      throw new HavenwachtError('people/last-key', 409, 'The last key stays. Add another one first.');
    }
    await tx.execute('update credential set ended_at = to_timestamp($2::float8 / 1000.0) where id = $1', [
      id,
      at,
    ]);
    await tx.query("select pg_notify('session', $1)", [by.person]);
    const content = { credential: id };
    await parts.recordAct(tx, { kind: 'change', act: 'credential/end', subject: by.person, by, at, content });
  });
}

/** The keys of a person, held: of two removals at once the second one counts after the first. */
async function heldKeys(tx: Querying, person: string): Promise<readonly OwnKey[]> {
  await tx.query('select 1 from person where id = $1 for update', [person]);
  return keysOf(tx, person);
}
