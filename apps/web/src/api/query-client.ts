import { QueryCache, QueryClient } from '@tanstack/react-query';
import type { Board } from './controls.ts';
import { LiveChannel } from './live-channel.ts';
import type { LiveNews } from './live-channel.ts';
import { nodeClock } from './node-clock.ts';
import { Problem } from './problem.ts';

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    // The session has ended or was locked elsewhere: the gate asks who is there and shows the door.
    onError: (error) => {
      if (error instanceof Problem && error.status === 401)
        void queryClient.invalidateQueries({ queryKey: ['session'] });
    },
  }),
  defaultOptions: {
    queries: {
      // An answer of the node stands; only a network that failed once is worth a second try.
      retry: (failures, error) => failures < 1 && error instanceof Problem && error.status === 0,
      retryDelay: 400,
      refetchOnWindowFocus: false,
      staleTime: 10_000,
    },
  },
});

/** Asking again at most this often, however fast the news comes. */
const quietMs = 1000;
let waiting: LiveNews[] = [];
let askedAt = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function askAgain(): void {
  const news = waiting;
  waiting = [];
  timer = undefined;
  askedAt = Date.now();
  const all = news.some(({ changed }) => changed === null);
  const ids = new Set(news.flatMap(({ changed }) => changed ?? []));
  if (all || ids.size > 0) {
    void queryClient.invalidateQueries({ queryKey: ['visits'] });
    void queryClient.invalidateQueries({ queryKey: ['wallboard'] });
    void queryClient.invalidateQueries({ queryKey: ['identity-cases'] });
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === 'dossier' && (all || ids.has(String(queryKey[1]))),
    });
  }
  if (news.some(({ desk }) => desk)) refreshDesk();
  // What the desk proposes stands on the board of controls; what a message moves, on the control of its box.
  if (news.some(({ desk, controls }) => desk || controls) || touchesControl(ids, all))
    void queryClient.invalidateQueries({ queryKey: ['controls'] });
  if (news.some(({ files }) => files)) void queryClient.invalidateQueries({ queryKey: ['files'] });
  void queryClient.invalidateQueries({ queryKey: ['node'] });
}

/** Whether news of visits is about a box whose control is in sight: only then the board is read again, which is put on record. */
function touchesControl(ids: ReadonlySet<string>, all: boolean): boolean {
  return queryClient
    .getQueriesData<Board>({ queryKey: ['controls', 'board'] })
    .some(([, board]) => board?.items.some(({ box }) => box !== null && (all || ids.has(box.visit))));
}

/** Asks again what people did with the list, and which rows a filter on that shows. */
export function refreshDesk(): void {
  void queryClient.invalidateQueries({ queryKey: ['marks'] });
  void queryClient.invalidateQueries({ queryKey: ['visit-acts'] });
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) => queryKey[0] === 'visits' && String(queryKey[1]).includes('triage='),
  });
}

export const liveChannel = new LiveChannel({
  open: () => new EventSource('/api/v1/live'),
  onNews: (news) => {
    waiting.push(news);
    timer ??= setTimeout(askAgain, Math.max(0, askedAt + quietMs - Date.now()));
  },
  onClock: (now) => nodeClock.set(now),
});
