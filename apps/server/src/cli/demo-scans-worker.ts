import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { simulatePair, type SimulatedScan } from '@havenwacht/imaging';
import type { DemoScans } from './demo-scans.ts';
import { scanFileOf } from './scan-file-of.ts';

const { folder, pairs } = workerData as DemoScans;

/** Simulates pairs in a thread of its own: it takes seconds for each, and the node has others to answer. */
for (const { seed, cargo, threatKg, container, departedAt, arrivedAt } of pairs) {
  const { departure, arrival } = simulatePair({
    seed,
    family: 'training',
    cargo,
    geometry: 'same',
    threatKg,
    place: 'doors',
    pitchMm: 6,
  });
  for (const [scan, at] of [
    [departure, departedAt],
    [arrival, arrivedAt],
  ] as const satisfies readonly (readonly [SimulatedScan, string])[]) {
    const file = join(folder, `${container}-${scan === departure ? 'departure' : 'arrival'}.tiff`);
    await writeFile(file, scanFileOf({ ...scan.image, container, acquiredAt: at }));
    parentPort?.postMessage(file);
  }
}
