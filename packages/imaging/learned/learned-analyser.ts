import type { ScanImage } from '../scan-image.ts';
import { openGraphRunner, type GraphRunner } from './graph-runner.ts';
import { openJudge, type LearnedRegion } from './judge-image.ts';
import { logImageOf } from './simulated-scenes.ts';
import { readWeights, type WeightsFile } from './weights-file.ts';

/** What the learned network says of a scan; never a mass: it was not taught one. */
export type LearnedAnswer =
  | { readonly outcome: 'judged'; readonly score: number; readonly regions: readonly LearnedRegion[] }
  | { readonly outcome: 'not-evaluated'; readonly reason: string };

/** The learned network as an analyser. Close it. */
export interface LearnedAnalyser {
  readonly name: string;
  readonly version: string;
  judge(image: ScanImage): Promise<LearnedAnswer>;
  close(): Promise<void>;
}

/**
 * Opens the network with these weights. Where onnxruntime is not here, every answer is "not evaluated"; so
 * it is of a scan without geometry, without a low energy (it was taught with two), or smaller than a patch.
 *
 * @param threshold chance from which a place is told
 */
export async function openLearnedAnalyser(
  file: WeightsFile,
  threshold: number,
  openRunner: () => Promise<GraphRunner | null> = openGraphRunner,
): Promise<LearnedAnalyser> {
  const runner = await openRunner();
  const opened = runner === null ? null : await openJudge(runner, readWeights(file));
  return {
    name: file.model,
    version: file.version,
    async judge(image) {
      if (opened === null) return notEvaluated('onnxruntime is not installed on this node');
      if (!image.channels.some(({ energy }) => energy === 'low')) {
        return notEvaluated('the scan has one energy, and the network was taught with two');
      }
      const seen = logImageOf(image);
      if (seen === null) return notEvaluated('the scan tells no geometry, or has no high energy');
      if (seen.columns < 64 || seen.rows < 64) return notEvaluated('the scan is smaller than 64 × 64 cm');
      return { outcome: 'judged', ...(await opened.judge(seen, threshold)) };
    },
    close: async () => opened?.close(),
  };
}

function notEvaluated(reason: string): LearnedAnswer {
  return { outcome: 'not-evaluated', reason };
}
