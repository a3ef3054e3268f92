import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSimulation } from '@havenwacht/simulator';
import { checkConfig } from '../config/config.ts';
import { readEnv } from '../config/env.ts';
import { openNode, type OpenNode } from '../open-node.ts';
import { manualClock, shiftedClock, type Clock } from '../platform/clock/clock.ts';
import { createLog } from '../platform/log/log.ts';
import { runUntilStopped } from '../platform/shutdown.ts';
import { serveNode } from '../serve-node.ts';
import { programVersion } from './build-program.ts';
import type { DeclareCommand } from './declare-command.ts';
import type { ExitCode } from './exit-code.ts';
import { handed, inputFiles, type InputFile } from './input-files.ts';
import { showDemoScans } from './demo-scans.ts';
import { printRanking } from './print-ranking.ts';
import type { Terminal } from './terminal.ts';
import { wholeNumber } from './whole-number.ts';

interface Options {
  readonly once?: true;
  readonly fresh?: true;
  readonly seed: number;
  readonly boxes: number;
  readonly speed: number;
}

const ports = ['NLVLI', 'NLRTM', 'BEANR'];

export const declare: DeclareCommand = (command, terminal) => {
  command
    .option('--once', 'print the ranked list and end')
    .option('--fresh', 'begin the simulated day anew')
    .option('--seed <n>', 'another seed is another port', wholeNumber, 7)
    .option('--boxes <n>', 'container visits of the simulated days', wholeNumber, 1_500)
    .option('--speed <n>', 'simulated seconds a second', wholeNumber, 60)
    .addHelpText('before', 'Example: havenwacht demo --once\n')
    .addHelpText(
      'after',
      '\nEverything shown is synthetic. Data lies in the data folder under demo/; --fresh empties it.',
    )
    .action(async (options: Options) => {
      await demo(options, terminal());
    });
};

async function demo(options: Options, out: Terminal): Promise<void> {
  const config = checkConfig(readEnv());
  const folder = join(
    config.dataFolder,
    'demo',
    `${options.seed}-${options.boxes}${options.once === true ? '-once' : ''}`,
  );
  if (options.fresh === true) await rm(folder, { recursive: true, force: true });
  const simulation = await simulated(folder, options, out);
  const truth = JSON.parse(readFileSync(join(simulation, 'truth.json'), 'utf8')) as { readonly now: string };
  const now = Date.parse(truth.now);
  const stepping = manualClock(now);
  let clock: Clock = stepping;
  const log = createLog({ level: options.once === true ? 'error' : 'warn' });
  const node = await openNode({
    about: { name: 'Havenwacht demo', country: 'NL', ports, demo: true, version: programVersion() },
    databaseUrl: null,
    dataFolder: join(folder, 'node'),
    inbox: null,
    clock: { now: () => clock.now() },
    log,
  });
  try {
    // History has no instant of its own: the node has it from before its day begins.
    const files = (await inputFiles([simulation])).map((file) =>
      isHistory(file) ? { ...file, receivedAt: now } : file,
    );
    const known = new Set(
      (await node.db.query<{ name: string }>('select name from file')).map((row) => row.name),
    );
    const waiting = files.filter((file) => !known.has(file.path.split('/').at(-1) ?? ''));
    const [last] = await node.db.query<{ at: number | null }>(
      'select max(received_at) as at from file where channel = $1',
      ['demo'],
    );
    const start = Math.max(now, last?.at ?? 0);
    stepping.set(start);
    await take(
      node,
      waiting.filter((file) => isHistory(file) || file.receivedAt <= start),
      out,
    );
    out.say('ranking');
    await node.settle();
    const { total, items } = await node.list({ from: 0, limit: 25 });
    if (out.json) for (const item of items) await out.line(item);
    else await printRanking(items, out);
    out.say(
      `${total} container visits at ${new Date(start).toISOString().slice(0, 16)}Z of a simulated day. All of it is synthetic.`,
    );
    if (options.once === true) return;
    clock = shiftedClock(start, options.speed);
    await node.start();
    const served = await serveNode(node, config);
    await out.print(served.address);
    out.say('Ctrl-C stops.');
    const later = play(
      node,
      waiting.filter((file) => !isHistory(file) && file.receivedAt > start),
      () => clock.now(),
    );
    const scans = await showDemoScans(node, join(folder, 'scans'), options.seed, start);
    out.exitCode = (await runUntilStopped({
      log,
      lost: node.db.lost,
      async close() {
        await later.stop();
        await scans.stop();
        await served.close();
        await node.close();
      },
    })) as ExitCode;
  } finally {
    await node.close();
  }
}

const isHistory = (file: InputFile): boolean => file.path.endsWith('.ndjson');

/** Writes the simulation once; one that was cut off is begun anew. */
async function simulated(folder: string, options: Options, out: Terminal): Promise<string> {
  const simulation = join(folder, 'simulation');
  if (existsSync(join(simulation, 'truth.json'))) return simulation;
  await rm(simulation, { recursive: true, force: true });
  const bar = out.progress('simulating');
  writeSimulation({ seed: options.seed, boxes: options.boxes, days: 1, ports }, simulation, ({ files }) =>
    bar.update(files, 0),
  );
  bar.end();
  return simulation;
}

async function take(node: OpenNode, files: readonly InputFile[], out: Terminal): Promise<void> {
  const bar = out.progress('reading');
  await node.receive(handed(files), 'demo', (done) => bar.update(done, files.length));
  bar.end();
}

/** Hands over the rest of the day's files when their time comes. */
function play(node: OpenNode, files: readonly InputFile[], now: () => number): { stop(): Promise<void> } {
  let next = 0;
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(async () => {
      const due = files.slice(next, next + 50).filter((file) => file.receivedAt <= now());
      next += due.length;
      if (due.length > 0) await node.receive(handed(due), 'demo');
    });
    running.catch((error: unknown) => node.log.error({ error }, 'a simulated file could not be taken'));
  }, 1_000);
  return {
    async stop() {
      clearInterval(timer);
      await running.catch(() => {});
    },
  };
}
