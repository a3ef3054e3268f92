import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { VisitPage, VisitRow } from '../../api/node-answers.ts';
import { rowsPerWindow, visitWindowQuery } from '../../api/queries.ts';

export interface VisitList {
  /** Rows of the whole list; `undefined` until the first answer. */
  readonly total: number | undefined;
  readonly asOf: string | undefined;
  readonly rowAt: (index: number) => VisitRow | undefined;
  /** Places of the rows that are loaded now. */
  readonly loaded: () => Iterable<number>;
  readonly failed: readonly { readonly from: number; readonly error: unknown; readonly retry: () => void }[];
  /** Changes with every answer. */
  readonly stamp: number;
}

/** A window passed over faster than this is not asked for. */
const restMs = 40;

/**
 * The ranked list in windows: those in sight are fetched, those seen before come from the cache.
 *
 * @param needed numbers of the windows in sight
 */
export function useVisitList(filter: string, needed: readonly number[]): VisitList {
  const client = useQueryClient();
  const [known, setKnown] = useState<{ filter: string; page: VisitPage }>();
  const total = known?.filter === filter ? known.page.total : undefined;

  const neededKey = `${filter} ${needed.join()}`;
  const [wanted, setWanted] = useState({ key: neededKey, filter, windows: needed });
  useEffect(() => {
    const timer = setTimeout(() => setWanted({ key: neededKey, filter, windows: needed }), restMs);
    return () => clearTimeout(timer);
    // `needed` is spelled out in its key.
  }, [neededKey, filter]);
  const windows = wanted.filter === filter ? wanted.windows : needed.slice(0, 1);

  const results = useQueries({
    queries: windows.map((window) => visitWindowQuery(filter, window * rowsPerWindow)),
  });
  const freshest = results
    .filter(({ data }) => data !== undefined)
    .sort((a, b) => b.dataUpdatedAt - a.dataUpdatedAt)[0]?.data;
  if (freshest && (known?.filter !== filter || known.page !== freshest)) setKnown({ filter, page: freshest });

  const stamp = Math.max(0, ...results.map(({ dataUpdatedAt }) => dataUpdatedAt));
  return useMemo(() => {
    const pages = new Map<number, VisitPage>();
    const page = (window: number) => {
      const known = pages.get(window);
      if (known) return known;
      const cached = client.getQueryData<VisitPage>(
        visitWindowQuery(filter, window * rowsPerWindow).queryKey,
      );
      if (cached) pages.set(window, cached);
      return cached;
    };
    return {
      total,
      asOf: known?.filter === filter ? known.page.asOf : undefined,
      rowAt: (index) => page(Math.floor(index / rowsPerWindow))?.items[index % rowsPerWindow],
      loaded: function* () {
        for (const window of windows)
          for (const [place] of (page(window)?.items ?? []).entries()) yield window * rowsPerWindow + place;
      },
      failed: results.flatMap(({ error, data, refetch }, at) =>
        error && data === undefined
          ? [{ from: windows[at]! * rowsPerWindow, error, retry: () => void refetch() }]
          : [],
      ),
      stamp,
    };
  }, [client, filter, total, stamp, windows, known, results.map(({ status }) => status).join()]);
}
