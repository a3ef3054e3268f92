import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Blobs } from '../../platform/blobs/index.ts';
import { pendingMigrations, type Database } from '../../platform/db/index.ts';

/** What one check found. `damaged` = something that is kept is not what it was. */
export interface Checkup {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail' | 'damaged';
  readonly about: string;
  /** What to do; only where there is something to do. */
  readonly do?: string;
}

const gigabyte = 1e9;
const minute = 60_000;
const hour = 60 * minute;

export function checkRuntime(version: string): Checkup {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const check = 'runtime';
  if (major > 22 || (major === 22 && minor >= 18)) return { check, state: 'ok', about: `Node ${version}` };
  return {
    check,
    state: 'fail',
    about: `Node ${version}`,
    do: 'Run it with Node 22.18 or later; npm ci brings one.',
  };
}

export async function checkDataFolder(folder: string): Promise<Checkup> {
  const check = 'data-folder';
  const found = await stat(folder).catch(() => null);
  if (found === null) {
    return {
      check,
      state: 'warn',
      about: `${folder} is not there yet`,
      do: 'The node makes it when it starts; HAVENWACHT_DATA names another.',
    };
  }
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return {
      check,
      state: 'fail',
      about: `${folder} can't be written`,
      do: 'Give it to the user the node runs as.',
    };
  }
  // Passing through may be open: an embedded database of root runs as another user.
  if ((found.mode & 0o066) !== 0) {
    return { check, state: 'warn', about: `${folder} is open to other users`, do: `chmod go-rw ${folder}` };
  }
  return { check, state: 'ok', about: folder };
}

export async function checkDisk(folder: string): Promise<Checkup> {
  const check = 'disk';
  let at = folder;
  for (;;) {
    const found = await statfs(at).catch(() => null);
    if (found !== null) {
      const free = found.bavail * found.bsize;
      const about = `${(free / gigabyte).toFixed(1)} GB free`;
      const remedy = 'Make room, or move the data folder to a larger disk.';
      if (free < gigabyte) return { check, state: 'fail', about, do: remedy };
      return free < 5 * gigabyte
        ? { check, state: 'warn', about, do: remedy }
        : { check, state: 'ok', about };
    }
    if (dirname(at) === at)
      return { check, state: 'fail', about: 'no disk is there', do: 'Correct HAVENWACHT_DATA.' };
    at = dirname(at);
  }
}

export async function checkDatabase(db: Database): Promise<Checkup> {
  const check = 'database';
  const { kind, version } = db.about;
  const started = performance.now();
  const [row] = await db.query<{ fsync: string; size: number }>(
    "select current_setting('fsync') as fsync, pg_database_size(current_database()) as size",
  );
  const took = Math.round(performance.now() - started);
  const what = `${kind === 'embedded' ? 'embedded ' : ''}PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}`;
  const about = `${what}, ${((row?.size ?? 0) / gigabyte).toFixed(2)} GB, answers in ${took} ms`;
  if (row?.fsync === 'on') return { check, state: 'ok', about };
  return {
    check,
    state: 'fail',
    about: `${what} does not wait for the disk`,
    do: 'Set fsync = on: a power cut loses data.',
  };
}

export async function checkMigrations(db: Database): Promise<Checkup> {
  const check = 'migrations';
  try {
    const pending = await pendingMigrations(db);
    if (pending.length === 0) return { check, state: 'ok', about: 'the schema is the newest' };
    return { check, state: 'warn', about: `${pending.length} not applied`, do: 'havenwacht migrate' };
  } catch (error) {
    return {
      check,
      state: 'fail',
      about: (error as Error).message,
      do: 'Run the program that fits this database.',
    };
  }
}

/** Times of messages and of the log are compared; a clock that runs away spoils both. */
export async function checkClock(db: Database, now: number): Promise<Checkup> {
  const check = 'clock';
  const remedy = 'Let both machines follow a time server.';
  const [row] = await db.query<{ now: number; last: number | null }>(
    `select clock_timestamp() as now, ${(await has(db, 'event')) ? '(select max(at) from event)' : 'null::timestamptz'} as last`,
  );
  const apart = Math.abs((row?.now ?? now) - now);
  if (apart > 5_000) {
    return {
      check,
      state: 'fail',
      about: `${(apart / 1000).toFixed(0)} s apart from the database's`,
      do: remedy,
    };
  }
  if (row?.last != null && row.last > now + minute) {
    return { check, state: 'fail', about: 'the newest event lies in the future', do: remedy };
  }
  return { check, state: 'ok', about: `${new Date(now).toISOString().slice(0, 19)}Z, the database agrees` };
}

/** News that no reader takes means a list that is not up to date. */
export async function checkNews(db: Database, now: number): Promise<Checkup> {
  const check = 'news';
  const rows = await db.query<{ name: string; waiting: number; oldest: number }>(
    `select r.name, count(*)::int as waiting, min(e.at) as oldest
     from event_reader r join event e on e.id > r.last_event and e.kind = any(r.kinds) group by r.name order by r.name`,
  );
  const late = rows.filter(({ oldest }) => now - oldest > 10 * minute);
  if (late.length === 0) return { check, state: 'ok', about: 'every reader is up to date' };
  return {
    check,
    state: 'warn',
    about: late.map(({ name, waiting }) => `${name} has ${waiting} events to read`).join(', '),
    do: 'Start the node; when it runs, its log says what stops the reader.',
  };
}

export async function checkFeeds(db: Database, now: number): Promise<Checkup> {
  const check = 'feeds';
  if (!(await has(db, 'file'))) return { check, state: 'ok', about: 'none yet' };
  const [row] = await db.query<{ files: number; last: number | null }>(
    'select count(*) as files, max(received_at) as last from file',
  );
  if (row?.last == null) {
    return {
      check,
      state: 'warn',
      about: 'no file was ever received',
      do: 'Put files into the inbox or POST them to /api/v1/files.',
    };
  }
  const age = now - row.last;
  const about = `${row.files} files, the last ${new Date(row.last).toISOString().slice(0, 16)}Z`;
  if (age < 24 * hour) return { check, state: 'ok', about };
  return { check, state: 'warn', about, do: 'Nothing came for a day: ask who sends.' };
}

const sample = 50;

/** The newest files and some of all others are read whole; every file the database names has to be there. */
export async function checkBlobs(db: Database, blobs: Blobs): Promise<Checkup> {
  const check = 'blobs';
  if (!(await has(db, 'file'))) return { check, state: 'ok', about: 'none yet' };
  const files = await db.query<{ id: string; bytes: number }>(
    'select id, bytes from file order by received_order desc',
  );
  const bad: string[] = [];
  const every = Math.max(1, Math.floor(files.length / sample));
  let read = 0;
  for (const [index, { id, bytes }] of files.entries()) {
    const size = await blobs.size(id);
    if (size !== bytes) {
      bad.push(`${id} is ${size === null ? 'missing' : 'cut off'}`);
    } else if (index < 5 || index % every === 0) {
      read += 1;
      if ((await blobs.verify(id)) !== 'sound') bad.push(`${id} is damaged`);
    }
  }
  if (bad.length === 0)
    return { check, state: 'ok', about: `${files.length} files are there, ${read} of them read and sound` };
  return {
    check,
    state: 'damaged',
    about: `${bad.length} of ${files.length} files: ${bad.slice(0, 3).join(', ')}`,
    do: 'Take them from a backup, by their names.',
  };
}

async function has(db: Database, table: string): Promise<boolean> {
  const [row] = await db.query<{ there: boolean }>('select to_regclass($1) is not null as there', [table]);
  return row?.there === true;
}
