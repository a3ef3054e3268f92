import { z } from 'zod';
import { readerOf } from '../../platform/auth/index.ts';
import type { Blobs } from '../../platform/blobs/index.ts';
import { instantText } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/db/index.ts';
import type { App } from '../../platform/http/index.ts';
import { presentFor, rolesThatSee } from '../people/index.ts';
import {
  checkBlobs,
  checkClock,
  checkDatabase,
  checkDataFolder,
  checkDisk,
  checkFeeds,
  checkMigrations,
  checkNews,
  checkRuntime,
  type Checkup,
} from './checkup.ts';

const checkupSchema = z
  .object({
    check: z.string(),
    state: z.enum(['ok', 'warn', 'fail']),
    about: z.string(),
    do: z.string(),
  })
  .partial()
  .meta({ id: 'Checkup' });

/** An answer stands this long: the checks read files and are not run for every press of a key. */
const standsMs = 30_000;

/** What `havenwacht doctor` finds, for those who watch over the node. Nothing of a case stands in it. */
export function healthRoutes(
  app: App,
  parts: {
    readonly db: Database;
    readonly blobs: Blobs;
    readonly dataFolder: string | null;
    /** The clock of what the node receives, and the machine's own. */
    readonly now: () => number;
    readonly wallNow: () => number;
  },
): void {
  const { db, blobs, dataFolder, now, wallNow } = parts;
  const examine = async (): Promise<readonly Checkup[]> => [
    checkRuntime(process.versions.node),
    ...(dataFolder === null ? [] : [await checkDataFolder(dataFolder), await checkDisk(dataFolder)]),
    await checkDatabase(db),
    await checkMigrations(db),
    await checkClock(db, wallNow()),
    await checkNews(db, wallNow()),
    await checkFeeds(db, now()),
    await checkBlobs(db, blobs),
  ];
  let standing: { readonly at: number; readonly found: Promise<readonly Checkup[]> } | null = null;

  app.get(
    '/api/v1/health-checks',
    {
      config: { access: { roles: rolesThatSee('checkup') } },
      schema: {
        tags: ['watch'],
        summary: 'Every check of the node, as doctor runs them',
        response: { 200: z.object({ at: z.string(), items: z.array(checkupSchema) }) },
      },
    },
    async (request) => {
      if (standing === null || wallNow() - standing.at >= standsMs) {
        const found = examine();
        standing = { at: wallNow(), found };
        found.catch(() => (standing = null));
      }
      const { at, found } = standing;
      return {
        at: instantText(at),
        items: (await found).map(({ state, ...one }) =>
          presentFor(readerOf(request), 'checkup', { ...one, state: state === 'damaged' ? 'fail' : state }),
        ),
      };
    },
  );
}
