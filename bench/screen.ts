import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSimulation } from '@havenwacht/simulator';
import { openThrowAwayNode } from '@havenwacht/server/throw-away-node';
import type { Bench } from './bench-line.ts';

/**
 * From files to the ranked list on embedded PostgreSQL with durable writes, and one amendment until
 * the list shows it. There is no peer that does this job; the limit is what is promised.
 */
export const bench: Bench = {
  name: 'screen',
  about: 'a 24,000-box call from files to ranked list, and one amendment re-ranked',
  async *run({ quick }) {
    const boxes = quick ? 2_000 : 24_000;
    const folder = await mkdtemp(join(tmpdir(), 'havenwacht-bench-'));
    try {
      const simulation = join(folder, 'simulation');
      await writeSimulation({ seed: 7, boxes, days: 1 }, simulation);
      const messages = join(simulation, 'messages');
      const names = (await readdir(messages)).sort();
      const node = await openThrowAwayNode({ dataFolder: join(folder, 'data'), durable: true });
      try {
        const start = performance.now();
        for (const name of ['past-visits.ndjson', 'outcomes.ndjson']) {
          await node.receive(createReadStream(join(simulation, name)), name, 'cli');
        }
        const held = names.filter((name) => name.includes('CUSCAR')).at(-1);
        for (const name of names) {
          if (name !== held) await node.receive(createReadStream(join(messages, name)), name, 'cli');
        }
        await node.settle();
        const ranked = await node.list({ from: 0, limit: 1 });
        yield {
          bench: 'screen',
          case: `${boxes} boxes from ${names.length} files to ${ranked.total} ranked visits`,
          ours: (performance.now() - start) / 1_000,
          peer: null,
          unit: 's',
          ratio: null,
          limit: 20,
        };
        if (held === undefined) return;
        const before = (await node.list({ from: 0, limit: 1 })).revision;
        const amended = performance.now();
        await node.receive(createReadStream(join(messages, held)), held, 'cli');
        await node.settle();
        const after = await node.list({ from: 0, limit: 100 });
        yield {
          bench: 'screen',
          case: 'one amendment from file to visible in the list',
          ours: (performance.now() - amended) / 1_000,
          peer: null,
          unit: 's',
          ratio: null,
          limit: 1,
          note: `revision ${before} to ${after.revision}`,
        };
      } finally {
        await node.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
