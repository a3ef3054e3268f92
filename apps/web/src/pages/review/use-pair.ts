import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { fetchWarp, scanPairQuery, type ScanPair } from '../../api/scans.ts';
import { useViewedScan } from '../../parts/scan-viewer/use-viewed-scan.ts';
import type { ViewedPair } from '../../parts/scan-viewer/viewed-scan.ts';

/** The scan before, on its way to the viewer: the answer first, then its samples and the warp. */
export function usePair(
  id: string,
  wanted: boolean,
): {
  readonly answer: ScanPair | undefined;
  readonly pair: ViewedPair | null;
  readonly problem: unknown;
  readonly retry: () => void;
} {
  const query = useQuery({ ...scanPairQuery(id), enabled: wanted });
  const answer = query.data;
  const earlier = useViewedScan(answer?.earlier ?? null, id);
  const [warp, setWarp] = useState<ViewedPair['warp']>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const grid = answer?.comparison?.warp ?? null;
  useEffect(() => {
    setWarp(null);
    setProblem(null);
    if (grid === null) return undefined;
    const leaving = new AbortController();
    fetchWarp(id, grid.columns * grid.rows, leaving.signal)
      .then((from) => setWarp({ ...grid, from }))
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) setProblem(error);
      });
    return () => leaving.abort();
  }, [id, grid]);
  const pair = useMemo(
    () =>
      earlier.scan === null || (grid !== null && warp === null) ? null : { earlier: earlier.scan, warp },
    [earlier.scan, grid, warp],
  );
  return {
    answer,
    pair,
    problem: query.error ?? earlier.problem ?? problem,
    retry: () => {
      void query.refetch();
      earlier.retry();
    },
  };
}
