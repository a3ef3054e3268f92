import { queryOptions } from '@tanstack/react-query';
import { askNode, Problem, problemFrom } from './problem.ts';

const base = '/api/v1/scans';

export type ScanState = 'open' | 'judged' | 'quarantined' | 'waiting';
export type ScanVerdict = 'clear' | 'suspicious' | 'cannot-tell';

export interface ScanRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly corners?: readonly (readonly [number, number])[];
}

export interface ChannelAbout {
  readonly energy: 'high' | 'low';
  readonly nominalMV: number;
  readonly airLevel: number;
  readonly darkLevel: number;
}

export interface ScanGeometry {
  readonly sourceDistanceMm: number;
  readonly side: 'left' | 'right';
  readonly laneOffsetMm: number;
  readonly columnPitchMm: number;
  readonly rowPitchMm: number;
}

export interface ScanItem {
  readonly id: string;
  readonly port: string;
  readonly state: ScanState | 'forgotten';
  readonly container: string | null;
  readonly ordered: string | null;
  readonly told: string | null;
  readonly numberCheck: 'agrees' | 'differs' | 'lanes-swapped' | 'not-told' | 'not-ordered';
  readonly receivedAt: string;
  readonly columns: number | null;
  readonly rows: number | null;
  readonly about: {
    readonly scanner: { readonly id: string; readonly manufacturer: string; readonly model: string };
    readonly acquiredAt: string | null;
    readonly channels: readonly ChannelAbout[];
    readonly geometry: ScanGeometry | null;
  } | null;
}

export type QueuedScan = ScanItem & { readonly exposedSince: string };

/** What attenuation means: areal density as organic, and what the low channel reads behind each material. */
export interface ScanScales {
  readonly step: number;
  readonly density: readonly (readonly number[] | null)[];
  readonly materials: readonly { readonly atomicNumber: number; readonly low: readonly number[] }[] | null;
}

export interface ScanJudgement {
  readonly round: 1 | 2;
  readonly at: string;
  readonly verdict: ScanVerdict;
  readonly seconds: number;
  readonly regions: readonly ScanRegion[];
  readonly note: string;
  readonly opinionsShown: boolean;
}

export interface ScanOpinion {
  readonly analyser: string;
  readonly version: string;
  readonly country: string;
  readonly at: string;
  readonly state: 'evaluated' | 'not-evaluated' | 'cannot-compare';
  readonly reason: string | null;
  readonly score: number | null;
  readonly regions: readonly (ScanRegion & { readonly excessKg?: number; readonly sigmaKg?: number })[];
}

/** A test with a projected threat, and whether it was found. */
export interface ScanTrial {
  readonly found: boolean;
  readonly region: ScanRegion;
  readonly massKg: number;
}

export type ScanInFull = ScanItem & {
  readonly declared: {
    readonly goods: readonly { readonly description: string; readonly hs: string | null }[];
    readonly weight: { readonly kg: number; readonly method: string } | null;
  } | null;
  readonly scales: ScanScales;
  readonly findings: readonly { readonly code: string; readonly offset: number; readonly text: string }[];
  readonly verdict: ScanVerdict | null;
  readonly judgements: readonly ScanJudgement[];
  readonly opinionsHidden: 'until-judged' | 'blind' | null;
  readonly opinions: readonly ScanOpinion[];
  /** Only of a trial that this reader has judged. */
  readonly trial?: ScanTrial;
};

export interface ScanPair {
  readonly earlier: (ScanItem & { readonly scales: ScanScales }) | null;
  readonly comparison: {
    readonly comparable: boolean;
    readonly reason: string | null;
    readonly relation: 'same' | 'unlike' | 'mirrored' | null;
    readonly membersMm: number | null;
    readonly warp: { readonly step: number; readonly columns: number; readonly rows: number } | null;
  } | null;
}

export type JudgeAnswer =
  | { readonly recorded: false; readonly reason: 'confirm-clear' }
  | {
      readonly recorded: true;
      readonly judgement: ScanJudgement;
      readonly trial: ScanTrial | null;
    };

