import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { putChallenge, takeChallenge } from './challenge-store.ts';
import { passkeysOf, type NewCredential } from './credential-store.ts';
import { hashPassphrase } from './hash-passphrase.ts';
import { registeredPasskey, registrationOptions, relyingParty, type RelyingParty } from './passkey.ts';
import type { PeopleParts } from './people-parts.ts';
import { handleOf, type Person } from './person-store.ts';
import { nameOf, signInName } from './roles.ts';
import { totpLink, totpStep } from './totp.ts';

/** What a passkey is asked with. */
export const passkeyQuestion = z.object({
  challenge: z.string(),
  options: z.record(z.string(), z.unknown()),
});

/** What a key is made with: a passkey where this address can have one, or a passphrase and a program. */
export const keyOffer = z.object({
  passkey: passkeyQuestion.nullable(),
  passphrase: z.object({ challenge: z.string(), secret: z.string(), uri: z.string() }),
});

export const passphraseChoice = z.strictObject({
  challenge: z.string().min(1).max(100),
  passphrase: z.string().min(1).max(1_000),
  totp: z.string().min(1).max(20),
});

/** For whom a key is made; within a session, in that one only. */
export interface KeyMaker {
  readonly person: Person;
  readonly session: string | null;
}

type Parts = Pick<PeopleParts, 'db' | 'now' | 'about' | 'seal' | 'origin'>;

const wanted = (purpose: 'enrol-passkey' | 'enrol-passphrase', { person, session }: KeyMaker) => ({
  purpose,
  person: person.id,
  session,
});

/** What this person can make a key with at the address he asks from. */
export async function offerKey(
  parts: Parts,
  request: FastifyRequest,
  maker: KeyMaker,
): Promise<z.input<typeof keyOffer>> {
  const { db, now, about, seal, origin } = parts;
  const { person } = maker;
  const party = relyingParty(origin, request.headers.host ?? '');
  const secret = randomBytes(20);
  const link = totpLink(secret, about.name, signInName(person.namedFor, person.number));
  const sealed = seal.close(secret, person.id).toString('base64');
  return {
    passkey: party === null ? null : await question(parts, party, maker),
    passphrase: {
      challenge: await putChallenge(db, wanted('enrol-passphrase', maker), { sealed }, now()),
      secret: link.letters,
      uri: link.uri,
    },
  };
}

async function question({ db, now, about }: Parts, party: RelyingParty, maker: KeyMaker) {
  const { person } = maker;
  const keys = await passkeysOf(db, person.id);
  const options = await registrationOptions(party, {
    node: about.name,
    name: person.label ?? nameOf(person.namedFor, person.number),
    handle: await handleOf(db, person.id),
    known: keys.map(({ keyId }) => keyId),
  });
  const body = { challenge: options.challenge };
  const challenge = await putChallenge(db, wanted('enrol-passkey', maker), body, now());
  return { challenge, options: { ...options } };
}

/** The passkey that was made for the offer; null when it was not. */
export async function madePasskey(
  { db, now }: Parts,
  party: RelyingParty,
  maker: KeyMaker,
  answer: { readonly challenge: string; readonly response: unknown },
): Promise<NewCredential | null> {
  const wish = wanted('enrol-passkey', maker);
  const asked = await takeChallenge<{ challenge: string }>(db, answer.challenge, wish, now());
  const passkey = asked === null ? null : await registeredPasskey(party, asked.challenge, answer.response);
  return passkey === null ? null : { kind: 'passkey', ...passkey };
}

/** The passphrase with the program that shows the right code for the offer; null when it does not. */
export async function madePassphrase(
  { db, now, seal }: Parts,
  maker: KeyMaker,
  { challenge, passphrase, totp }: z.output<typeof passphraseChoice>,
): Promise<NewCredential | null> {
  // First, so that a passphrase that is too short costs nobody his challenge.
  const hash = await hashPassphrase(passphrase);
  const wish = wanted('enrol-passphrase', maker);
  const asked = await takeChallenge<{ sealed: string }>(db, challenge, wish, now());
  if (asked === null) return null;
  const totpSealed = Buffer.from(asked.sealed, 'base64');
  const step = totpStep(seal.open(totpSealed, maker.person.id), totp, now());
  return step === null ? null : { kind: 'passphrase', hash, totpSealed, totpStep: step };
}
