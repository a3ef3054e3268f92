import { queryOptions } from '@tanstack/react-query';
import type {
  Dossier,
  FileBytes,
  FileDetail,
  FileItem,
  FileState,
  IdentityCase,
  Listing,
  NodeAnswer,
  SignalAbout,
  VisitPage,
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
