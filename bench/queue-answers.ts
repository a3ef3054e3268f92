import { cpus, loadavg } from 'node:os';
import { openThrowAwayNode, queueView, type QueueFilter } from '@havenwacht/server/open-node';
import type { BenchLine } from './bench-line.ts';
import { seedVisits } from './seed-visits.ts';

const limitMs = 100;
const window = { from: 0, limit: 100 } as const;

const asked: readonly QueueFilter[] = [
  { sort: 'rank', ...window },
  { sort: '-rank', ...window },
  { sort: 'score', ...window },
  { sort: '-score', ...window },
  { sort: 'arrival', ...window },
  { sort: '-arrival', ...window },
  { sort: 'container', ...window },
  { sort: '-container', ...window },
  { sort: 'port', ...window },
  { sort: '-port', ...window },
  { sort: 'vessel', ...window },
  { sort: '-vessel', ...window },
  { sort: 'rank', from: 45_000, limit: 100 },
  { sort: 'rank', bands: ['A', 'B'], ...window },
  { sort: 'arrival', origin: 'EC', ...window },
  { sort: 'rank', signal: 'dwell', ...window },
  { sort: 'rank', selected: ['random'], load: 'empty', ...window },
  { sort: 'rank', text: 'bananas import', ...window },
  { sort: 'vessel', text: 'no such words', ...window },
];

/**
 * What the server needs for any sort or filter of 50,000 open visits on embedded PostgreSQL, as an
 * analyst of all ports sees them and as one of a single port: count, page and rows of the answer.
 */
export async function* queueAnswers({ quick }: { readonly quick: boolean }): AsyncIterable<BenchLine> {
  const visits = quick ? 5_000 : 50_000;
  const node = await openThrowAwayNode({ ports: ['NLVLI', 'NLRTM', 'BEANR'], durable: true });
  try {
    await seedVisits(node.db, visits);
    for (const ports of [null, ['NLVLI']] as const) {
      const scope = node.scopes({
        person: 'p_bench',
        roles: ['analyst'],
        groups: [],
        ports,
        session: 's_bench',
        steppedUpAt: null,
        purpose: null,
      });
      const times: number[] = [];
      for (let round = 0; round <= (quick ? 2 : 5); round += 1) {
        for (const filter of asked) {
          const started = performance.now();
          await queueView(scope, filter);
          // The first round fills the database's caches.
          if (round > 0) times.push(performance.now() - started);
        }
      }
      times.sort((a, b) => a - b);
      const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
      yield {
        bench: 'queue',
        case: `${visits} visits, any sort or filter, ${ports === null ? 'all ports' : 'one port of three'}: p95`,
        ours: at(0.95),
        peer: null,
        unit: 'ms',
        ratio: limitMs / at(0.95),
        limit: limitMs,
        note: `${times.length} answers; median ${at(0.5).toFixed(0)} ms, worst ${at(1 - 1 / times.length).toFixed(0)} ms; load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`,
      };
    }
  } finally {
    await node.close();
  }
}
