import { pairedChange, type Judgement } from '@havenwacht/imaging';
import { learnedWeights, openLearnedAnalyser, type LearnedAnalyser } from '@havenwacht/imaging/learned';
import type { News, Querying, Transaction } from '../../platform/db/index.ts';
import { earlierScan } from './earlier-scan.ts';
import { imageOfScan } from './image-of-scan.ts';
import type { PairComparer } from './pair-comparer.ts';
import { comparedPair } from './pair-view.ts';
import type { ScanParts } from './receive-scan.ts';
import { insertOpinion, scanById, scansOfContainer, type Opinion, type Scan } from './scan-store.ts';

type Said = Pick<Opinion, 'state' | 'reason' | 'score' | 'regions'>;

export interface OpinionParts extends Pick<ScanParts, 'blobs' | 'now'> {
  readonly country: string;
  readonly comparer: PairComparer;
}

/**
 * Has the algorithms of the node look at a scan and keeps what they say, under the country and version they
 * are of. What one could not evaluate is kept with the reason, so that nobody takes silence for a clear.
 */
async function opine(
  tx: Querying,
  parts: OpinionParts,
  analyser: LearnedAnalyser,
  id: string,
): Promise<void> {
  const scan = await scanById(tx, id);
  if (scan === null || scan.trial !== null || scan.state !== 'open') return;
  const keep = (name: string, version: string, said: Said): Promise<void> =>
    insertOpinion(tx, id, { analyser: name, version, country: parts.country, at: parts.now(), ...said });
  await keep(analyser.name, analyser.version, await saidByNetwork(tx, parts, analyser, scan));
  const pair = await saidOfPair(tx, parts, scan);
  if (pair !== null) await keep(pairedChange.name, pairedChange.version, pair);
}

async function saidByNetwork(
  tx: Querying,
  { blobs }: OpinionParts,
  analyser: LearnedAnalyser,
  scan: Scan,
): Promise<Said> {
  const image = await imageOfScan(tx, blobs, scan);
  if (image === null) {
    const reason = 'the scan does not tell its energies and air levels';
    return { state: 'not-evaluated', reason, score: null, regions: [] };
  }
  const answer = await analyser.judge(image);
  return answer.outcome === 'judged'
    ? {
        state: 'evaluated',
        reason: null,
        score: answer.score,
        regions: answer.regions.map((one) => ({ ...one })),
      }
    : { state: 'not-evaluated', reason: answer.reason, score: null, regions: [] };
}

/** What changed since the scan before; null where there is none. */
async function saidOfPair(tx: Querying, { blobs, comparer }: OpinionParts, scan: Scan): Promise<Said | null> {
  const container = scan.ordered ?? scan.told;
  if (container === null) return null;
  const earlier = earlierScan(scan, await scansOfContainer(tx, container));
  if (earlier === null) return null;
  return saidIn((await comparedPair(comparer, tx, blobs, earlier, scan)).judgement);
}

function saidIn(judgement: Judgement): Said {
  if (judgement.outcome !== 'judged') {
    return { state: judgement.outcome, reason: judgement.reason, score: null, regions: [] };
  }
  const regions = judgement.findings.map(({ polygon, excessKg, sigmaKg, pValue }) => {
    const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y, excessKg, sigmaKg, pValue };
  });
  return { state: 'evaluated', reason: null, score: judgement.score, regions };
}

/** The chance from which the network tells a place. Its card says what that means in false alarms. */
const learnedThreshold = 0.5;

/** Reads of new scans what the algorithms say of them, one at a time: that takes as long as many judgements. */
export function opinionReader(parts: OpinionParts) {
  let opened: Promise<LearnedAnalyser> | null = null;
  return {
    reader: 'scan-opinions',
    kinds: ['scan-taken'],
    limit: 1,
    handle: async (tx: Transaction, news: readonly News[]): Promise<void> => {
      opened ??= openLearnedAnalyser(learnedWeights, learnedThreshold);
      const analyser = await opened;
      for (const { body } of news) await opine(tx, parts, analyser, (body as { scan: string }).scan);
    },
    close: async (): Promise<void> => (await opened)?.close(),
  };
}
