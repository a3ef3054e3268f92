import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { isRunning } from '../process-identity.ts';
import { openDatabase, type Database, type OpenDatabaseOptions } from './index.ts';

const home = mkdtempSync(join(tmpdir(), 'havenwacht-open-'));
const dataFolder = join(home, 'data');
const isRoot = process.getuid?.() === 0;
/** Where the cluster lies, as the data folder remembers it. */
const clusterOf = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, 'postgres.json'), 'utf8')) as { cluster: string }).cluster;
const postmasterOf = (folder: string): number =>
  Number(readFileSync(join(clusterOf(folder), 'postmaster.pid'), 'utf8').split('\n')[0]);
const open = (options: Partial<OpenDatabaseOptions> = {}): Promise<Database> =>
  openDatabase({ url: null, dataFolder, poolSize: 3, ...options });

before(async () => {
  chmodSync(home, 0o755);
  const db = await open();
  await db.execute('create table kept (n integer primary key)');
  await db.close();
});

after(() => rmSync(home, { recursive: true }));

/** A process of its own that opens the database and inserts numbers, telling each that is committed. */
function startWriter(
  folder = dataFolder,
  uid?: number,
): { readonly child: ChildProcess; readonly lines: AsyncIterable<string> } {
  const script = `
    const { openDatabase } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
    const db = await openDatabase({ url: null, dataFolder: ${JSON.stringify(folder)}, poolSize: 2 });
    await db.execute('create table if not exists kept (n integer primary key)');
    const [{ n: from }] = await db.query('select coalesce(max(n), 0) as n from kept');
    process.on('SIGUSR2', () => process.exit(0));
    for (let n = from + 1; ; n += 1) {
      await db.execute('insert into kept values ($1)', [n]);
      process.stdout.write(n + '\\n');
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid, cwd: '/' }),
  });
  return { child, lines: createInterface({ input: child.stdout! }) };
}

async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('the embedded database keeps its rows, and its secrets to itself', async () => {
  const db = await open();
  try {
    assert.deepEqual(await db.query('select count(*) as n from kept'), [{ n: 0 }]);
    assert.equal(statSync(join(dataFolder, 'postgres.json')).mode & 0o777, 0o600);
    assert.equal(statSync(clusterOf(dataFolder)).mode & 0o777, 0o700);
    const [row] = await db.query<Record<string, unknown>>(
      `select current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses,
         r.rolsuper as super, inet_server_port() as port
       from pg_roles r where rolname = current_user`,
    );
    const { port, ...rest } = row ?? {};
    assert.deepEqual(rest, { fsync: 'on', addresses: '127.0.0.1', super: false });
    const stranger = new pg.Client({
      host: '127.0.0.1',
      port: port as number,
      user: 'havenwacht',
      password: 'guess',
      database: 'havenwacht',
    });
    await assert.rejects(stranger.connect(), /password authentication failed/);
    await assert.rejects(db.query("copy kept to program 'id'"), /permission denied/);
    if (isRoot) assert.notEqual(statSync(clusterOf(dataFolder)).uid, 0);
  } finally {
    await db.close();
  }
  assert.ok(!existsSync(join(clusterOf(dataFolder), 'postmaster.pid')), 'stopped in order');
});

test('a second node is refused in clear words, and a command beside the node uses its database', async () => {
  const { child, lines } = startWriter();
  for await (const line of lines) if (Number(line) >= 1) break;
  await assert.rejects(open(), { code: 'data-folder/in-use', message: new RegExp(`process ${child.pid}`) });
  const beside = await open({ attach: true });
  const [row] = await beside.query<{ n: number }>('select count(*) as n from kept');
  assert.ok((row?.n ?? 0) >= 1);
  await beside.close();
  const server = postmasterOf(dataFolder);
  assert.ok(isRunning(server), 'closing beside the node leaves its server alone');
  child.kill('SIGUSR2');
  await once(child, 'exit');
  await gone(server);
});

test('kill -9 of the node loses no acknowledged row, and the next node ends the server left behind', async () => {
  let last = 0;
  for (const acknowledged of [3, 40]) {
    const { child, lines } = startWriter();
    let told = 0;
    for await (const line of lines) {
      last = Number(line);
      if ((told += 1) === acknowledged) child.kill('SIGKILL');
    }
    const survivor = postmasterOf(dataFolder);
    assert.ok(isRunning(survivor), 'it outlived its node');
    const db = await open();
    assert.ok(!isRunning(survivor));
    const [row] = await db.query<{ n: number; max: number }>('select count(*) as n, max(n) as max from kept');
    assert.ok(
      row !== undefined && row.max >= last && row.n === row.max,
      `${row?.n} rows to ${row?.max}, told ${last}`,
    );
    last = row.max;
    await db.close();
  }
});

test('kill -9 of node and server together loses no acknowledged row', async () => {
  const { child, lines } = startWriter();
  let last = 0;
  let told = 0;
  for await (const line of lines) {
    last = Number(line);
    if ((told += 1) !== 20) continue;
    process.kill(postmasterOf(dataFolder), 'SIGKILL');
    child.kill('SIGKILL');
  }
  const db = await open();
  const [row] = await db.query<{ max: number }>('select max(n) as max from kept');
  assert.ok((row?.max ?? 0) >= last);
  await db.close();
});

/** A server of this data folder that a killed node left behind, held before it has its lock file; with the command it runs. */
async function aLateSurvivor(): Promise<ChildProcess> {
  const db = await open();
  const pid = postmasterOf(dataFolder);
  const [program = '', ...rest] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  await db.close();
  const { uid, gid } = statSync(clusterOf(dataFolder));
  for (let attempt = 1; ; attempt += 1) {
    const survivor = spawn(program, rest, { cwd: '/', env: { LC_ALL: 'C' }, stdio: 'ignore', uid, gid });
    survivor.kill('SIGSTOP');
    if (!existsSync(join(clusterOf(dataFolder), 'postmaster.pid'))) return survivor;
    survivor.kill('SIGKILL');
    await once(survivor, 'exit');
    assert.ok(attempt < 20, 'the server is always faster than the signal that holds it');
  }
}

/** The database servers that this process started, by their process ids. */
const serversOfThisProcess = (): readonly number[] =>
  readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
    .split(' ')
    .map(Number)
    .filter((pid) => pid > 0 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(clusterOf(dataFolder)));

test(
  'a server of a killed node that takes its lock file only while the next one starts is ended, and the start goes on',
  { skip: process.platform !== 'linux' && 'it holds processes by /proc' },
  async (t) => {
    const survivor = await aLateSurvivor();
    const gone = once(survivor, 'exit');
    const opening = open();
    // The node's own server is held in turn until the survivor has the lock file.
    let fresh: number | undefined;
    let over = false;
    void opening.finally(() => (over = true)).catch(() => {});
    while (fresh === undefined && !over) {
      fresh = serversOfThisProcess().find((pid) => pid !== survivor.pid);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (fresh !== undefined) process.kill(fresh, 'SIGSTOP');
    survivor.kill('SIGCONT');
    for (let waited = 0; waited < 1_000 && survivor.exitCode === null; waited += 1) {
      if (existsSync(join(clusterOf(dataFolder), 'postmaster.pid'))) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const first = postmasterOf(dataFolder) === survivor.pid;
    t.diagnostic(first ? 'the survivor had the lock file first' : 'the fresh server had the lock file first');
    if (fresh !== undefined) process.kill(fresh, 'SIGCONT');
    const db = await opening;
    try {
      assert.equal((await db.query('select 1')).length, 1);
      await gone;
      assert.notEqual(postmasterOf(dataFolder), survivor.pid);
    } finally {
      await db.close();
    }
  },
);

test('a postmaster.pid whose number belongs to another process now does not hinder the start', async () => {
  const file = join(clusterOf(dataFolder), 'postmaster.pid');
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  writeFileSync(file, `${other.pid}\n${clusterOf(dataFolder)}\n1\n1\n\n127.0.0.1\n0 0\nready\n`);
  const db = await open();
  await db.close();
  assert.ok(other.exitCode === null && isRunning(other.pid ?? 0), 'the other process is left alone');
  other.kill();
});

test('a database that ends by itself is said to be lost', async () => {
  const db = await open();
  process.kill(postmasterOf(dataFolder), 'SIGINT');
  const why = await db.lost;
  assert.equal((why as Error & { code: string }).code, 'database/lost');
  await assert.rejects(db.query('select 1'));
  await db.close();
});

test('a cluster that was never finished is made anew', async () => {
  const folder = join(home, 'half');
  mkdirSync(join(folder, 'postgres.new'), { recursive: true });
  writeFileSync(join(folder, 'postgres.new', 'PG_VERSION'), '18\n');
  writeFileSync(
    join(folder, 'postgres.json'),
    JSON.stringify({ cluster: join(folder, 'postgres'), adminPassword: 'a', password: 'b' }),
  );
  const db = await openDatabase({ url: null, dataFolder: folder, poolSize: 1, durable: false });
  await db.close();
  assert.ok(!existsSync(join(folder, 'postgres.new')));
});

test(
  'root under a closed folder puts the cluster where the server can reach it, once',
  { skip: isRoot ? false : 'needs root' },
  async () => {
    const closed = join(home, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const folder = join(closed, 'data');
    const options = { url: null, dataFolder: folder, poolSize: 1, durable: false };
    const db = await openDatabase(options);
    await db.execute('create table kept (n integer)');
    await db.close();
    const first = clusterOf(folder);
    assert.ok(!first.startsWith(home));
    const again = await openDatabase(options);
    assert.deepEqual(await again.query('select * from kept'), []);
    await again.close();
    // A data folder made anew does not find the old rows, and the old cluster does not stay for ever.
    rmSync(folder, { recursive: true });
    const anew = await openDatabase(options);
    assert.deepEqual(await anew.query("select to_regclass('kept') is null as gone"), [{ gone: true }]);
    await anew.close();
    assert.ok(!existsSync(first));
    rmSync(join(clusterOf(folder), '..'), { recursive: true });
  },
);

test(
  'an ordinary user starts it as himself',
  { skip: isRoot ? false : 'the other tests already show it' },
  async () => {
    const uid = 65_534;
    const folder = join(home, 'ordinary');
    mkdirSync(folder);
    chownSync(folder, uid, uid);
    const { child, lines } = startWriter(folder, uid);
    for await (const line of lines) if (Number(line) >= 2) break;
    assert.equal(statSync(clusterOf(folder)).uid, uid);
    const server = postmasterOf(folder);
    child.kill('SIGUSR2');
    await once(child, 'exit');
    await gone(server);
  },
);
