import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CargoKind } from '@havenwacht/imaging';
import type { OpenNode } from '../open-node.ts';

/** Pairs of synthetic scans that a demonstration shows. */
export interface DemoScans {
  readonly folder: string;
  readonly pairs: readonly {
    readonly seed: string;
    readonly cargo: CargoKind;
    readonly threatKg: number;
    readonly container: string;
    /** RFC 3339. */
    readonly departedAt: string;
    readonly arrivedAt: string;
  }[];
}

const day = 86_400_000;
const hour = 3_600_000;

/** What is scanned: a load with something put in at the doors, and one with nothing. */
const scanned = [
  { goods: /BANANA/i, cargo: 'bananas', threatKg: 25 },
  { goods: /^/, cargo: 'cartons', threatKg: 0 },
] as const;

/**
 * Simulates scans of containers of the ranked list and hands them to the node as they come, once: another
 * start finds them there.
 *
 * @returns ends the simulating
 */
export async function showDemoScans(
  node: OpenNode,
  folder: string,
  seed: number,
  now: number,
): Promise<{ stop(): Promise<void> }> {
  const done = `${folder}.done`;
  if (existsSync(done)) return { stop: async () => {} };
  await mkdir(folder, { recursive: true });
  const { items } = await node.list({ from: 0, limit: 200 });
  const taken = new Set<string>();
  const pairs = scanned.flatMap(({ goods, cargo, threatKg }, index) => {
    const row = items.find((one) => goods.test(one.goods ?? '') && !taken.has(one.container));
    if (row === undefined) return [];
    taken.add(row.container);
    const at = (before: number): string => new Date(now - before).toISOString().replace(/\.\d+Z/, 'Z');
    const instants = { departedAt: at(14 * day), arrivedAt: at((2 + index) * hour) };
    return [{ seed: `demo/${seed}/${index}`, cargo, threatKg, container: row.container, ...instants }];
  });
  const worker = new Worker(new URL('./demo-scans-worker.ts', import.meta.url), {
    workerData: { folder, pairs } satisfies DemoScans,
  });
  const port = node.about.ports[0]!;
  let handing: Promise<unknown> = Promise.resolve();
  const failed = (error: unknown): void => node.log.error({ error }, 'a simulated scan could not be taken');
  worker.on('error', failed);
  worker.on('message', (file: string) => {
    handing = handing
      .then(() =>
        node.takeScan({
          name: basename(file),
          bytes: createReadStream(file),
          channel: 'cli',
          port,
          order: null,
        }),
      )
      .catch(failed);
  });
  worker.on('exit', (code) => {
    if (code === 0) void handing.then(() => rename(folder, done)).catch(failed);
  });
  return {
    async stop() {
      await worker.terminate();
      await handing;
    },
  };
}
