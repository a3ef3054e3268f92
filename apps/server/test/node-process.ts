import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Role } from '../src/features/people/index.ts';
import { watchFolder } from '../src/features/intake/index.ts';
import { openNode } from '../src/open-node.ts';
import { manualClock } from '../src/platform/clock/clock.ts';
import { createLog } from '../src/platform/log/log.ts';
import { serveNode } from '../src/serve-node.ts';
import { recordOf } from './record-of.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

/** What a node in a process of its own works on. */
export interface NodeWork {
  readonly dataFolder: string;
  /** Folder it watches, many times a second. */
  readonly inbox: string;
  /** Where its clock stands. */
  readonly now: number;
  /** File it writes its record to when it is told to finish. */
  readonly record: string;
  /** Who is signed in besides an analyst, by name: roles and unit. */
  readonly people?: Readonly<Record<string, { readonly roles: readonly Role[]; readonly unit: string }>>;
}

/** Starts a node in a process of its own, to be killed. */
export function spawnNode(work: NodeWork): ChildProcess {
  return spawn(process.execPath, [import.meta.filename, JSON.stringify(work)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** Where a node is reached, and an analyst's headers. */
export interface Reached {
  readonly address: string;
  readonly headers: SignedIn['headers'];
  /** Those of the work, by name. */
  readonly people: Readonly<Record<string, SignedIn['headers']>>;
}

/** Waits until the node takes uploads. */
export async function reach(node: ChildProcess): Promise<Reached> {
  for await (const line of createInterface({ input: node.stdout! })) {
    if (line.startsWith('listening ')) return JSON.parse(line.slice('listening '.length)) as Reached;
  }
  throw new Error('the node did not start');
}

/** kill -9. */
export async function killNode(node: ChildProcess): Promise<void> {
  node.kill('SIGKILL');
  if (node.exitCode === null && node.signalCode === null) await once(node, 'exit');
}

/** Has the node take what lies in its folder, write its record and end. */
export async function finishNode(node: ChildProcess): Promise<number | null> {
  node.stdin?.write('finish\n');
  const [code] = (await once(node, 'exit')) as [number | null];
  return code;
}

async function run({ dataFolder, inbox, now, record, people: wanted = {} }: NodeWork): Promise<void> {
  const node = await openNode({
    dataFolder,
    databaseUrl: null,
    about: { name: 'killed', country: 'NL', ports: ['NLVLI'], demo: false, version: '0.0.0' },
    inbox: null,
    clock: manualClock(now),
    log: createLog({ level: 'error' }),
    durable: false,
  });
  await node.start();
  const watch = watchFolder({
    folder: inbox,
    everyMs: 10,
    receive: (files) => node.receive(files, 'folder'),
    onError: (name, error) => console.error(name, error),
  });
  const http = { host: '127.0.0.1', port: 0, portAsked: true, hosts: [], origin: null, proxies: [] };
  const served = await serveNode(node, { http, metrics: null });
  const { headers } = await signedIn(node, ['analyst']);
  const people: Record<string, SignedIn['headers']> = {};
  for (const [name, { roles, unit }] of Object.entries(wanted)) {
    people[name] = (await signedIn(node, roles, { groups: [unit] })).headers;
  }
  console.log(`listening ${JSON.stringify({ address: served.address, headers, people })}`);

  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== 'finish') continue;
    // Two looks: a file that is still as large as at the first one is taken at the second.
    for (let look = 0; look < 3; look += 1) await watch.look();
    await watch.stop();
    await node.settle();
    writeFileSync(record, JSON.stringify(await recordOf(node.db)));
    await served.close();
    await node.close();
    break;
  }
  process.stdin.destroy();
  // A test that waits for a process that does not end says less than one that fails.
  setTimeout(() => process.exit(1), 10_000).unref();
}

if (import.meta.main) await run(JSON.parse(process.argv[2] ?? '{}') as NodeWork);
