import { z } from 'zod';
import { readerOf } from '../../platform/auth/index.ts';
import { openEventStream, type App, type EventStream } from '../../platform/http/index.ts';
import type { Scope, Scopes } from '../../platform/scope/index.ts';
import { needsPseudonyms, presentFor, rolesThatSee } from '../people/index.ts';
import type { LiveFollower, LiveNews } from './live-news.ts';
import { liveView } from './live-view.ts';
import { nodeView } from './node-view.ts';

/** Who this node is. */
export interface NodeAbout {
  readonly name: string;
  readonly country: string;
  readonly ports: readonly string[];
  readonly demo: boolean;
  readonly version: string;
}

const nodeSchema = z
  .object({
    name: z.string(),
    country: z.string(),
    ports: z.array(z.string()),
    demo: z.boolean(),
    version: z.string(),
    clock: z.string().meta({ format: 'date-time' }),
    feeds: z.array(
      z.object({
        name: z.string(),
        files: z.int(),
        lastReceivedAt: z.string().meta({ format: 'date-time' }).nullable(),
        silentAfterMinutes: z.int().nullable(),
      }),
    ),
    quarantined: z.int(),
    identityCases: z.int(),
    openVisits: z.int(),
    revision: z.int(),
  })
  .partial()
  .meta({ id: 'Node' });

const eventsSchema = z
  .string()
  .meta({ description: 'Server-sent events: revision, file, triage, control, clock' });

/** How the node is doing, and what changes while a reader watches. */
export async function watchRoutes(
  app: App,
  parts: {
    readonly scopes: Scopes;
    readonly now: () => number;
    readonly about: NodeAbout;
    readonly followLive: (
      tell: (news: LiveNews) => Promise<void>,
      onError: (error: unknown) => void,
    ) => Promise<LiveFollower>;
  },
): Promise<() => Promise<void>> {
  const { scopes, now, about } = parts;
  app.get(
    '/api/v1/node',
    {
      schema: {
        tags: ['watch'],
        summary: 'The node, its feeds and what waits',
        response: { 200: nodeSchema },
      },
      config: { access: { roles: rolesThatSee('node') } },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const { name, country, ports, demo, version } = about;
      const { feeds, ...sums } = await nodeView(scope);
      return presentFor(scope.reader, 'node', {
        name,
        country,
        ports: [...ports],
        demo,
        version,
        clock: new Date(now()).toISOString(),
        feeds: [...feeds],
        ...sums,
      });
    },
  );

  const watchers = new Map<EventStream, Scope>();
  const follower = await parts.followLive(
    async (news) => {
      for (const [stream, scope] of watchers) {
        const event = await liveView(scope, news);
        if (event !== null) stream.send(event.name, event.data);
      }
    },
    (error) => app.log.warn({ error }, 'live news could not be read'),
  );
  const sendClock = (stream: EventStream): void =>
    stream.send('clock', { now: new Date(now()).toISOString() });
  const clock = setInterval(() => {
    for (const stream of watchers.keys()) sendClock(stream);
  }, 10_000).unref();

  app.get(
    '/api/v1/live',
    {
      schema: {
        tags: ['watch'],
        summary: 'Changes as server-sent events: revision, file, triage, control, clock',
        response: { 200: { content: { 'text/event-stream': { schema: eventsSchema } } } },
      },
      config: { access: { roles: rolesThatSee('visit') } },
    },
    (request, reply) => {
      const scope = scopes(readerOf(request));
      const stream = openEventStream(request, reply);
      // Who knows visits by pseudonyms only hears the clock: what changed would name them.
      if (!needsPseudonyms(scope.reader, 'visit')) watchers.set(stream, scope);
      void stream.closed.then(() => watchers.delete(stream));
      sendClock(stream);
    },
  );
  return async () => {
    clearInterval(clock);
    await follower.stop();
  };
}
