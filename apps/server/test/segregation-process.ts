import { spawn, type ChildProcess } from 'node:child_process';
import { openNode, type OpenNode } from '../src/open-node.ts';
import { manualClock, type ManualClock } from '../src/platform/clock/clock.ts';
import { createLog } from '../src/platform/log/log.ts';

/** Where a node that is to be killed keeps its data and puts its messages, and where its clock begins. */
export interface SegregationWork {
  readonly dataFolder: string;
  readonly outbox: string;
  readonly from: number;
}

export async function openWork(
  { dataFolder, outbox }: SegregationWork,
  clock: ManualClock,
): Promise<OpenNode> {
  return openNode({
    dataFolder,
    databaseUrl: null,
    about: { name: 'killed', country: 'NL', ports: ['NLVLI'], demo: false, version: '0.0.0' },
    inbox: null,
    outbox,
    clock,
    log: createLog({ level: 'error' }),
    durable: false,
  });
}

/** Starts a node in a process of its own whose clock runs a minute a look; it says "ready" before the first. */
export function spawnWork(work: SegregationWork): ChildProcess {
  return spawn(process.execPath, [import.meta.filename, JSON.stringify(work)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function run(work: SegregationWork): Promise<void> {
  const clock = manualClock(work.from);
  const node = await openWork(work, clock);
  console.log('ready');
  for (;;) {
    await node.tend();
    clock.set(clock.now() + 60_000);
  }
}

if (import.meta.main) await run(JSON.parse(process.argv[2] ?? '{}') as SegregationWork);
