import type { Transaction } from '../../platform/db/index.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { draw } from './receive-scan.ts';
import { projectionFor } from './scan-pixels.ts';
import { insertScan, readSetting, type Scan } from './scan-store.ts';

/**
 * Draws whether a scan that was just cleared becomes a trial, and makes it: the same image with a threat
 * projected into it waits for another analyst, and looks like any other scan until he has judged it.
 */
export async function makeTrial(tx: Transaction, scan: Scan, now: number): Promise<Scan | null> {
  const { seed, trialShare } = await readSetting(tx);
  const usable = scan.verdict === 'clear' && scan.trial === null && scan.about?.geometry != null;
  if (!usable || draw(seed, `trial ${scan.id}`) >= trialShare) return null;
  const trialSeed = Math.floor(draw(seed, `projection ${scan.id}`) * 2 ** 31);
  const { region, massKg } = projectionFor(scan, trialSeed);
  const trial: Scan = {
    ...scan,
    id: opaqueId('s'),
    receivedAt: now,
    channel: 'trial',
    series: null,
    state: 'open',
    order: null,
    blind: false,
    verdict: null,
    judgedAt: null,
    trial: { of: scan.id, seed: trialSeed, region, massKg },
  };
  await insertScan(tx, trial);
  return trial;
}
