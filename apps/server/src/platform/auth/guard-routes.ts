import type { FastifyRequest } from 'fastify';
import { HavenwachtError } from '../havenwacht-error.ts';
import type { App } from '../http/app.ts';
import { nothingThere } from '../http/nothing-there.ts';
import { signInNeeded, type Reader } from './reader.ts';
import { sessionToken } from './session-cookie.ts';

/** What a request shows of who sends it. */
export interface Asking {
  readonly token: string;
  readonly purpose: string | null;
  /** A page asks by itself, without anybody at it; such requests keep no session awake. */
  readonly background: boolean;
}

/** Knows who asks. The feature that keeps the persons implements it. */
export interface Readers {
  /** Who has this token; null when it opens nothing (any more). */
  find(asking: Asking): Promise<Reader | null>;
  /** Whether the last fresh credential of this reader is recent enough for a guarded act. */
  isSteppedUp(reader: Reader): boolean;
  /** Is told of every request that was refused for who sent it. */
  refused(request: FastifyRequest, code: string): Promise<void>;
  /** Is told of every other request that was turned away before its work began: for its shape, its origin, its number. */
  turnedAway(request: FastifyRequest, code: string): void;
}

/** Nobody is signed in, ever. */
export const noReaders: Readers = {
  find: async () => null,
  isSteppedUp: () => false,
  refused: async () => {},
  turnedAway: () => {},
};

const longestPurpose = 200;

/**
 * Lets a request under /api/ through only to whom its route is for. Runs before the body is read.
 *
 * - Nobody signed in: 401, the same for every address, so that nothing is learnt about what there is.
 * - Signed in without the role: what an address without any route gets.
 * - The role, but no fresh credential where one is asked for: 403 `auth/step-up-needed`.
 *
 * A route without `config.access` can't be registered: no policy means nothing, and the node does not start.
 */
export function guardRoutes(app: App, readers: Readers): void {
  app.decorateRequest('reader', null);
  app.addHook('onRoute', ({ url, method, config }) => {
    if (!url.startsWith('/api/') || config?.access !== undefined) return;
    throw new HavenwachtError(
      'auth/no-policy',
      500,
      `${String(method)} ${url} does not say who may call it.`,
    );
  });
  app.addHook('onRequest', async (request) => {
    try {
      await guard(request, readers);
    } catch (error) {
      if (error instanceof HavenwachtError) {
        await readers.refused(request, error.code);
        told.add(request);
      }
      throw error;
    }
  });
}

/** Requests of whose refusal the readers were told by the guard itself. */
const told = new WeakSet<FastifyRequest>();

/** Tells of what was turned away before its work began; what a route refuses in its work it writes down itself. */
export function tellTurnedAway(request: FastifyRequest, code: string, readers: Readers): void {
  const early = code.startsWith('request/') || code === 'auth/too-many-tries';
  if (early && !told.has(request)) readers.turnedAway(request, code);
}

async function guard(request: FastifyRequest, readers: Readers): Promise<void> {
  const path = request.is404 ? request.url : (request.routeOptions.url ?? '');
  if (!path.startsWith('/api/')) return;
  if (changes(request) && !isOwnPage(request)) throw foreignWrite();
  const token = sessionToken(request.headers.cookie);
  const background = request.headers['havenwacht-background'] !== undefined;
  request.reader =
    token === null ? null : await readers.find({ token, purpose: purposeOf(request), background });

  const access = request.is404 ? 'signed-in' : (request.routeOptions.config.access ?? { roles: [] });
  if (access === 'public') return;
  const { reader } = request;
  if (reader === null) throw signInNeeded();
  if (request.is404) throw nothingThere(request.url);
  if (access === 'signed-in') return;
  if (!access.roles.some((role) => reader.roles.includes(role))) throw nothingThere(request.url);
  if (access.stepUp === true && !readers.isSteppedUp(reader)) {
    throw new HavenwachtError('auth/step-up-needed', 403, 'Show your key again to do this.');
  }
}

function changes({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/**
 * A page of another site can send a form here with the reader's cookie, but neither this header nor
 * that value of `Sec-Fetch-Site`, which the browser writes itself.
 */
function isOwnPage({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined ? headers['havenwacht-csrf'] === '1' : site === 'same-origin' || site === 'none';
}

/** One refusal for every write that is not known to come from the node's own page or a program. */
function foreignWrite(): HavenwachtError {
  return new HavenwachtError('request/origin', 403, 'Another site may not write to this node.');
}

function purposeOf({ headers }: FastifyRequest): string | null {
  const given = headers['havenwacht-purpose'];
  if (given === undefined || given === '') return null;
  let purpose: string;
  try {
    purpose = decodeURIComponent(String(given)).trim();
  } catch {
    purpose = '';
  }
  if (purpose === '' || purpose.length > longestPurpose || /\p{Cc}/u.test(purpose)) {
    throw new HavenwachtError(
      'request/purpose',
      400,
      `Havenwacht-Purpose has 1 to ${longestPurpose} characters, percent-encoded.`,
    );
  }
  return purpose;
}
