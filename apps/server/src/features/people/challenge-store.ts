import { randomBytes } from 'node:crypto';
import type { Querying } from '../../platform/db/index.ts';
import { secretHash } from './session-rules.ts';

/** What an answer to a challenge is good for, and whose it has to be. */
export interface ChallengeFor {
  readonly purpose: 'sign-in' | 'step-up' | 'enrol-passkey' | 'enrol-passphrase' | 'single-sign-on';
  readonly person: string | null;
  readonly session: string | null;
}

const goodForMs = 5 * 60_000;

/** Keeps what an answer will be checked against. @returns the secret name under which it is taken */
export async function putChallenge(
  tx: Querying,
  { purpose, person, session }: ChallengeFor,
  body: object,
  at: number,
): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  await tx.execute('delete from challenge where expires_at < to_timestamp($1::float8 / 1000.0)', [at]);
  await tx.execute(
    `insert into challenge (id_hash, purpose, person_id, session_id, body, expires_at)
     values ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000.0))`,
    [secretHash(id), purpose, person, session, JSON.stringify(body), at + goodForMs],
  );
  return id;
}

/**
 * Takes a challenge out; it is gone whatever comes of the answer. Call it outside the transaction of
 * the answer, which may be undone.
 */
export async function takeChallenge<Body>(
  db: Querying,
  id: string,
  { purpose, person, session }: ChallengeFor,
  at: number,
): Promise<Body | null> {
  const [found] = await db.query<{ body: Body }>(
    `with taken as (delete from challenge where id_hash = $1 returning *)
     select body from taken where purpose = $2 and person_id is not distinct from $3
       and session_id is not distinct from $4 and expires_at > to_timestamp($5::float8 / 1000.0)`,
    [secretHash(id), purpose, person, session, at],
  );
  return found?.body ?? null;
}