export function scansQuery(state: ScanState) {
  return queryOptions({
    queryKey: ['scans', state],
    queryFn: async ({ signal }) =>
      (await askNode<{ items: readonly QueuedScan[] }>(`${base}?state=${state}`, { signal })).items,
    refetchInterval: 60_000,
  });
}

export function scanQuery(id: string) {
  return queryOptions({
    queryKey: ['scan', id],
    queryFn: ({ signal }) => askNode<ScanInFull>(`${base}/${encodeURIComponent(id)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function scanPairQuery(id: string) {
  return queryOptions({
    queryKey: ['scan-pair', id],
    queryFn: ({ signal }) => askNode<ScanPair>(`${base}/${encodeURIComponent(id)}/pair`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

export function scanReferencesQuery(id: string) {
  return queryOptions({
    queryKey: ['scan-references', id],
    queryFn: async ({ signal }) =>
      (
        await askNode<{ items: readonly ScanItem[] }>(`${base}/${encodeURIComponent(id)}/references`, {
          signal,
        })
      ).items,
    staleTime: 60_000,
  });
}

export const previewPath = (id: string): string => `${base}/${encodeURIComponent(id)}/preview`;

/** Judges a scan. A clear one is asked for twice. */
export function judgeScan(
  id: string,
  judging: {
    readonly verdict: ScanVerdict;
    readonly regions: readonly ScanRegion[];
    readonly note: string;
    readonly confirmed: boolean;
  },
): Promise<JudgeAnswer> {
  return askNode<JudgeAnswer>(`${base}/${encodeURIComponent(id)}/judgements`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(judging),
  });
}

/** Bytes that are taken of one scan: more than the node ever sends of one. */
const mostBytes = 268_435_456;

/**
 * Fetches the samples of all channels and hands each over as soon as it is whole, so that the first can
 * be looked at while the next is on its way.
 *
 * @throws {Problem} `network/bad-answer` when fewer or more bytes come than the scan has
 */
export async function fetchChannels(
  scan: Pick<ScanItem, 'id' | 'columns' | 'rows' | 'about'>,
  beside: string | null,
  onChannel: (index: number, samples: Uint16Array) => void,
  signal: AbortSignal,
): Promise<void> {
  const count = (scan.columns ?? 0) * (scan.rows ?? 0);
  const channels = Math.max(1, scan.about?.channels.length ?? 1);
  const short = () => new Problem({ title: 'The scan is not whole', status: 0, code: 'network/bad-answer' });
  if (count === 0 || count * channels * 2 > mostBytes) throw short();
  const query = beside === null ? '' : `?beside=${encodeURIComponent(beside)}`;
  const path = `${base}/${encodeURIComponent(scan.id)}/channels${query}`;
  const answer = await fetch(path, { signal }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new Problem({ title: 'The node does not answer', status: 0, code: 'network/unreachable' });
  });
  if (!answer.ok || answer.body === null) throw problemFrom(answer.status, await answer.text());
  let bytes = new Uint8Array(count * 2);
  let [filled, index] = [0, 0];
  for (const reader = answer.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    for (let at = 0; at < value.length;) {
      if (index === channels) throw short();
      const taken = Math.min(value.length - at, bytes.length - filled);
      bytes.set(value.subarray(at, at + taken), filled);
      [at, filled] = [at + taken, filled + taken];
      if (filled === bytes.length) {
        onChannel(index++, new Uint16Array(bytes.buffer));
        [bytes, filled] = [new Uint8Array(count * 2), 0];
      }
    }
  }
  if (index < channels) throw short();
}

/** The grid of a warp: column and row in the earlier scan for every point. */
export async function fetchWarp(id: string, points: number, signal: AbortSignal): Promise<Float32Array> {
  const answer = await fetch(`${base}/${encodeURIComponent(id)}/pair/warp`, { signal });
  if (!answer.ok) throw problemFrom(answer.status, await answer.text());
  const warp = new Float32Array(await answer.arrayBuffer());
  if (warp.length !== points * 2)
    throw new Problem({ title: 'The warp is not whole', status: 0, code: 'network/bad-answer' });
  return warp;
}
