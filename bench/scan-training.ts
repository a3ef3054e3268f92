import { drawBatch, openGraphRunner, trainNetwork, type LogImage } from '@havenwacht/imaging/learned';
import type { BenchLine } from './bench-line.ts';

/** Steps a second that training has to reach: 64 × 64 pixels, 32 patches a step. */
const limit = 100;

/**
 * Training of the learned scan analyser: steps a second with the batches drawn beforehand left out, and
 * with them. Nothing is measured where onnxruntime is absent.
 */
export async function* trainingCases(quick: boolean): AsyncIterable<BenchLine> {
  const runner = await openGraphRunner();
  if (runner === null) {
    process.stderr.write('scans: training skipped, onnxruntime-node is not here\n');
    return;
  }
  const backgrounds = [even()];
  const steps = quick ? 30 : 300;
  const plan = { seed: 1, batch: 32, rate: 0.02 };
  await trainNetwork(runner, backgrounds, { ...plan, steps: 10 });
  const started = performance.now();
  const before = process.cpuUsage();
  await trainNetwork(runner, backgrounds, { ...plan, steps });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  const drawn = performance.now();
  for (let step = 0; step < steps; step++) drawBatch(backgrounds, plan.batch, Math.random);
  const drawing = (performance.now() - drawn) / 1000;
  const line = { bench: 'scans', peer: null, ratio: null, unit: 'steps/s', limit };
  const cpu = (user + system) / 1e6;
  const note = `${runner.name}, one thread, ${cpu.toFixed(2)} CPU s for ${steps} steps`;
  yield { ...line, case: 'training, with drawing batches', ours: steps / seconds, note };
  yield { ...line, case: 'training, steps alone', ours: steps / (seconds - drawing), note };
}

function even(): LogImage {
  const [columns, rows] = [256, 256];
  const plane = (mean: number): Float32Array =>
    Float32Array.from({ length: columns * rows }, () => mean + 0.02 * Math.random());
  return { columns, rows, bin: 1, planes: [plane(0.6), plane(0.12)] };
}
