import { closeSync, mkdirSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { simulatePort, type SimulationOptions } from './simulate-port.ts';
import type { SimulationCounts } from './truth.ts';

/** How far a simulation has come. */
export interface SimulationProgress {
  readonly files: number;
  readonly bytes: number;
  readonly path: string;
}

/**
 * Writes a simulation into a folder: messages/, past-visits.ndjson, outcomes.ndjson, truth.json, README.txt.
 *
 * @param options as for `simulatePort`; refused before anything is written
 * @param outDir created when missing; must be empty, so that two simulations never mix
 * @param onProgress called after each piece is on disk
 * @returns the counts that truth.json carries too
 * @throws {RangeError} when an option is out of range
 * @throws {Error} when `outDir` is not empty
 */
export function writeSimulation(
  options: SimulationOptions,
  outDir: string,
  onProgress?: (progress: SimulationProgress) => void,
): SimulationCounts {
  const files = simulatePort(options);
  mkdirSync(outDir, { recursive: true });
  if (readdirSync(outDir).length > 0) throw new Error(`${outDir} is not empty`);
  mkdirSync(join(outDir, 'messages'));
  const open = new Map<string, number>();
  let count = 0;
  let bytes = 0;
  try {
    for (;;) {
      const step = files.next();
      if (step.done === true) return step.value;
      const { path } = step.value;
      const target = join(outDir, path);
      if (dirname(path) === 'messages') writeFileSync(target, step.value.bytes);
      else {
        let handle = open.get(path);
        if (handle === undefined) {
          handle = openSync(target, 'w');
          open.set(path, handle);
        }
        let written = 0;
        while (written < step.value.bytes.length) written += writeSync(handle, step.value.bytes, written);
      }
      count += 1;
      bytes += step.value.bytes.length;
      onProgress?.({ files: count, bytes, path });
    }
  } finally {
    for (const handle of open.values()) closeSync(handle);
  }
}
