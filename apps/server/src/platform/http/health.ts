import { pendingMigrations, type Database } from '../db/index.ts';
import type { App } from './app.ts';

/** Something that has to hold before requests are sent to this node. */
export interface ReadyCheck {
  readonly name: string;
  /** Throws or returns words when it does not hold. */
  check(): Promise<string | undefined>;
}

const withinMs = 2_000;

/** `/healthz`: the process answers. `/readyz`: it can work. For the machines that watch the node. */
export function registerHealth(app: App, db: Database, extra: readonly ReadyCheck[]): void {
  const checks: readonly ReadyCheck[] = [
    {
      name: 'database',
      check: async () => {
        await db.query('select 1');
        return undefined;
      },
    },
    {
      name: 'migrations',
      check: async () => ((await pendingMigrations(db)).length === 0 ? undefined : 'run havenwacht migrate'),
    },
    ...extra,
  ];
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (request, reply) => {
    const results = await Promise.all(
      checks.map(async ({ name, check }) => {
        const problem = await within(check()).catch((error: unknown) => {
          request.log.warn({ error, check: name }, 'not ready');
          return 'failed';
        });
        return { name, ok: problem === undefined, ...(problem === undefined ? {} : { problem }) };
      }),
    );
    const ready = results.every(({ ok }) => ok);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks: results });
  });
}

async function within<T>(work: Promise<T>): Promise<T | string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in time'), withinMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
