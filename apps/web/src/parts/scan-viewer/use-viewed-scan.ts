import { useEffect, useState } from 'react';
import { fetchChannels, type ScanItem, type ScanScales } from '../../api/scans.ts';
import { viewedChannel, type ViewedChannel, type ViewedScan } from './viewed-scan.ts';

type Fetched = ScanItem & { readonly scales: ScanScales };

/** A scan's samples, from its first channel on; the others follow when they are there. */
export function useViewedScan(
  item: Fetched | null,
  beside: string | null,
): { readonly scan: ViewedScan | null; readonly problem: unknown; readonly retry: () => void } {
  const [scan, setScan] = useState<ViewedScan | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const id = item?.id ?? null;
  useEffect(() => {
    setScan(null);
    setProblem(null);
    if (item === null) return undefined;
    const leaving = new AbortController();
    const channels: ViewedChannel[] = [];
    fetchChannels(
      item,
      beside,
      (index, samples) => {
        channels.push(
          viewedChannel(samples, item.about?.channels[index], item.scales.density[index] ?? null),
        );
        setScan({
          columns: item.columns ?? 0,
          rows: item.rows ?? 0,
          channels: [...channels],
          scales: item.scales,
          geometry: item.about?.geometry ?? null,
          calibrated: item.about !== null,
        });
      },
      leaving.signal,
    ).catch((error: unknown) => {
      if (!leaving.signal.aborted) setProblem(error);
    });
    return () => leaving.abort();
    // The samples of a scan never change: another answer about the same scan fetches nothing.
  }, [id, beside, round]);
  return { scan, problem, retry: () => setRound((count) => count + 1) };
}
