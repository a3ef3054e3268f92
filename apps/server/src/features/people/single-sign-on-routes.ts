import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cookieValues, sessionCookie, nobody } from '../../platform/auth/index.ts';
import type { App } from '../../platform/http/index.ts';
import { putChallenge, takeChallenge, type ChallengeFor } from './challenge-store.ts';
import { enrol, enrolmentOf } from './enrol.ts';
import { stepUpSession } from './open-session.ts';
import type { PeopleParts } from './people-parts.ts';
import { proveByAccount } from './prove.ts';
import { limitTries } from './rate-limit.ts';
import { currentSession, isSecure, openFor, refused } from './session-routes.ts';
import { standingSessions } from './session-store.ts';
import type { SignOnChecks } from './single-sign-on.ts';

type Account = { readonly issuer: string; readonly subject: string };

/** What the answer of the provider is for. */
type Intent =
  | { readonly for: 'sign-in' }
  | { readonly for: 'step-up'; readonly session: string }
  | { readonly for: 'enrolment'; readonly enrolment: string };

const callback = '/api/v1/single-sign-on/callback';
const challengeFor: ChallengeFor = { purpose: 'single-sign-on', person: null, session: null };

/**
 * Sign in, step up and enrol with the administration's own sign-in. The browser that began is the one
 * that must come back: it holds a cookie of its own, which the answer's `state` is kept under.
 */
export function singleSignOnRoutes(app: App, parts: PeopleParts): void {
  const { singleSignOn, db, now } = parts;
  if (singleSignOn === null) return;
  const config = { access: 'public', isSecret: true } as const;
  const secure = isSecure(parts);
  const cookieName = `${secure ? '__Host-' : ''}havenwacht-sign-on`;
  const cookie = (value: string, seconds: number): string =>
    `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;

  app.post(
    '/api/v1/single-sign-on',
    {
      schema: {
        tags: ['people'],
        summary: "Where to send the browser for the administration's own sign-in",
        body: z.discriminatedUnion('for', [
          z.strictObject({ for: z.literal('sign-in') }),
          z.strictObject({ for: z.literal('step-up') }),
          z.strictObject({ for: z.literal('enrolment'), code: z.string().min(1).max(60) }),
        ]),
        response: { 200: z.object({ location: z.string() }) },
      },
      config,
    },
    async (request, reply) => {
      await limitTries(parts, request, reply);
      const intent = await intentOf(request);
      const origin = parts.origin ?? `http://${request.headers.host ?? ''}`;
      const begun = await singleSignOn.begin(`${origin}${callback}`, intent.for === 'step-up');
      const id = await putChallenge(db, challengeFor, { ...begun.checks, intent }, now());
      return reply.header('set-cookie', cookie(id, 300)).send({ location: begun.location });
    },
  );

  app.get(
    callback,
    { schema: { tags: ['people'], summary: 'Where the provider sends the browser back' }, config },
    async (request, reply) => {
      await limitTries(parts, request, reply);
      reply.header('set-cookie', cookie('', 0));
      const done = await answered(request, reply);
      return reply.redirect(done ? '/' : '/sign-in?refused', 303);
    },
  );

  async function intentOf(
    request: FastifyRequest<{ Body: { for: Intent['for']; code?: string } }>,
  ): Promise<Intent> {
    const { body } = request;
    switch (body.for) {
      case 'sign-in':
        return { for: 'sign-in' };
      case 'step-up': {
        const session = await currentSession(parts, request);
        if (session === null) throw await refused(parts, request, 'session/step-up', { way: 'oidc' });
        return { for: 'step-up', session: session.id };
      }
      case 'enrolment': {
        const enrolment = await enrolmentOf(db, body.code ?? '', now());
        if (enrolment === null) throw await refused(parts, request, 'enrolment/open', { way: 'oidc' });
        return { for: 'enrolment', enrolment: enrolment.id };
      }
    }
  }

  async function answered(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const [id = '', second] = cookieValues(request.headers.cookie, cookieName);
    const asked =
      second === undefined
        ? await takeChallenge<SignOnChecks & { readonly intent: Intent }>(db, id, challengeFor, now())
        : null;
    const query = request.url.indexOf('?');
    const search = query === -1 ? '' : request.url.slice(query);
    const account = asked === null ? null : await singleSignOn!.finish(search, asked);
    const done =
      asked !== null && account !== null && (await carryOut(request, reply, asked.intent, account));
    if (!done) await refused(parts, request, 'session/open', { way: 'oidc' });
    return done;
  }

  async function carryOut(
    request: FastifyRequest,
    reply: FastifyReply,
    intent: Intent,
    account: Account,
  ): Promise<boolean> {
    if (intent.for === 'enrolment') {
      const owned = await enrol(parts, intent.enrolment, { kind: 'oidc', ...account }).catch(() => null);
      if (owned !== null) await openFor(parts, request, reply, 'oidc', owned);
      return owned !== null;
    }
    const shown = await proveByAccount(parts, account);
    if (shown === null) return false;
    if (intent.for === 'sign-in') {
      await openFor(parts, request, reply, 'oidc', shown);
      return true;
    }
    const at = now();
    const [session] = await standingSessions(db, [intent.session], { at, demo: parts.about.demo });
    if (session?.person !== shown.person) return false;
    const renewed = await db.transaction(async (tx) => {
      const by = { ...nobody, person: shown.person, session: session.id };
      const content = { way: 'oidc', credential: shown.credential };
      await parts.recordAct(tx, {
        kind: 'change',
        act: 'session/step-up',
        subject: session.id,
        by,
        at,
        content,
      });
      return stepUpSession(tx, session.id, shown, at);
    });
    if (renewed !== null) reply.header('set-cookie', sessionCookie(renewed.token, secure));
    return renewed !== null;
  }
}
