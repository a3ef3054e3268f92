import { queryOptions } from '@tanstack/react-query';
import type {
  Comparison,
  ConsoleSettings,
  Dossier,
  FileBytes,
  FileDetail,
  FileItem,
  FileState,
  IdentityCase,
  Listing,
  Mark,
  NodeAnswer,
  Party,
  RecentDossier,
  SavedView,
  SignalAbout,
  SourceRef,
  VisitAct,
  VisitPage,
  Wallboard,
} from './node-answers.ts';
import { askNode } from './problem.ts';

const base = '/api/v1';

export const nodeQuery = queryOptions({
  queryKey: ['node'],
  queryFn: ({ signal }) => askNode<NodeAnswer>(`${base}/node`, { signal }),
  refetchInterval: 30_000,
});

export const signalsQuery = queryOptions({
  queryKey: ['signals'],
  queryFn: async ({ signal }) => {
    const answer = await askNode<readonly SignalAbout[] | Listing<SignalAbout>>(`${base}/signals`, {
      signal,
    });
    return 'items' in answer ? answer.items : answer;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** Rows fetched in one go; windows are aligned to it so that they are shared by every scroll position. */
export const rowsPerWindow = 100;

/**
 * One window of the ranked list.
 *
 * @param filter the query string of the filters and the order, without `from` and `limit`
 */
export function visitWindowQuery(filter: string, from: number) {
  const query = `${filter}${filter === '' ? '' : '&'}from=${from}&limit=${rowsPerWindow}`;
  return queryOptions({
    queryKey: ['visits', filter, from],
    queryFn: ({ signal }) => askNode<VisitPage>(`${base}/visits?${query}`, { signal }),
    // Rows change only when the node says so over the live channel.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
  });
}

export function dossierQuery(id: string) {
  return queryOptions({
    queryKey: ['dossier', id],
    queryFn: ({ signal }) => askNode<Dossier>(`${base}/visits/${encodeURIComponent(id)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const filesPerPage = 50;

export function filesQuery(state: FileState | undefined, from: number) {
  const query = new URLSearchParams({ from: String(from), limit: String(filesPerPage) });
  if (state) query.set('state', state);
  return queryOptions({
    queryKey: ['files', state ?? '', from],
    queryFn: ({ signal }) => askNode<Listing<FileItem>>(`${base}/files?${query}`, { signal }),
  });
}

export function fileQuery(hash: string) {
  return queryOptions({
    queryKey: ['file', hash],
    queryFn: ({ signal }) => askNode<FileDetail>(`${base}/files/${hash}`, { signal }),
  });
}

/** Segments of a file around a byte. @param segments how many before and how many after the one with the byte */
export function fileBytesQuery(hash: string, around: number, segments: number) {
  return queryOptions({
    queryKey: ['bytes', hash, around, segments],
    queryFn: ({ signal }) =>
      askNode<FileBytes>(`${base}/files/${hash}/bytes?around=${around}&segments=${segments}`, { signal }),
    // The name of a file is the hash of its bytes: what was read once stays true.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function identityCasesQuery(state: 'open' | 'closed') {
  return queryOptions({
    queryKey: ['identity-cases', state],
    queryFn: ({ signal }) =>
      askNode<Listing<IdentityCase>>(`${base}/identity-cases?state=${state}`, { signal }),
  });
}

/** Decides about a quarantined file. @throws {Problem} `intake/not-quarantined` when somebody was earlier */
export function decideFile(hash: string, decision: 'release' | 'reject', reason: string): Promise<FileItem> {
  return askNode<FileItem>(`${base}/files/${hash}/${decision}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reason }),
  });
}

/** What was done with the visits of the list, by visit. */
export const marksQuery = queryOptions({
  queryKey: ['marks'],
  queryFn: async ({ signal }) => {
    const { items } = await askNode<{ items: readonly Mark[] }>(`${base}/marks`, { signal });
    return new Map(items.map((mark) => [mark.visit, mark]));
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export function visitActsQuery(id: string) {
  return queryOptions({
    queryKey: ['visit-acts', id],
    queryFn: async ({ signal }) =>
      (
        await askNode<{ items: readonly VisitAct[] }>(`${base}/visits/${encodeURIComponent(id)}/acts`, {
          signal,
        })
      ).items,
  });
}

export function partiesQuery(id: string) {
  return queryOptions({
    queryKey: ['parties', id],
    queryFn: async ({ signal }) =>
      (
        await askNode<{ items: readonly Party[] }>(`${base}/visits/${encodeURIComponent(id)}/parties`, {
          signal,
        })
      ).items,
    staleTime: 60_000,
  });
}

/** Two messages about one visit, side by side. */
export function versionsQuery(id: string, earlier: SourceRef, later: SourceRef) {
  const query = `earlier=${earlier.file}.${earlier.offset}&later=${later.file}.${later.offset}`;
  return queryOptions({
    queryKey: ['versions', id, query],
    queryFn: ({ signal }) =>
      askNode<Comparison>(`${base}/visits/${encodeURIComponent(id)}/versions?${query}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: async ({ signal }) =>
    (await askNode<{ items: readonly SavedView[] }>(`${base}/views`, { signal })).items,
  staleTime: 60_000,
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => askNode<ConsoleSettings>(`${base}/settings`, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const recentQuery = queryOptions({
  queryKey: ['recent'],
  queryFn: async ({ signal }) =>
    (await askNode<{ items: readonly RecentDossier[] }>(`${base}/recent-dossiers`, { signal })).items,
});

export const wallboardQuery = queryOptions({
  queryKey: ['wallboard'],
  queryFn: ({ signal }) => askNode<Wallboard>(`${base}/wallboard`, { signal }),
});
