import { execFileSync } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openThrowAwayNode, type OpenNode } from '@havenwacht/server/open-node';
import { median, type Bench } from './bench-line.ts';

const ports = ['NLVLI', 'NLRTM', 'BEANR'];
const amendments = 5;

/**
 * From files to the ranked list on embedded PostgreSQL with durable writes, beside a year of history
 * that is loaded before; then amendments, each from file until the list shows it. No peer does this
 * job; the limits are what is promised.
 */
export const bench: Bench = {
  name: 'screen',
  about: '24,000 boxes from files to ranked list, and an amendment re-ranked',
  async *run({ quick }) {
    const boxes = quick ? 1_500 : 24_000;
    const folder = await mkdtemp(join(tmpdir(), 'havenwacht-bench-'));
    try {
      const simulation = join(folder, 'simulation');
      // In a process of its own, so that its memory is not part of what is measured.
      const counts = execFileSync(
        join(import.meta.dirname, '..', 'bin', 'havenwacht'),
        ['simulate', '--seed', '7', '--boxes', String(boxes), '--out', simulation, '--json'],
        { encoding: 'utf8' },
      );
      const { messageBytes } = JSON.parse(counts) as { readonly messageBytes: number };
      const paths = (await readdir(join(simulation, 'messages')))
        .sort()
        .map((name) => join(simulation, 'messages', name));
      const held = paths.filter(isAmendment).slice(-amendments);
      const node = await openThrowAwayNode({ ports, durable: true, list: 'all' });
      try {
        await give(node, [join(simulation, 'past-visits.ndjson'), join(simulation, 'outcomes.ndjson')]);
        await node.settle();
        const rest = paths.filter((path) => !held.includes(path));
        const start = performance.now();
        await give(node, rest);
        await node.settle();
        const { total } = await node.list({ from: 0, limit: 100 });
        yield {
          bench: 'screen',
          case: `${boxes} boxes: ${rest.length} files (${Math.round(messageBytes / 1e6)} MB) to ${total} ranked visits`,
          ours: (performance.now() - start) / 1_000,
          peer: null,
          unit: 's',
          ratio: null,
          limit: 20,
        };
        const seconds: number[] = [];
        for (const path of held) {
          const before = (await node.list({ from: 0, limit: 1 })).revision;
          const handedOver = performance.now();
          await give(node, [path]);
          await node.settle();
          const after = await node.list({ from: 0, limit: 100 });
          if (after.revision > before) seconds.push((performance.now() - handedOver) / 1_000);
        }
        yield {
          bench: 'screen',
          case: `an amendment from file to list, median of ${seconds.length} that changed it`,
          ours: median(seconds),
          peer: null,
          unit: 's',
          ratio: null,
          limit: 1,
        };
      } finally {
        await node.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** A manifest that changes or replaces an earlier one. */
function isAmendment(path: string): boolean {
  return path.includes('-CUSCAR-') && /BGM\+[^']*\+[45]'/.test(readFileSync(path, 'latin1').slice(0, 600));
}

async function give(node: OpenNode, paths: readonly string[]): Promise<void> {
  await node.receive(
    paths.map((path) => ({
      name: path.split('/').at(-1) ?? path,
      bytes: () => createReadStream(path, { highWaterMark: 262_144 }),
    })),
    'cli',
  );
}
