import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  endedSessionCookie,
  readerOf,
  sessionCookie,
  sessionToken,
  nobody,
  type Act,
} from '../../platform/auth/index.ts';
import { instantText } from '../../platform/clock/clock.ts';
import type { Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { noContent, type App } from '../../platform/http/index.ts';
import type { ChallengeFor } from './challenge-store.ts';
import type { Owned } from './credential-store.ts';
import { openSession, stepUpSession } from './open-session.ts';
import { passkeyQuestion } from './make-credential.ts';
import { relyingParty, type RelyingParty } from './passkey.ts';
import type { PeopleParts } from './people-parts.ts';
import { personById } from './person-store.ts';
import { personNameSchema, presentPersonName } from './present-person.ts';
import { askForPasskey, proveByPassphrase, proveByPasskey } from './prove.ts';
import { limitTries } from './rate-limit.ts';
import { firstAdministratorMissing } from './first-administrator.ts';
import { idleLockMs, isLocked, secretHash, stepUpMs } from './session-rules.ts';
import { endSession, lockSession, sessionByToken, sessionsOf, type Session } from './session-store.ts';

export const passkeyAnswer = z.strictObject({
  challenge: z.string().min(1).max(100),
  response: z.looseObject({ id: z.string().min(1).max(2_000) }),
});
const passphraseAnswer = { passphrase: z.string().min(1).max(1_000), code: z.string().min(1).max(20) };

const sessionSchema = z
  .object({
    person: personNameSchema,
    roles: z.array(z.string()),
    groups: z.array(z.string()),
    ports: z.array(z.string()).nullable(),
    locked: z.boolean(),
    openedAt: z.string(),
    expiresAt: z.string(),
    locksAfterSeconds: z.int(),
    steppedUpUntil: z.string().nullable(),
    demo: z.boolean(),
  })
  .meta({ id: 'Session', description: 'Who is signed in, and until when.' });

const sessionLine = z.object({
  id: z.string(),
  current: z.boolean(),
  openedAt: z.string(),
  seenAt: z.string(),
  expiresAt: z.string(),
  locked: z.boolean(),
});

/** Sign in, show the key again, lock, sign out, and who one is. docs/guides/administrator.md tells the order. */
export function sessionRoutes(app: App, parts: PeopleParts): void {
  const { db, now, about } = parts;
  const tags = ['people'];
  const isPublic = { access: 'public', isSecret: true } as const;

  app.get(
    '/api/v1/session',
    {
      schema: {
        tags,
        summary: 'Who is signed in; null = nobody',
        response: { 200: sessionSchema.nullable() },
      },
      config: { access: 'public' },
    },
    async (request) => {
      const session = await currentSession(parts, request);
      return session === null ? null : presentSession(session);
    },
  );

  app.get(
    '/api/v1/sign-in',
    {
      schema: {
        tags,
        summary: 'The ways to sign in at this address',
        response: {
          200: z.object({
            node: z.string(),
            demo: z.boolean(),
            passkey: z.boolean(),
            passphrase: z.boolean(),
            singleSignOn: z.string().nullable(),
            firstStart: z.boolean(),
          }),
        },
      },
      config: { access: 'public' },
    },
    async (request) => ({
      node: about.name,
      demo: about.demo,
      passkey: relyingParty(parts.origin, request.headers.host ?? '') !== null,
      passphrase: true,
      singleSignOn: parts.singleSignOn?.name ?? null,
      firstStart: await firstAdministratorMissing(db),
    }),
  );

  const signInFor: ChallengeFor = { purpose: 'sign-in', person: null, session: null };

  app.post(
    '/api/v1/sign-in/passkey/options',
    {
      schema: { tags, summary: 'Ask for a passkey to sign in with', response: { 200: passkeyQuestion } },
      config: isPublic,
    },
    async (request, reply) => {
      await limitTries(parts, request, reply);
      return askForPasskey(parts, partyOf(parts, request), signInFor);
    },
  );

  app.post(
    '/api/v1/sign-in/passkey',
    {
      schema: {
        tags,
        summary: 'Sign in with a passkey',
        body: passkeyAnswer,
        response: { 200: sessionSchema },
      },
      config: isPublic,
    },
    async (request, reply) => {
      await limitTries(parts, request, reply);
      const party = partyOf(parts, request);
      return signIn(request, reply, 'passkey', await proveByPasskey(parts, party, signInFor, request.body));
    },
  );

  app.post(
    '/api/v1/sign-in/passphrase',
    {
      schema: {
        tags,
        summary: 'Sign in with a passphrase and the code of an authenticator program',
        body: z.strictObject({ name: z.string().min(1).max(100), ...passphraseAnswer }),
        response: { 200: sessionSchema },
      },
      config: isPublic,
    },
    async (request, reply) => {
      const { name } = request.body;
      await limitTries(parts, request, reply, name.trim().toLowerCase());
      return signIn(request, reply, 'passphrase', await proveByPassphrase(parts, { name }, request.body));
    },
  );

  app.post(
    '/api/v1/session/step-up/passkey/options',
    {
      schema: { tags, summary: 'Ask for the passkey again', response: { 200: passkeyQuestion } },
      config: isPublic,
    },
    async (request, reply) => {
      await limitTries(parts, request, reply);
      const session = await ownSession(request);
      return askForPasskey(parts, partyOf(parts, request), stepUpFor(session));
    },
  );

  app.post(
    '/api/v1/session/step-up/passkey',
    {
      schema: {
        tags,
        summary: 'Show the passkey again: wakes a locked session, and allows guarded acts for a while',
        body: passkeyAnswer,
        response: { 200: sessionSchema },
      },
      config: isPublic,
    },
    async (request, reply) => {
      const session = await ownSession(request);
      await limitTries(parts, request, reply, session.person);
      const party = partyOf(parts, request);
      const shown = await proveByPasskey(parts, party, stepUpFor(session), request.body);
      return stepUp(request, reply, 'passkey', session, shown);
    },
  );

  app.post(
    '/api/v1/session/step-up/passphrase',
    {
      schema: {
        tags,
        summary:
          'Give passphrase and code again: wakes a locked session, and allows guarded acts for a while',
        body: z.strictObject(passphraseAnswer),
        response: { 200: sessionSchema },
      },
      config: isPublic,
    },
    async (request, reply) => {
      const session = await ownSession(request);
      await limitTries(parts, request, reply, session.person);
      const shown = await proveByPassphrase(parts, { person: session.person }, request.body);
      return stepUp(request, reply, 'passphrase', session, shown);
    },
  );

  app.post(
    '/api/v1/session/lock',
    {
      schema: {
        tags,
        summary: 'Lock this session until the key is shown again',
        response: { 204: noContent },
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      await db.transaction(async (tx) => {
        await lockSession(tx, reader.session ?? '', now());
        await record(tx, 'session/lock', reader.session, reader, {});
      });
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/v1/session',
    { schema: { tags, summary: 'Sign out', response: { 204: noContent } }, config: { access: 'public' } },
    async (request, reply) => {
      const session = await currentSession(parts, request);
      if (session !== null) await end(session.id, session.person, actor(session));
      return reply
        .header('set-cookie', endedSessionCookie(isSecure(parts)))
        .code(204)
        .send(null);
    },
  );

  app.get(
    '/api/v1/sessions',
    {
      schema: { tags, summary: "One's own open sessions", response: { 200: z.array(sessionLine) } },
      config: { access: 'signed-in' },
    },
    async (request) => {
      const reader = readerOf(request);
      const at = now();
      const open = await sessionsOf(db, reader.person, { at, demo: about.demo });
      return open.map((session) => ({
        id: session.id,
        current: session.id === reader.session,
        openedAt: instantText(session.openedAt),
        seenAt: instantText(session.seenAt),
        expiresAt: instantText(session.expiresAt),
        locked: isLocked(session, at),
      }));
    },
  );

  app.delete(
    '/api/v1/sessions/:id',
    {
      schema: {
        tags,
        summary: "End one of one's own sessions",
        params: z.object({ id: z.string().max(40) }),
        response: { 204: noContent },
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      if (!(await end(request.params.id, reader.person, reader))) {
        throw new HavenwachtError('people/no-session', 404, 'There is no such session.');
      }
      return reply.code(204).send(null);
    },
  );

  async function signIn(
    request: FastifyRequest,
    reply: FastifyReply,
    way: string,
    shown: Owned | null,
  ): Promise<z.output<typeof sessionSchema>> {
    if (shown === null) throw await refused(parts, request, 'session/open', { way });
    return presentSession(await openFor(parts, request, reply, way, shown));
  }

  async function stepUp(
    request: FastifyRequest,
    reply: FastifyReply,
    way: string,
    session: Session,
    shown: Owned | null,
  ): Promise<z.output<typeof sessionSchema>> {
    if (shown === null) throw await refused(parts, request, 'session/step-up', { way }, session);
    const renewed = await db.transaction(async (tx) => {
      await record(tx, 'session/step-up', session.id, actor(session), { way, credential: shown.credential });
      return stepUpSession(tx, session.id, shown, now());
    });
    const fresh = renewed === null ? null : await sessionOfToken(parts, renewed.token);
    if (renewed === null || fresh === null) throw refusal();
    reply.header('set-cookie', sessionCookie(renewed.token, isSecure(parts)));
    return presentSession(fresh);
  }

  async function ownSession(request: FastifyRequest): Promise<Session> {
    const session = await currentSession(parts, request);
    if (session === null) throw await refused(parts, request, 'session/step-up', {});
    return session;
  }

  async function end(id: string, person: string, by: Act['by']): Promise<boolean> {
    return db.transaction(async (tx) => {
      const ended = await endSession(tx, id, person, now());
      if (ended) await record(tx, 'session/end', id, by, {});
      return ended;
    });
  }

  async function record(
    tx: Querying,
    act: string,
    subject: string | null,
    by: Act['by'],
    content: object,
  ): Promise<void> {
    await parts.recordAct(tx, { kind: 'change', act, subject, by, at: now(), content });
  }

  async function presentSession(session: Session): Promise<z.output<typeof sessionSchema>> {
    const person = await personById(db, session.person);
    if (person === null) throw refusal();
    const at = now();
    const until = session.steppedUpAt === null ? 0 : session.steppedUpAt + stepUpMs;
    return {
      person: presentPersonName(person),
      roles: [...session.roles],
      groups: [...session.groups],
      ports: session.ports === null ? null : [...session.ports],
      locked: isLocked(session, at),
      openedAt: instantText(session.openedAt),
      expiresAt: instantText(session.expiresAt),
      locksAfterSeconds: idleLockMs / 1000,
      steppedUpUntil: until > at ? instantText(until) : null,
      demo: session.credential === null,
    };
  }
}

function stepUpFor(session: Session): ChallengeFor {
  return { purpose: 'step-up', person: session.person, session: session.id };
}

function actor(session: Session): Act['by'] {
  return { person: session.person, roles: session.roles, session: session.id, purpose: null };
}

export function isSecure(parts: Pick<PeopleParts, 'origin'>): boolean {
  return parts.origin?.startsWith('https:') === true;
}

/** @throws {HavenwachtError} `auth/passkey-host` at an address that no passkey can be bound to */
export function partyOf(parts: Pick<PeopleParts, 'origin'>, request: FastifyRequest): RelyingParty {
  const party = relyingParty(parts.origin, request.headers.host ?? '');
  if (party !== null) return party;
  throw new HavenwachtError('auth/passkey-host', 409, 'Passkeys need a name: open this node as localhost.');
}

/** The session of the browser that asks, also when it is locked. */
export async function currentSession(
  parts: Pick<PeopleParts, 'db' | 'now' | 'about'>,
  request: FastifyRequest,
): Promise<Session | null> {
  const token = sessionToken(request.headers.cookie);
  return token === null ? null : sessionOfToken(parts, token);
}

async function sessionOfToken(
  { db, now, about }: Pick<PeopleParts, 'db' | 'now' | 'about'>,
  token: string,
): Promise<Session | null> {
  return sessionByToken(db, secretHash(token), { at: now(), demo: about.demo });
}

/** The only words for a proof that does not count: not what was wrong, nor whether there is such a person. */
function refusal(): HavenwachtError {
  return new HavenwachtError('auth/refused', 401, 'That does not open anything here.');
}

/** Writes a refused try down. @returns what to throw */
export async function refused(
  parts: Pick<PeopleParts, 'db' | 'now' | 'recordAct' | 'log'>,
  request: FastifyRequest,
  act: string,
  about: object,
  session?: Session,
): Promise<HavenwachtError> {
  const by = session === undefined ? nobody : actor(session);
  const content = { ...about, address: request.ip };
  parts.log.info({ act, address: request.ip, request: request.id }, 'a proof was refused');
  await parts.recordAct(parts.db, { kind: 'refusal', act, subject: null, by, at: parts.now(), content });
  return refusal();
}

/**
 * Opens a session and gives the browser its token. What the browser had before ends: a token that
 * somebody put there does not become his who signs in.
 */
export async function openFor(
  parts: PeopleParts,
  request: FastifyRequest,
  reply: FastifyReply,
  way: string,
  shown: { readonly person: string; readonly credential: string | null },
): Promise<Session> {
  const at = parts.now();
  const before = await currentSession(parts, request);
  const { token } = await parts.db.transaction(async (tx) => {
    if (before !== null) await endSession(tx, before.id, before.person, at);
    const opened = await openSession(tx, { ...shown, at });
    const by = { ...nobody, person: shown.person, session: opened.id };
    const content = { way, credential: shown.credential, address: request.ip, ended: before?.id ?? null };
    await parts.recordAct(tx, { kind: 'change', act: 'session/open', subject: opened.id, by, at, content });
    return opened;
  });
  const session = await sessionOfToken(parts, token);
  if (session === null) throw refusal();
  reply.header('set-cookie', sessionCookie(token, isSecure(parts)));
  return session;
}
