/** Speed of a pair of scans at the size of a fielded scanner, and a small sample of how well pairs are judged. */
import { comparePair, simulatePair } from '@havenwacht/imaging';
import { median, type Bench, type BenchLine } from './bench-line.ts';
import { learnedCases } from './scan-learned.ts';
import { trainingCases } from './scan-training.ts';
import { judgePair } from './scans/run-evaluation.ts';

export const bench: Bench = {
  name: 'scans',
  about:
    'two dual-energy scans of 5 mm a pixel compared on one core; a few pairs of each kind judged; training and the learned analyser',
  async *run({ quick }) {
    const seconds: number[] = [];
    let pixels = 0;
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      const pair = simulatePair({
        seed: `speed/${round}`,
        family: 'training',
        cargo: 'bananas',
        geometry: 'same',
        threatKg: 25,
      });
      pixels = pair.arrival.image.columns * pair.arrival.image.rows;
      const begun = process.cpuUsage();
      comparePair({ earlier: pair.departure.image, later: pair.arrival.image });
      const { user, system } = process.cpuUsage(begun);
      // Scanners of unlike field are brought to the 2000 × 800 pixels that the limit is stated for.
      seconds.push(((user + system) / 1e6) * (1_600_000 / pixels));
    }
    const ours = median(seconds);
    yield {
      bench: 'scans',
      case: 'paired change, 2000 × 800, two energies',
      ours,
      peer: null,
      unit: 'CPU-seconds',
      ratio: null,
      limit: 1,
      note: `measured on ${pixels} pixels and scaled; calibration of both, registration and comparison`,
    } satisfies BenchLine;
    for (const name of ['same-25', 'same-5', 'unlike-25', 'mirrored-25', 'same-wrong']) {
      const count = quick ? 2 : 20;
      const lines = Array.from({ length: count }, (_, index) => judgePair('evaluation', name, index));
      const wrong = name.endsWith('wrong');
      const right = lines.filter(({ comparable, hit, score }) =>
        wrong ? !comparable : comparable && hit && score > 15,
      );
      yield {
        bench: 'scans',
        case: wrong
          ? 'another container answered with "cannot compare"'
          : `${name} kg found above a strength of 15`,
        ours: right.length / count,
        peer: null,
        unit: 'share',
        ratio: null,
        note: `${count} pairs at 10 mm a pixel; the figures with intervals come from bench/scans/run-evaluation.ts`,
      };
    }
    yield* trainingCases(quick);
    yield* learnedCases(quick ? 2 : 50);
  },
};
