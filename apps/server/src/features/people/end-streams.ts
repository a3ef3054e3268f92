import type { App } from '../../platform/http/index.ts';
import { closeStreamsOf, streamSessions } from '../../platform/http/index.ts';
import type { PeopleParts } from './people-parts.ts';
import { isLocked } from './session-rules.ts';
import { standingSessions } from './session-store.ts';

const lookEveryMs = 5_000;

/**
 * Ends the live streams of sessions that ended or locked: at once when somebody did it, also in another
 * process of this node, and within seconds when their time ran out.
 *
 * @returns how to stop
 */
export async function endStreams(
  app: App,
  { db, now, about, log }: Pick<PeopleParts, 'db' | 'now' | 'about' | 'log'>,
): Promise<() => Promise<void>> {
  const look = async (): Promise<void> => {
    const open = streamSessions(app);
    if (open.length === 0) return;
    const at = now();
    const awake = new Set(
      (await standingSessions(db, open, { at, demo: about.demo }))
        .filter((session) => !isLocked(session, at))
        .map(({ id }) => id),
    );
    closeStreamsOf(
      app,
      open.filter((session) => !awake.has(session)),
    );
  };
  let looking: Promise<void> = Promise.resolve();
  const lookSoon = (): void => {
    looking = looking.then(look, look);
    // Whoever can't be looked up is no longer shown anything.
    looking.catch((error: unknown) => {
      log.warn({ error }, 'sessions of live streams could not be looked up');
      closeStreamsOf(app, streamSessions(app));
    });
  };
  const timer = setInterval(lookSoon, lookEveryMs).unref();
  const unlisten = await db.listen('session', lookSoon);
  return async () => {
    clearInterval(timer);
    await unlisten();
    await looking.catch(() => {});
  };
}
