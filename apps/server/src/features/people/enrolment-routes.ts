import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../../platform/http/index.ts';
import { putChallenge, takeChallenge, type ChallengeFor } from './challenge-store.ts';
import { passkeysOf, type NewCredential } from './credential-store.ts';
import { enrol, enrolmentOf, type Enrolment } from './enrol.ts';
import { hashPassphrase } from './hash-passphrase.ts';
import { registeredPasskey, registrationOptions, relyingParty } from './passkey.ts';
import type { PeopleParts } from './people-parts.ts';
import { handleOf } from './person-store.ts';
import { personNameSchema, presentPersonName } from './present-person.ts';
import { limitTries } from './rate-limit.ts';
import { nameOf, signInName } from './roles.ts';
import { openFor, partyOf, passkeyAnswer, passkeyQuestion, refused } from './session-routes.ts';
import { totpLink, totpStep } from './totp.ts';

const typedCode = z.string().min(1).max(60);

/** With a one-time code a person sets his key: at the first start, after an invitation, after a recovery. */
export function enrolmentRoutes(app: App, parts: PeopleParts): void {
  const { db, now, about, seal } = parts;
  const tags = ['people'];
  const config = { access: 'public', isSecret: true } as const;

  app.post(
    '/api/v1/enrolment',
    {
      schema: {
        tags,
        summary: 'What a one-time code opens: whose it is, and what his key is made with',
        body: z.strictObject({ code: typedCode }),
        response: {
          200: z.object({
            person: personNameSchema,
            signInName: z.string(),
            kind: z.enum(['first', 'invitation', 'recovery']),
            passkey: passkeyQuestion.nullable(),
            passphrase: z.object({ challenge: z.string(), secret: z.string(), uri: z.string() }),
            singleSignOn: z.string().nullable(),
          }),
        },
      },
      config,
    },
    async (request, reply) => {
      const { person, kind } = await opened(request, reply, request.body.code);
      const party = relyingParty(parts.origin, request.headers.host ?? '');
      const name = signInName(person.namedFor, person.number);
      const secret = randomBytes(20);
      const link = totpLink(secret, about.name, name);
      const sealed = seal.close(secret, person.id).toString('base64');
      return {
        person: presentPersonName(person),
        signInName: name,
        kind,
        passkey: party === null ? null : await question(party, person),
        passphrase: {
          challenge: await putChallenge(db, wanted('enrol-passphrase', person.id), { sealed }, now()),
          secret: link.letters,
          uri: link.uri,
        },
        singleSignOn: parts.singleSignOn?.name ?? null,
      };
    },
  );

  app.post(
    '/api/v1/enrolment/passkey',
    {
      schema: {
        tags,
        summary: 'Set a passkey; signs in',
        body: passkeyAnswer.extend({ code: typedCode }),
        response: { 200: z.object({ person: personNameSchema }) },
      },
      config,
    },
    async (request, reply) => {
      const { code, challenge, response } = request.body;
      const enrolment = await opened(request, reply, code);
      const party = partyOf(parts, request);
      const asked = await takeChallenge<{ challenge: string }>(
        db,
        challenge,
        wanted('enrol-passkey', enrolment.person.id),
        now(),
      );
      const passkey = asked === null ? null : await registeredPasskey(party, asked.challenge, response);
      return finish(request, reply, enrolment, passkey === null ? null : { kind: 'passkey', ...passkey });
    },
  );

  app.post(
    '/api/v1/enrolment/passphrase',
    {
      schema: {
        tags,
        summary: 'Set a passphrase and an authenticator program; signs in',
        body: z.strictObject({
          code: typedCode,
          challenge: z.string().min(1).max(100),
          passphrase: z.string().min(1).max(1_000),
          totp: z.string().min(1).max(20),
        }),
        response: { 200: z.object({ person: personNameSchema }) },
      },
      config,
    },
    async (request, reply) => {
      const { code, challenge, passphrase, totp } = request.body;
      const enrolment = await opened(request, reply, code);
      // First, so that a passphrase that is too short costs nobody his challenge.
      const hash = await hashPassphrase(passphrase);
      const { id } = enrolment.person;
      const asked = await takeChallenge<{ sealed: string }>(
        db,
        challenge,
        wanted('enrol-passphrase', id),
        now(),
      );
      const totpSealed = asked === null ? null : Buffer.from(asked.sealed, 'base64');
      const step = totpSealed === null ? null : totpStep(seal.open(totpSealed, id), totp, now());
      const made: NewCredential | null =
        totpSealed === null || step === null
          ? null
          : { kind: 'passphrase', hash, totpSealed, totpStep: step };
      return finish(request, reply, enrolment, made);
    },
  );

  async function opened(request: FastifyRequest, reply: FastifyReply, code: string): Promise<Enrolment> {
    await limitTries(parts, request, reply);
    const enrolment = await enrolmentOf(db, code, now());
    if (enrolment === null) throw await refused(parts, request, 'enrolment/open', {});
    return enrolment;
  }

  async function question(
    party: NonNullable<ReturnType<typeof relyingParty>>,
    person: Enrolment['person'],
  ): Promise<z.input<typeof passkeyQuestion>> {
    const keys = await passkeysOf(db, person.id);
    const options = await registrationOptions(party, {
      node: about.name,
      name: person.label ?? nameOf(person.namedFor, person.number),
      handle: await handleOf(db, person.id),
      known: keys.map(({ keyId }) => keyId),
    });
    const body = { challenge: options.challenge };
    const challenge = await putChallenge(db, wanted('enrol-passkey', person.id), body, now());
    return { challenge, options: { ...options } };
  }

  async function finish(
    request: FastifyRequest,
    reply: FastifyReply,
    enrolment: Enrolment,
    credential: NewCredential | null,
  ): Promise<{ person: z.output<typeof personNameSchema> }> {
    const owned = credential === null ? null : await enrol(parts, enrolment.id, credential);
    if (owned === null) throw await refused(parts, request, 'credential/set', { enrolment: enrolment.id });
    await openFor(parts, request, reply, credential?.kind ?? '', owned);
    return { person: presentPersonName(enrolment.person) };
  }
}

function wanted(purpose: ChallengeFor['purpose'], person: string): ChallengeFor {
  return { purpose, person, session: null };
}
