import type { Database } from '../../platform/db/index.ts';

/** What happened, for those who watch: which visits changed in which revision, what became of a file, on which visits somebody acted. */
export type LiveNews =
  | { readonly kind: 'list'; readonly revision: number }
  | { readonly kind: 'file'; readonly file: string; readonly verdict: string }
  | { readonly kind: 'triage'; readonly visits: readonly string[] };

export interface LiveFollower {
  stop(): Promise<void>;
}

/** Reads the news of the node as it is committed. What of it a reader is told is decided for each reader. */
export async function followLive(
  db: Database,
  tell: (news: LiveNews) => Promise<void>,
  onError: (error: unknown) => void,
): Promise<LiveFollower> {
  let last = (await db.query<{ id: number }>('select coalesce(max(id), 0) as id from event'))[0]?.id ?? 0;
  let reading: Promise<void> = Promise.resolve();
  const read = async (): Promise<void> => {
    const news = await db.query<{ id: number; kind: string; body: Record<string, unknown> }>(
      "select id, kind, body from event where id > $1 and kind in ('list-changed', 'file-taken', 'triage-changed') order by id limit 500",
      [last],
    );
    for (const { id, kind, body } of news) {
      last = id;
      await tell(
        kind === 'list-changed'
          ? { kind: 'list', revision: Number(body['revision']) }
          : kind === 'file-taken'
            ? { kind: 'file', file: String(body['file']), verdict: String(body['verdict']) }
            : { kind: 'triage', visits: body['visits'] as readonly string[] },
      );
    }
  };
  const unlisten = await db.listen('news', () => {
    reading = reading.then(read, read);
    reading.catch(onError);
  });
  return {
    async stop() {
      await unlisten();
      await reading.catch(() => {});
    },
  };
}
