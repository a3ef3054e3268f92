import { parentPort } from 'node:worker_threads';
import { comparePairInFull, judgementOf, type ScanPair } from '@havenwacht/imaging';

/** Compares pairs in a thread of its own: it takes seconds, in which the node has others to answer. */
parentPort?.on('message', ({ pair }: { readonly pair: ScanPair }) => {
  const { comparison, warp } = comparePairInFull(pair);
  parentPort?.postMessage({
    compared: {
      registration: comparison.registration,
      reason: comparison.comparable ? null : comparison.reason,
      judgement: judgementOf(comparison, pair.later),
      warp,
    },
  });
});
