import {
  accountOf,
  passkeyByKey,
  passkeysOf,
  passphraseOf,
  useCode,
  usePasskey,
  type Owned,
} from './credential-store.ts';
import { putChallenge, takeChallenge, type ChallengeFor } from './challenge-store.ts';
import { hashOfNothing, passphraseMatches } from './hash-passphrase.ts';
import { assertedCount, assertionOptions, type RelyingParty } from './passkey.ts';
import type { PeopleParts } from './people-parts.ts';
import { roleNames } from '@havenwacht/domain';
import { totpStep } from './totp.ts';

type Parts = Pick<PeopleParts, 'db' | 'now' | 'seal'>;

/** Asks for a passkey: any, to sign in, or one of this person's, to show it again. */
export async function askForPasskey(
  { db, now }: Parts,
  party: RelyingParty,
  wanted: ChallengeFor,
): Promise<{ readonly challenge: string; readonly options: Record<string, unknown> }> {
  const keys = wanted.person === null ? [] : await passkeysOf(db, wanted.person);
  const options = await assertionOptions(party, keys);
  return {
    challenge: await putChallenge(db, wanted, { challenge: options.challenge }, now()),
    options: { ...options },
  };
}

/** Whose passkey answered the challenge; null for every answer that does not count. */
export async function proveByPasskey(
  { db, now }: Parts,
  party: RelyingParty,
  wanted: ChallengeFor,
  answer: { readonly challenge: string; readonly response: unknown },
): Promise<Owned | null> {
  const asked = await takeChallenge<{ challenge: string }>(db, answer.challenge, wanted, now());
  if (asked === null) return null;
  const { id, response } = answer.response as { id?: unknown; response?: { userHandle?: unknown } };
  const passkey = typeof id === 'string' ? await passkeyByKey(db, id) : null;
  if (passkey === null || (wanted.person !== null && passkey.person !== wanted.person)) return null;
  const handle = response?.userHandle ?? null;
  if (handle !== null && handle !== Buffer.from(passkey.handle).toString('base64url')) return null;
  const count = await assertedCount(party, asked.challenge, passkey, answer.response);
  if (count === null || !(await usePasskey(db, passkey.credential, count, now()))) return null;
  return { person: passkey.person, credential: passkey.credential };
}

/**
 * Whose passphrase and code these are; null for all that does not fit. Somebody who is not there
 * costs the same work as somebody who mistypes.
 */
export async function proveByPassphrase(
  { db, now, seal }: Parts,
  who: { readonly person: string } | { readonly name: string },
  { passphrase, code }: { readonly passphrase: string; readonly code: string },
): Promise<Owned | null> {
  const at = now();
  const found = await passphraseOf(db, 'person' in who ? who : named(who.name));
  const matches = await passphraseMatches(passphrase, found?.hash ?? hashOfNothing);
  const secret = found === null ? Buffer.alloc(20) : seal.open(found.totpSealed, found.person);
  const step = totpStep(secret, code, at);
  if (found === null || !matches || step === null) return null;
  if (!(await useCode(db, found.credential, step, at))) return null;
  return { person: found.person, credential: found.credential };
}

/** Whose account at the administration's own sign-in this is. */
export async function proveByAccount(
  { db }: Pick<PeopleParts, 'db'>,
  account: { readonly issuer: string; readonly subject: string },
): Promise<Owned | null> {
  return accountOf(db, account.issuer, account.subject);
}

/** `analyst-2`; what is no such name is nobody's. */
function named(name: string): { readonly namedFor: string; readonly number: number } {
  const match = /^([a-z-]+)-(\d{1,6})$/.exec(name.trim().toLowerCase());
  const role = roleNames.find((one) => one === match?.[1]);
  return { namedFor: role ?? '', number: role === undefined ? 0 : Number(match?.[2]) };
}
