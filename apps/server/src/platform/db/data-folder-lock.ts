import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { HavenwachtError } from '../havenwacht-error.ts';
import { isRunning, startMark } from '../process-identity.ts';

interface Holder {
  readonly pid: number;
  readonly mark: string | null;
  readonly host: string;
}

/** A lock of another machine counts as held for so long after its last sign of life. */
const silentMs = 60_000;
const signOfLifeMs = 10_000;

/**
 * Takes a data folder for this process, so that no second node works in it.
 *
 * The lock is a file that names its process. The lock of a process that ended, also by kill -9 or
 * with the whole machine, is taken over; one of another machine after a minute without sign of life.
 *
 * @returns a function that gives the folder back
 * @throws {HavenwachtError} `data-folder/in-use` while its process runs, here or on another machine
 */
export function lockDataFolder(folder: string): () => void {
  const lock = join(folder, 'node.lock');
  const content = `${JSON.stringify({ pid: process.pid, mark: startMark(process.pid), host: hostname() } satisfies Holder)}\n`;
  const own = `${lock}.${randomUUID()}`;
  writeFileSync(own, content, { mode: 0o600, flush: true });
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      try {
        linkSync(own, lock);
        const life = setInterval(() => signOfLife(lock), signOfLifeMs).unref();
        return () => {
          clearInterval(life);
          if (readText(lock) === content) rmSync(lock, { force: true });
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const found = readText(lock);
      if (found === null) continue;
      const holder = readHolder(found);
      if (holder !== null && holds(holder, lock)) throw inUse(folder, holder);
      removeStale(lock, found);
    }
    throw new HavenwachtError(
      'data-folder/in-use',
      409,
      `Several nodes try to start in ${folder} at the same time.`,
    );
  } finally {
    rmSync(own, { force: true });
  }
}

/** The process that holds the folder now, if one does. */
export function dataFolderHolder(folder: string): number | null {
  const lock = join(folder, 'node.lock');
  const found = readText(lock);
  const holder = found === null ? null : readHolder(found);
  return holder !== null && holds(holder, lock) ? holder.pid : null;
}

function inUse(folder: string, holder: Holder): HavenwachtError {
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return new HavenwachtError(
    'data-folder/in-use',
    409,
    `Another node (process ${holder.pid}${where}) uses the data folder ${folder}. ` +
      'Stop it, or give this node a folder of its own with HAVENWACHT_DATA.',
    { details: { pid: holder.pid, host: holder.host } },
  );
}

function signOfLife(lock: string): void {
  try {
    utimesSync(lock, new Date(), new Date());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** A process of another machine, or of a container that had another name, can only be judged by its signs of life. */
function holds(holder: Holder, lock: string): boolean {
  if (holder.host !== hostname()) {
    const seen = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - seen < silentMs;
  }
  if (holder.pid === process.pid) return holder.mark === startMark(process.pid);
  if (!isRunning(holder.pid)) return false;
  const mark = startMark(holder.pid);
  return holder.mark === null || mark === null || mark === holder.mark;
}

/** Moves the lock away under another name; puts it back when it is no longer the one that was read. */
function removeStale(lock: string, stale: string): void {
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readText(aside) !== stale) {
    try {
      linkSync(aside, lock);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  rmSync(aside, { force: true });
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function readHolder(text: string): Holder | null {
  try {
    const { pid, mark, host } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof host !== 'string') return null;
    return { pid, mark: typeof mark === 'string' ? mark : null, host };
  } catch {
    return null;
  }
}
