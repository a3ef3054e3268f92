import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Database } from '../db/index.ts';
import { HavenwachtError } from '../havenwacht-error.ts';
import type { App } from './app.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What comes in or goes out is a secret: no trace of it is kept, and an `Idempotency-Key` does nothing. */
    isSecret?: boolean;
  }
}

const keptHours = 24;
/** A request that has no answer after so long died with its process; its key is free again. */
const abandonedMinutes = 10;

/**
 * A POST with an `Idempotency-Key` does its work once; sent again it gets the first answer, marked
 * `Idempotency-Replayed`. Answers are kept for a day. Failures of the node (5xx) are not kept.
 *
 * Bodies that are streamed are left alone: what takes them is idempotent by their content.
 */
export function honourIdempotencyKeys(app: App, db: Database): void {
  const held = new WeakMap<FastifyRequest, string>();

  app.addHook('preHandler', async (request, reply) => {
    const given = request.headers['idempotency-key'];
    const { isSecret } = request.routeOptions.config;
    if (request.method !== 'POST' || given === undefined || isSecret === true || isStream(request.body))
      return;
    if (typeof given !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(given)) {
      throw new HavenwachtError(
        'request/idempotency-key',
        400,
        'An Idempotency-Key has 1 to 200 visible ASCII characters.',
      );
    }
    // A key is its person's own, as he stood: with another's, or after a role was taken from him, he
    // would get what was answered to somebody who may see more.
    const { person = '', roles = [], groups = [], ports = null } = request.reader ?? {};
    const key = `${person} ${request.url} ${given}`;
    const hash = createHash('sha256')
      .update(JSON.stringify([request.body ?? null, roles, groups, ports]))
      .digest('hex');
    await db.execute(`delete from idempotency_key where created_at < now() - interval '${keptHours} hours'`);
    const taken = await db.execute(
      `insert into idempotency_key (key, request_hash) values ($1, $2)
       on conflict (key) do update set created_at = now()
         where idempotency_key.status is null and idempotency_key.request_hash = excluded.request_hash
           and idempotency_key.created_at < now() - interval '${abandonedMinutes} minutes'`,
      [key, hash],
    );
    if (taken === 1) {
      held.set(request, key);
      return;
    }
    const [known] = await db.query<{
      request_hash: string;
      status: number | null;
      headers: Record<string, string> | null;
      body: string | null;
    }>('select request_hash, status, headers, body from idempotency_key where key = $1', [key]);
    if (known !== undefined && known.request_hash !== hash) {
      throw new HavenwachtError(
        'request/idempotency-key-reused',
        422,
        'This Idempotency-Key was used for another request.',
      );
    }
    if (known === undefined || known.status === null) {
      throw new HavenwachtError(
        'request/in-progress',
        409,
        'The first request with this Idempotency-Key still runs.',
      );
    }
    reply.header('idempotency-replayed', 'true').headers(known.headers ?? {});
    return reply
      .code(known.status)
      .serializer((text: string) => text)
      .send(known.body);
  });

  app.addHook('onSend', async (request, reply, payload: unknown) => {
    const key = held.get(request);
    if (key === undefined) return payload;
    held.delete(request);
    if (
      reply.statusCode >= 500 ||
      (typeof payload !== 'string' && payload !== null && payload !== undefined)
    ) {
      await db.execute('delete from idempotency_key where key = $1', [key]);
      return payload;
    }
    const headers: Record<string, string> = {};
    for (const name of ['content-type', 'location', 'etag']) {
      const value = reply.getHeader(name);
      if (typeof value === 'string') headers[name] = value;
    }
    await db.execute('update idempotency_key set status = $2, headers = $3, body = $4 where key = $1', [
      key,
      reply.statusCode,
      JSON.stringify(headers),
      payload ?? '',
    ]);
    return payload;
  });
}

function isStream(body: unknown): boolean {
  return typeof (body as { pipe?: unknown } | null | undefined)?.pipe === 'function';
}
