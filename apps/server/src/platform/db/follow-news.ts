import type { Database, Transaction } from './database.ts';

/** One event row: what a feature told downstream with `tx.news(kind, body)`. */
export interface News<Body = unknown> {
  readonly id: number;
  readonly at: number;
  readonly kind: string;
  readonly body: Body;
}

export interface FollowNewsOptions {
  /** The name under which the database remembers how far this reader is. One name a purpose. */
  readonly reader: string;
  readonly kinds: readonly string[];
  /** At most so many events at once. Default 100. */
  readonly limit?: number;
  /** Handles events in order. What it writes with `tx` and the reader's position commit together. */
  readonly handle: (tx: Transaction, news: readonly News[]) => Promise<void>;
  /** A failed batch is tried again after a pause; it is never skipped. */
  readonly onError: (error: unknown) => void;
  /** Called after a batch is committed. */
  readonly onHandled?: (news: readonly News[]) => void;
}

export interface NewsFollower {
  /** Handles all that is committed now; resolves when nothing is left. Throws what `handle` throws. */
  drain(): Promise<void>;
  /** Waits for the batch that runs, then stops. */
  stop(): Promise<void>;
}

/**
 * Reads the next news for one reader, and moves its position in the same transaction.
 *
 * @returns the events handled; empty when there are none or another process is handling them
 */
export async function readNews(
  db: Database,
  options: Pick<FollowNewsOptions, 'reader' | 'kinds' | 'limit' | 'handle'>,
): Promise<readonly News[]> {
  return db.transaction(async (tx) => {
    await tx.execute(
      `insert into event_reader (name, kinds, last_event) values ($1, $2, 0)
       on conflict (name) do update set kinds = excluded.kinds where event_reader.kinds <> excluded.kinds`,
      [options.reader, options.kinds],
    );
    const [position] = await tx.query<{ last_event: number }>(
      'select last_event from event_reader where name = $1 for update skip locked',
      [options.reader],
    );
    if (position === undefined) return [];
    const news = await tx.query<News>(
      'select id, at, kind, body from event where id > $1 and kind = any($2::text[]) order by id limit $3',
      [position.last_event, options.kinds, options.limit ?? 100],
    );
    const last = news.at(-1);
    if (last === undefined) return [];
    await options.handle(tx, news);
    await tx.execute('update event_reader set last_event = $2 where name = $1', [options.reader, last.id]);
    return news;
  });
}

/**
 * Handles news as it comes, until stopped: at once when told, and every few seconds in case a
 * notification was lost.
 *
 * ```ts
 * const follower = await followNews(db, {
 *   reader: 'screening',
 *   kinds: ['cargo-changed'],
 *   handle: async (tx, news) => rescreen(tx, news),
 *   onError: (error) => log.error(error),
 * });
 * ```
 */
export async function followNews(db: Database, options: FollowNewsOptions): Promise<NewsFollower> {
  let stopped = false;
  let again = false;
  let running: Promise<void> | null = null;
  let retry: NodeJS.Timeout | undefined;

  const work = async (): Promise<void> => {
    do {
      again = false;
      for (;;) {
        if (stopped) return;
        const news = await readNews(db, options);
        if (news.length === 0) break;
        options.onHandled?.(news);
      }
    } while (again);
  };
  const start = (): Promise<void> => {
    if (running !== null) {
      again = true;
      return running;
    }
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  const wake = (): void => {
    if (stopped) return;
    start().catch((error: unknown) => {
      if (stopped) return;
      options.onError(error);
      clearTimeout(retry);
      retry = setTimeout(wake, 2_000).unref();
    });
  };

  const unlisten = await db.listen('news', wake);
  const poll = setInterval(wake, 5_000).unref();
  wake();
  return {
    drain: start,
    async stop() {
      stopped = true;
      clearInterval(poll);
      clearTimeout(retry);
      await unlisten();
      await running?.catch(() => {});
    },
  };
}
