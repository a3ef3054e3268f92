import {
  cargoKinds,
  learnedWeights,
  openGraphRunner,
  openJudge,
  readWeights,
  simulatedScene,
} from '@havenwacht/imaging/learned';

import type { BenchLine } from './bench-line.ts';

const massesKg = [25, 5] as const;
/** Share of clean scans that may be told: the threshold is the score that so many of them reach. */
const falseAlarms = 0.05;

/**
 * How often the learned network tells a threat that the simulator hid, in scenes of the family that it was
 * not taught on. The threats are solids in the scene, not projections, so they lie behind and in front of
 * goods. Half of the clean scans give the threshold, the other half count the false alarms.
 */
export async function* learnedCases(perCargo: number): AsyncIterable<BenchLine> {
  const runner = await openGraphRunner();
  if (runner === null) {
    process.stderr.write('scans: learned skipped, onnxruntime-node is not here\n');
    return;
  }
  const { judge, close } = await openJudge(runner, readWeights(learnedWeights));
  try {
    const scores = async (massKg: number): Promise<readonly number[]> => {
      const found: number[] = [];
      for (let n = 0; n < perCargo; n++) {
        for (const cargo of cargoKinds) {
          const scene = simulatedScene('evaluation', cargo, `evaluate/${massKg}/${n}/${cargo}`, massKg);
          found.push((await judge(scene, 2)).score);
        }
        process.stderr.write(`learned: ${massKg} kg, ${n + 1} of ${perCargo}\n`);
      }
      return found;
    };
    const clean = await scores(0);
    const line = { bench: 'scans', peer: null, ratio: null, unit: 'share' };
    const [fitted, counted] = [0, 1].map((part) =>
      clean.filter((_, i) => Math.floor(i / cargoKinds.length) % 2 === part),
    );
    const threshold = quantile(fitted!, 1 - falseAlarms);
    const alarms = counted!.filter((score) => score > threshold).length;
    yield {
      ...line,
      case: 'learned, false alarms',
      ours: alarms / counted!.length,
      limit: falseAlarms,
      note: interval(alarms, counted!.length),
    };
    for (const massKg of massesKg) {
      const loaded = await scores(massKg);
      const found = loaded.filter((score) => score > threshold).length;
      const note = `${interval(found, loaded.length)}, area under the ROC curve ${area(clean, loaded).toFixed(3)}`;
      yield { ...line, case: `learned, ${massKg} kg found`, ours: found / loaded.length, note };
    }
  } finally {
    await close();
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 1;
}

/** Share of pairs of a clean and a loaded scan in which the loaded one scores higher (Mann and Whitney, 1947). */
function area(clean: readonly number[], loaded: readonly number[]): number {
  const above = loaded.flatMap((one) => clean.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
  return above.reduce((sum: number, one) => sum + one, 0) / above.length;
}

/** 95 %, Wilson. */
function interval(found: number, all: number): string {
  const z = 1.959964;
  const share = found / all;
  const centre = share + (z * z) / (2 * all);
  const half = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  const scale = 1 + (z * z) / all;
  return `${found} of ${all}, 95 % from ${((centre - half) / scale).toFixed(3)} to ${((centre + half) / scale).toFixed(3)}`;
}
