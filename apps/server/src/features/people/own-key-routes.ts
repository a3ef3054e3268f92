import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readerOf, type Reader } from '../../platform/auth/index.ts';
import { instantText } from '../../platform/clock/clock.ts';
import { noContent, type App } from '../../platform/http/index.ts';
import { roleNames } from '@havenwacht/domain';
import {
  keyOffer,
  madePasskey,
  madePassphrase,
  offerKey,
  passphraseChoice,
  type KeyMaker,
} from './make-credential.ts';
import type { NewCredential } from './credential-store.ts';
import { addKey, keysOf, removeKey } from './own-keys.ts';
import type { PeopleParts } from './people-parts.ts';
import { personById } from './person-store.ts';
import { limitTries } from './rate-limit.ts';
import { currentSession, partyOf, passkeyAnswer, refused } from './session-routes.ts';

const label = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^\P{C}+$/u)
  .nullable()
  .default(null);

/** A person's own keys: what he has, one more, one less. Adding and removing asks for a key first. */
export function ownKeyRoutes(app: App, parts: PeopleParts): void {
  const { db } = parts;
  const tags = ['people'];
  const config = { access: { roles: roleNames, stepUp: true }, isSecret: true } as const;
  const keySchema = z.object({
    id: z.string(),
    kind: z.enum(['passkey', 'passphrase', 'oidc']),
    label: z.string().nullable(),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
    current: z.boolean(),
  });

  app.get(
    '/api/v1/own-keys',
    {
      schema: { tags, summary: "One's own keys, oldest first", response: { 200: z.array(keySchema) } },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const session = await currentSession(parts, request);
      return (await keysOf(db, readerOf(request).person)).map(({ createdAt, lastUsedAt, ...key }) => ({
        ...key,
        createdAt: instantText(createdAt),
        lastUsedAt: lastUsedAt === null ? null : instantText(lastUsedAt),
        current: key.id === session?.credential,
      }));
    },
  );

  app.post(
    '/api/v1/own-keys/options',
    { schema: { tags, summary: 'What one more key is made with', response: { 200: keyOffer } }, config },
    async (request, reply) => {
      await limitTries(parts, request, reply);
      return offerKey(parts, request, await makerOf(readerOf(request)));
    },
  );

  app.post(
    '/api/v1/own-keys/passkey',
    {
      schema: {
        tags,
        summary: 'Add a passkey',
        body: passkeyAnswer.extend({ label }),
        response: { 204: noContent },
      },
      config,
    },
    async (request, reply) => {
      const { label: called, ...answer } = request.body;
      const maker = await makerOf(readerOf(request));
      const made = await madePasskey(parts, partyOf(parts, request), maker, answer);
      return add(request, reply, made, called);
    },
  );

  app.post(
    '/api/v1/own-keys/passphrase',
    {
      schema: {
        tags,
        summary: 'Add a passphrase with an authenticator program',
        body: passphraseChoice.extend({ label }),
        response: { 204: noContent },
      },
      config,
    },
    async (request, reply) => {
      await limitTries(parts, request, reply);
      const { label: called, ...choice } = request.body;
      return add(
        request,
        reply,
        await madePassphrase(parts, await makerOf(readerOf(request)), choice),
        called,
      );
    },
  );

  app.delete(
    '/api/v1/own-keys/:id',
    {
      schema: {
        tags,
        summary: 'Remove a key and end what was opened with it; never the last one',
        params: z.object({ id: z.string().max(40) }),
        response: { 204: noContent },
      },
      config,
    },
    async (request, reply) => {
      await removeKey(parts, readerOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );

  async function makerOf({ person, session }: Reader): Promise<KeyMaker> {
    const found = await personById(db, person);
    if (found === null) throw new Error('a reader is nobody');
    return { person: found, session };
  }

  async function add(
    request: FastifyRequest,
    reply: FastifyReply,
    made: NewCredential | null,
    called: string | null,
  ) {
    if (made === null) throw await refused(parts, request, 'credential/add', {});
    await addKey(parts, readerOf(request), made, called);
    return reply.code(204).send(null);
  }
}
