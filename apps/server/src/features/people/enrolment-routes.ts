import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../../platform/http/index.ts';
import type { NewCredential } from './credential-store.ts';
import { enrol, enrolmentOf, type Enrolment } from './enrol.ts';
import {
  keyOffer,
  madePasskey,
  madePassphrase,
  offerKey,
  passphraseChoice,
  type KeyMaker,
} from './make-credential.ts';
import type { PeopleParts } from './people-parts.ts';
import { personNameSchema, presentPersonName } from './present-person.ts';
import { limitTries } from './rate-limit.ts';
import { signInName } from './roles.ts';
import { openFor, partyOf, passkeyAnswer, refused } from './session-routes.ts';

const typedCode = z.string().min(1).max(60);

/** With a one-time code a person sets his key: at the first start, after an invitation, after a recovery. */
export function enrolmentRoutes(app: App, parts: PeopleParts): void {
  const { db, now } = parts;
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
          200: keyOffer.extend({
            person: personNameSchema,
            signInName: z.string(),
            kind: z.enum(['first', 'invitation', 'recovery']),
            singleSignOn: z.string().nullable(),
          }),
        },
      },
      config,
    },
    async (request, reply) => {
      const enrolment = await opened(request, reply, request.body.code);
      const { person, kind } = enrolment;
      return {
        ...(await offerKey(parts, request, makerOf(enrolment))),
        person: presentPersonName(person),
        signInName: signInName(person.namedFor, person.number),
        kind,
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
      const { code, ...answer } = request.body;
      const enrolment = await opened(request, reply, code);
      const party = partyOf(parts, request);
      return finish(request, reply, enrolment, await madePasskey(parts, party, makerOf(enrolment), answer));
    },
  );

  app.post(
    '/api/v1/enrolment/passphrase',
    {
      schema: {
        tags,
        summary: 'Set a passphrase and an authenticator program; signs in',
        body: passphraseChoice.extend({ code: typedCode }),
        response: { 200: z.object({ person: personNameSchema }) },
      },
      config,
    },
    async (request, reply) => {
      const { code, ...choice } = request.body;
      const enrolment = await opened(request, reply, code);
      return finish(request, reply, enrolment, await madePassphrase(parts, makerOf(enrolment), choice));
    },
  );

  async function opened(request: FastifyRequest, reply: FastifyReply, code: string): Promise<Enrolment> {
    await limitTries(parts, request, reply);
    const enrolment = await enrolmentOf(db, code, now());
    if (enrolment === null) throw await refused(parts, request, 'enrolment/open', {});
    return enrolment;
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

const makerOf = ({ person }: Enrolment): KeyMaker => ({ person, session: null });
