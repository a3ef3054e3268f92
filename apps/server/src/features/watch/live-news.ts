import type { Database } from '../../platform/db/index.ts';

/** What happened, for those who watch: which visits changed in which revision, what became of a file, on which visits somebody acted, which control or lowering took a step. */
export type LiveNews =
  | { readonly kind: 'list'; readonly revision: number }
  | { readonly kind: 'file'; readonly file: string; readonly verdict: string }
  | { readonly kind: 'triage'; readonly visits: readonly string[] }
  | { readonly kind: 'control'; readonly control: string }
  | { readonly kind: 'lowering'; readonly lowering: string };

export interface LiveFollower {
  stop(): Promise<void>;
}

/** The events that are told live, and what is told of them. */
const newsOf: Readonly<Record<string, (body: Record<string, unknown>) => LiveNews>> = {
  'list-changed': ({ revision }) => ({ kind: 'list', revision: Number(revision) }),
  'file-taken': ({ file, verdict }) => ({ kind: 'file', file: String(file), verdict: String(verdict) }),
  'triage-changed': ({ visits }) => ({ kind: 'triage', visits: visits as readonly string[] }),
  'control-changed': ({ control }) => ({ kind: 'control', control: String(control) }),
  'lowering-changed': ({ lowering }) => ({ kind: 'lowering', lowering: String(lowering) }),
};

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
      'select id, kind, body from event where id > $1 and kind = any($2::text[]) order by id limit 500',
      [last, Object.keys(newsOf)],
    );
    for (const { id, kind, body } of news) {
      last = id;
      const told = newsOf[kind]?.(body);
      if (told !== undefined) await tell(told);
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
