import { Worker } from 'node:worker_threads';
import type { Judgement, PairComparison, PairWarp, ScanPair } from '@havenwacht/imaging';

/** What comparing two scans of a container gave. */
export interface ComparedPair {
  readonly registration: PairComparison['registration'];
  /** Why they can't be compared; null = they can. */
  readonly reason: string | null;
  /** What the analyser says of the later scan: an opinion, hidden like any other. */
  readonly judgement: Judgement;
  /** Where the later scan's places lie in the earlier one; null where they can't be compared. */
  readonly warp: PairWarp | null;
}

export interface PairComparer {
  /**
   * @param key names the pair; a pair that was compared lately is not compared again
   * @param read gives the images once it is this pair's turn; null = one does not tell what its samples mean
   */
  compare(key: string, read: () => Promise<ScanPair | null>): Promise<ComparedPair>;
  close(): Promise<void>;
}

/** Results that are kept, 300 kB each: an analyst goes back and forth between a few. */
const kept = 16;

/** Compares pairs one after the other in a thread of its own, which is started with the first. */
export function createPairComparer(): PairComparer {
  const results = new Map<string, Promise<ComparedPair>>();
  let worker: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const ask = (pair: ScanPair): Promise<ComparedPair> => {
    const thread = (worker ??= new Worker(new URL('./compare-worker.ts', import.meta.url)));
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        thread.off('message', done);
        thread.off('error', failed);
        thread.off('exit', ended);
      };
      const done = ({ compared }: { readonly compared: ComparedPair }): void => (leave(), resolve(compared));
      const failed = (error: Error): void => {
        leave();
        worker = null;
        reject(error);
      };
      const ended = (): void => failed(new Error('the thread that compares scans has ended'));
      thread.on('message', done).on('error', failed).on('exit', ended);
      thread.postMessage({ pair });
    });
  };
  return {
    compare(key, read) {
      const known = results.get(key);
      if (known !== undefined) return known;
      const result = turn.then(async () => {
        const pair = await read();
        return pair === null ? notTold : ask(pair);
      });
      turn = result.catch(() => {});
      results.set(key, result);
      // What failed is tried again by who asks next.
      result.catch(() => results.delete(key));
      for (const oldest of results.keys()) {
        if (results.size <= kept) break;
        results.delete(oldest);
      }
      return result;
    },
    async close() {
      await turn;
      await worker?.terminate();
    },
  };
}

const reason = 'a scan does not tell its energies and air levels';
const notTold: ComparedPair = {
  registration: null,
  reason,
  judgement: { outcome: 'cannot-compare', reason },
  warp: null,
};
