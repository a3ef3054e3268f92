import type { Database } from '../../platform/db/index.ts';
import { openEventStream, type App } from '../../platform/http/index.ts';
import { caseRoles, staffRoles } from '../people/index.ts';
import { nodeView } from './node-view.ts';

/** Who this node is. */
export interface NodeAbout {
  readonly name: string;
  readonly country: string;
  readonly ports: readonly string[];
  readonly demo: boolean;
  readonly version: string;
}

/** How the node is doing, and what changes while a reader watches. */
export async function watchRoutes(
  app: App,
  parts: { readonly db: Database; readonly now: () => number; readonly about: NodeAbout },
): Promise<() => Promise<void>> {
  const { db, now, about } = parts;
  app.get(
    '/api/v1/node',
    {
      schema: { tags: ['watch'], summary: 'The node, its feeds and what waits' },
      config: { access: { roles: staffRoles } },
    },
    async () => ({
      ...about,
      clock: new Date(now()).toISOString(),
      ...(await nodeView(db)),
    }),
  );

  const readers = new Set<(event: string, data: object) => void>();
  let last = (await db.query<{ id: number }>('select coalesce(max(id), 0) as id from event'))[0]?.id ?? 0;
  let reading: Promise<void> = Promise.resolve();
  const read = async (): Promise<void> => {
    const news = await db.query<{ id: number; kind: string; body: Record<string, unknown> }>(
      "select id, kind, body from event where id > $1 and kind in ('list-changed', 'file-taken', 'triage-changed') order by id limit 500",
      [last],
    );
    for (const { id, kind, body } of news) {
      last = id;
      const [name, data] =
        kind === 'list-changed'
          ? ['revision', { revision: body['revision'], changed: body['visits'], total: body['total'] }]
          : kind === 'file-taken'
            ? ['file', { id: body['file'], verdict: body['verdict'] }]
            : ['triage', {}];
      for (const send of readers) send(name, data);
    }
  };
  const unlisten = await db.listen('news', () => {
    reading = reading.then(read, read);
    reading.catch((error: unknown) => app.log.warn({ error }, 'live news could not be read'));
  });
  const clock = setInterval(() => {
    for (const send of readers) send('clock', { now: new Date(now()).toISOString() });
  }, 10_000).unref();

  app.get(
    '/api/v1/live',
    {
      schema: { tags: ['watch'], summary: 'Changes as server-sent events: revision, file, triage, clock' },
      config: { access: { roles: caseRoles } },
    },
    (request, reply) => {
      const stream = openEventStream(request, reply);
      const send = (event: string, data: object): void => {
        stream.send(event, data);
      };
      readers.add(send);
      void stream.closed.then(() => readers.delete(send));
      send('clock', { now: new Date(now()).toISOString() });
    },
  );
  return async () => {
    clearInterval(clock);
    await unlisten();
    await reading.catch(() => {});
  };
}
