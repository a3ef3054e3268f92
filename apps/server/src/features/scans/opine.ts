import type { ScanImage } from '@havenwacht/imaging';
import { learnedWeights, openLearnedAnalyser, type LearnedAnalyser } from '@havenwacht/imaging/learned';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { News, Querying, Transaction } from '../../platform/db/index.ts';
import { scanPixels } from './scan-pixels.ts';
import { insertOpinion, scanById, type Opinion, type Scan } from './scan-store.ts';
import type { ScanParts } from './receive-scan.ts';

/**
 * Has the learned network look at a scan and keeps what it says, under the country and version it is of.
 * What it could not evaluate is kept with the reason, so that nobody takes silence for a clear.
 */
async function opine(
  tx: Querying,
  { blobs, now }: Pick<ScanParts, 'blobs' | 'now'>,
  analyser: LearnedAnalyser,
  country: string,
  id: string,
): Promise<void> {
  const scan = await scanById(tx, id);
  if (scan === null || scan.trial !== null || scan.state !== 'open') return;
  const image = await imageOf(tx, blobs, scan);
  const answer =
    image === null
      ? ({ outcome: 'not-evaluated', reason: 'the scan does not tell its energies and air levels' } as const)
      : await analyser.judge(image);
  const said: Pick<Opinion, 'state' | 'reason' | 'score' | 'regions'> =
    answer.outcome === 'judged'
      ? {
          state: 'evaluated',
          reason: null,
          score: answer.score,
          regions: answer.regions.map((one) => ({ ...one })),
        }
      : { state: 'not-evaluated', reason: answer.reason, score: null, regions: [] };
  await insertOpinion(tx, id, {
    analyser: analyser.name,
    version: analyser.version,
    country,
    at: now(),
    ...said,
  });
}

/** A scan as analysers take it; `null` where it does not tell what its samples mean. */
async function imageOf(tx: Querying, blobs: Blobs, scan: Scan): Promise<ScanImage | null> {
  const { about, columns, rows } = scan;
  if (about === null || columns === null || rows === null) return null;
  const samples = await scanPixels(tx, blobs, scan);
  const channels = about.channels.map((channel, index) => ({ ...channel, samples: samples[index]! }));
  return { ...about, columns, rows, channels };
}

/** The chance from which the network tells a place. Its card says what that means in false alarms. */
const learnedThreshold = 0.5;

/** Reads of new scans what the network says of them, one at a time: inference takes as long as many judgements. */
export function opinionReader(parts: Pick<ScanParts, 'blobs' | 'now'> & { readonly country: string }) {
  let opened: Promise<LearnedAnalyser> | null = null;
  return {
    reader: 'scan-opinions',
    kinds: ['scan-taken'],
    limit: 1,
    handle: async (tx: Transaction, news: readonly News[]): Promise<void> => {
      opened ??= openLearnedAnalyser(learnedWeights, learnedThreshold);
      const analyser = await opened;
      for (const { body } of news)
        await opine(tx, parts, analyser, parts.country, (body as { scan: string }).scan);
    },
    close: async (): Promise<void> => (await opened)?.close(),
  };
}
