/**
 * The frame every HTTP interface of the node stands in.
 *
 * ```ts
 * const app = await createApp({ log, version, db, webFolder, hosts: ['localhost'] });
 * app.get('/api/v1/node', { schema, config: { access: 'signed-in' } }, async () => node());
 * await listen(app, { host: '127.0.0.1', port: 4180, orAnyPort: true });
 * ```
 *
 * A route under /api says in `config.access` who may call it. Schemas are zod; OpenAPI comes from
 * them. Errors leave as problem+json: throw a {@link HavenwachtError}. GET answers under /api carry an ETag. POST honours `Idempotency-Key`.
 * A route that takes raw bytes: `config: { rawBody: true }`. One that streams events: `openEventStream`.
 */
import type { Socket } from 'node:net';
import swagger from '@fastify/swagger';
import Fastify, { LogController, type FastifyBaseLogger } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { guardRoutes, noReaders, tellTurnedAway, type Readers } from '../auth/index.ts';
import type { Database } from '../db/index.ts';
import { opaqueId } from '../ids/opaque-id.ts';
import type { Log } from '../log/log.ts';
import type { App } from './app.ts';
import { registerDocs } from './docs-page.ts';
import { answerWithETag } from './etag.ts';
import { closeEventStreamsWith } from './event-stream.ts';
import { guardOrigin } from './guard-origin.ts';
import { registerHealth, type ReadyCheck } from './health.ts';
import { honourIdempotencyKeys } from './idempotency.ts';
import type { Metrics } from './metrics.ts';
import { problemSchema, problemType, toProblem } from './problem.ts';
import { readBodies } from './read-body.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { serveWeb } from './serve-web.ts';

export interface AppOptions {
  readonly log: Log;
  readonly version: string;
  readonly db: Database;
  /** Who asks; without it nobody is ever signed in. */
  readonly readers?: Readers;
  /** Names the node may be called by besides those of loopback: the public names in front of a proxy. */
  readonly hosts?: readonly string[];
  /** Addresses of proxies whose `X-Forwarded-For` is believed; of anybody else it is ignored. */
  readonly proxies?: readonly string[];
  /** The built screens; `null` serves none. */
  readonly webFolder: string | null;
  /** JSON bodies above this are refused. Default 1 MiB. */
  readonly bodyLimitBytes?: number;
  readonly metrics?: Metrics;
  /** What has to hold before work is sent here, besides an answering, migrated database. */
  readonly ready?: readonly ReadyCheck[];
}

export async function createApp(options: AppOptions): Promise<App> {
  const app: App = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimitBytes ?? 1_048_576,
    trustProxy: options.proxies === undefined || options.proxies.length === 0 ? false : [...options.proxies],
    genReqId: () => opaqueId('r'),
    forceCloseConnections: 'idle',
    requestTimeout: 0,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const readers = options.readers ?? noReaders;
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, request.id);
    tellTurnedAway(request, problem.code, readers);
    if (problem.status >= 500)
      request.log.error({ error, route: request.routeOptions.url }, 'request failed');
    else request.log.debug({ code: problem.code, route: request.routeOptions.url }, 'request refused');
    return reply.code(problem.status).type(problemType).serializer(JSON.stringify).send(problem);
  });
  readBodies(app);
  setSecurityHeaders(app);
  guardOrigin(app, options.hosts ?? []);
  guardRoutes(app, readers);
  answerWithETag(app);
  honourIdempotencyKeys(app, options.db);
  closeEventStreamsWith(app);
  closeUnusedConnectionsWith(app);
  options.metrics?.watch(app);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Havenwacht',
        version: options.version,
        description: 'One node of Havenwacht. Times are RFC 3339 in UTC; identifiers are opaque.',
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => dropUnused(jsonSchemaTransformObject(document)),
  });
  describeProblems(app);
  registerDocs(app);
  registerHealth(app, options.db, options.ready ?? []);
  await serveWeb(app, options.webFolder);
  return app;
}

/** Leaves out schemas that are registered for what comes in and for what goes out, but used for one only. */
function dropUnused<Document extends object>(document: Document): Document {
  const schemas =
    (document as { components?: { schemas?: Record<string, unknown> } }).components?.schemas ?? {};
  const text = JSON.stringify(document);
  for (const name of Object.keys(schemas)) {
    if (!text.includes(`"#/components/schemas/${name}"`)) delete schemas[name];
  }
  return document;
}

/** Every operation of the interface may answer with a problem; the document says so. */
function describeProblems(app: App): void {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/')) return;
    const problem = { description: 'A problem', content: { [problemType]: { schema: problemSchema } } };
    const response = (route.schema?.response ?? {}) as Record<string, unknown>;
    route.schema = { ...route.schema, response: { ...response, '4xx': response['4xx'] ?? problem } };
  });
}

/**
 * Browsers open connections ahead of need. Node does not count one that never carried a request as
 * idle, and closing would wait a minute for each.
 */
function closeUnusedConnectionsWith(app: App): void {
  const unused = new Set<Socket>();
  app.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }) => unused.delete(socket));
  app.addHook('preClose', async () => {
    for (const socket of unused) socket.destroy();
  });
}

/** The OpenAPI 3.1 document of everything that is registered. */
export async function openApiDocument(app: App): Promise<object> {
  await app.ready();
  return app.swagger();
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Take any free port when this one is taken. */
  readonly orAnyPort?: boolean;
}

/** Starts listening. @returns the address, e.g. `http://127.0.0.1:4180` */
export async function listen(app: App, options: ListenOptions): Promise<string> {
  const { host, port } = options;
  try {
    return await app.listen({ host, port, listenTextResolver: () => '' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || options.orAnyPort !== true) throw error;
    return app.listen({ host, port: 0, listenTextResolver: () => '' });
  }
}
