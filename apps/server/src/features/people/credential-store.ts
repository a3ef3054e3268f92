import type { Querying } from '../../platform/db/index.ts';
import type { Passkey } from './passkey.ts';

/** What somebody shows to prove that it is him. It belongs to one person for ever. */
export type NewCredential =
  | ({ readonly kind: 'passkey' } & Passkey)
  | {
      readonly kind: 'passphrase';
      readonly hash: string;
      readonly totpSealed: Uint8Array;
      /** The step of the code that was shown at enrolment: it is used. */
      readonly totpStep: number;
    }
  | { readonly kind: 'oidc'; readonly issuer: string; readonly subject: string };

/** @returns false when the key or account is already somebody's */
export async function storeCredential(
  tx: Querying,
  made: { readonly id: string; readonly person: string; readonly at: number },
  credential: NewCredential,
): Promise<boolean> {
  const passkey = credential.kind === 'passkey' ? credential : null;
  const passphrase = credential.kind === 'passphrase' ? credential : null;
  const account = credential.kind === 'oidc' ? credential : null;
  const stored = await tx.execute(
    `insert into credential (id, person_id, kind, created_at, key_id, public_key, sign_count, transports,
       passphrase_hash, totp_sealed, totp_step, issuer, subject)
     values ($1, $2, $3, to_timestamp($4::float8 / 1000.0), $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict do nothing`,
    [
      made.id,
      made.person,
      credential.kind,
      made.at,
      passkey?.keyId ?? null,
      passkey === null ? null : Buffer.from(passkey.publicKey),
      passkey?.signCount ?? null,
      passkey?.transports ?? null,
      passphrase?.hash ?? null,
      passphrase === null ? null : Buffer.from(passphrase.totpSealed),
      passphrase?.totpStep ?? null,
      account?.issuer ?? null,
      account?.subject ?? null,
    ],
  );
  return stored === 1;
}

/** A credential that counts, with whose it is. */
export interface Owned {
  readonly credential: string;
  readonly person: string;
}

const counts = `credential join person on person.id = credential.person_id
  where credential.ended_at is null and person.state = 'active'`;

const passkeyColumns = `credential.id as credential, person.id as person, person.handle, key_id as "keyId",
  public_key as "publicKey", sign_count as "signCount", transports`;

export interface OwnedPasskey extends Owned, Passkey {
  readonly handle: Uint8Array;
}

export async function passkeyByKey(tx: Querying, keyId: string): Promise<OwnedPasskey | null> {
  const [found] = await tx.query<OwnedPasskey>(
    `select ${passkeyColumns} from ${counts} and kind = 'passkey' and key_id = $1`,
    [keyId],
  );
  return found ?? null;
}

export async function passkeysOf(tx: Querying, person: string): Promise<readonly OwnedPasskey[]> {
  return tx.query<OwnedPasskey>(
    `select ${passkeyColumns} from ${counts} and kind = 'passkey' and person.id = $1`,
    [person],
  );
}

/**
 * Writes down that a key signed. @returns false when its count did not grow: a copy of the key signed
 * before. Keys that never count always give 0.
 */
export async function usePasskey(
  tx: Querying,
  credential: string,
  signCount: number,
  at: number,
): Promise<boolean> {
  const used = await tx.execute(
    `update credential set sign_count = $2, used_at = to_timestamp($3::float8 / 1000.0)
     where id = $1 and ended_at is null and (sign_count < $2 or sign_count = 0 and $2 = 0)`,
    [credential, signCount, at],
  );
  return used === 1;
}

export interface OwnedPassphrase extends Owned {
  readonly hash: string;
  readonly totpSealed: Uint8Array;
}

/** The newest passphrase of a person, by his id or by what he types as his name. */
export async function passphraseOf(
  tx: Querying,
  who: { readonly person: string } | { readonly namedFor: string; readonly number: number },
): Promise<OwnedPassphrase | null> {
  const [where, params] =
    'person' in who
      ? ['person.id = $1', [who.person]]
      : ['named_for = $1 and number = $2', [who.namedFor, who.number]];
  const [found] = await tx.query<OwnedPassphrase>(
    `select credential.id as credential, person.id as person, passphrase_hash as hash, totp_sealed as "totpSealed"
     from ${counts} and kind = 'passphrase' and ${where} order by credential.created_at desc limit 1`,
    params,
  );
  return found ?? null;
}

/** Uses up a code. @returns false when this code, or a later one, was used before */
export async function useCode(tx: Querying, credential: string, step: number, at: number): Promise<boolean> {
  const used = await tx.execute(
    `update credential set totp_step = $2, used_at = to_timestamp($3::float8 / 1000.0)
     where id = $1 and ended_at is null and totp_step < $2`,
    [credential, step, at],
  );
  return used === 1;
}

/** By the administration's own sign-in: by issuer and subject, and by nothing else a token says. */
export async function accountOf(tx: Querying, issuer: string, subject: string): Promise<Owned | null> {
  const [found] = await tx.query<Owned>(
    `select credential.id as credential, person.id as person from ${counts}
       and kind = 'oidc' and issuer = $1 and subject = $2`,
    [issuer, subject],
  );
  return found ?? null;
}

/** Ends everything a person has shown so far, and what was opened with it. @returns how many */
export async function endCredentials(tx: Querying, person: string, at: number): Promise<number> {
  await endSessions(tx, person, at);
  return tx.execute(
    'update credential set ended_at = to_timestamp($2::float8 / 1000.0) where person_id = $1 and ended_at is null',
    [person, at],
  );
}

/** @returns how many were open */
export async function endSessions(tx: Querying, person: string, at: number): Promise<number> {
  await tx.query("select pg_notify('session', $1)", [person]);
  return tx.execute(
    'update session set ended_at = to_timestamp($2::float8 / 1000.0) where person_id = $1 and ended_at is null',
    [person, at],
  );
}
