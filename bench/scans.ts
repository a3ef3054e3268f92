import type { Bench, BenchLine } from './bench-line.ts';
import { trainingCases } from './scan-training.ts';

export const bench: Bench = {
  name: 'scans',
  about: 'Training steps a second of the learned scan analyser.',
  async *run({ quick }): AsyncIterable<BenchLine> {
    yield* trainingCases(quick);
  },
};
