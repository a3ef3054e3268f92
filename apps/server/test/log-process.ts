import { theNode } from '../src/platform/auth/index.ts';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createActLog, recordActs } from '../src/features/watch/index.ts';
import { connectDatabase } from '../src/platform/db/database.ts';
import { portsOfAct } from '../src/row-policies.ts';
import type { ClientConfig } from 'pg';

/** What a log in a process of its own works on. */
export interface LogWork {
  readonly connection: ClientConfig;
  readonly dataFolder: string;
  /** Tells the acts of one life from those of the next. */
  readonly life: number;
}

/** Starts a process that records acts as fast as it can and says each one that is acknowledged. */
export function spawnLog(work: LogWork): ChildProcess {
  return spawn(process.execPath, [import.meta.filename, JSON.stringify(work)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

export async function killLog(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function run({ connection, dataFolder, life }: LogWork): Promise<void> {
  const db = await connectDatabase({ connection, kind: 'server', poolSize: 4 });
  const log = createActLog({
    db,
    now: Date.now,
    dataFolder,
    country: 'NL',
    durable: true,
    portsOf: portsOfAct,
    onError: (error) => console.error(error),
  });
  await log.start();
  for (let batch = 0; ; batch += 1) {
    const subjects = Array.from({ length: 1 + (batch % 40) }, (_, at) => `${life}-${batch}-${at}`);
    await db.transaction((tx) =>
      recordActs(
        tx,
        subjects.map((subject) => ({
          kind: 'look',
          act: 'visit/read',
          subject,
          by: theNode,
          at: Date.now(),
          content: subject,
        })),
      ),
    );
    process.stdout.write(`${subjects.join('\n')}\n`);
  }
}

if (import.meta.main) await run(JSON.parse(process.argv[2] ?? '{}') as LogWork);
