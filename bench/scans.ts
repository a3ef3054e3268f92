import type { Bench, BenchLine } from './bench-line.ts';
import { learnedCases } from './scan-learned.ts';
import { trainingCases } from './scan-training.ts';

export const bench: Bench = {
  name: 'scans',
  about: 'Training steps a second of the learned scan analyser, and what it finds in scenes it never saw.',
  async *run({ quick }): AsyncIterable<BenchLine> {
    yield* trainingCases(quick);
    yield* learnedCases(quick ? 2 : 50);
  },
};
