/**
 * A database of its own for each test file, on one PostgreSQL that all test processes share.
 *
 * ```ts
 * const db = await createTestDatabase();
 * after(() => db.close());
 * ```
 *
 * The first test process starts a keeper, which owns the server and ends it when nobody has been
 * connected for a while. The cluster and a migrated template stay in `.cache`, so that the next run
 * starts at once. Nothing in it waits for the disk.
 */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectDatabase, type Database } from './database.ts';
import { dataFolderHolder } from './data-folder-lock.ts';
import { attachEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate, migrationChecksum, readMigrations } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import { quoteIdentifier } from './sql.ts';

const idleMs = 8_000;
const startWithinMs = 90_000;
const templateLock = 0x68_77_74_64;

/** Where the shared test cluster lies; one a user, because its files belong to one. */
const folder = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '..',
  '..',
  '.cache',
  `test-postgres-${process.getuid?.() ?? 0}`,
);

/**
 * Makes an empty database with the schema of all migrations; `close()` drops it.
 *
 * With TEST_DATABASE_URL (a role that may create databases) it is made there instead.
 *
 * @param options `migrated: false` leaves it without any table
 */
export async function createTestDatabase(options: { readonly migrated?: boolean } = {}): Promise<Database> {
  const template = options.migrated === false ? 'template0' : null;
  const name = `t_${process.pid}_${randomBytes(6).toString('hex')}`;
  const connection = await withCluster(async (shared) => {
    const from = template ?? (await ensureTemplate(shared));
    await statement(shared, `create database ${name} template ${quoteIdentifier(from)} encoding 'UTF8'`);
    return shared;
  });
  // Tells the keeper that somebody is there, however long the test leaves its own connections idle.
  const presence = new pg.Client(connection);
  presence.on('error', () => {});
  await presence.connect();
  return connectDatabase({
    connection: { ...connection, database: name },
    kind: 'embedded',
    poolSize: 8,
    onClose: async () => {
      await presence.query(`drop database if exists ${name} with (force)`);
      await presence.end();
    },
  });
}

/** How another process reaches a database that {@link createTestDatabase} made. */
export function testConnection(database: string): Promise<pg.ClientConfig> {
  return withCluster(async (shared) => ({ ...shared, database }));
}

/** Runs work on the shared cluster, started where it is not running, again when it was just ending. */
async function withCluster<T>(work: (connection: pg.ClientConfig) => Promise<T>): Promise<T> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url !== undefined && url !== '') return work(parseUrl(url));
  const deadline = Date.now() + startWithinMs;
  for (;;) {
    const connection = await startedCluster(deadline);
    try {
      return await work(connection);
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      // Ending, refused, terminated by the administrator: the keeper went away in between.
      if (!/^(57P0\d|ECONNREFUSED|ECONNRESET|08)/.test(code) || Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

function parseUrl(url: string): pg.ClientConfig {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname,
    port: Number(port === '' ? 5432 : port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  };
}

async function startedCluster(deadline: number): Promise<pg.ClientConfig> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let asked = 0; ;) {
    const connection = dataFolderHolder(folder) === null ? null : attachEmbeddedPostgres(folder);
    if (connection !== null && (await answers(connection))) return connection;
    if (Date.now() > deadline)
      throw new Error(`The test database in ${folder} does not start; see postgres.log there.`);
    if (dataFolderHolder(folder) === null && Date.now() - asked > 5_000) {
      spawn(process.execPath, [import.meta.filename], { detached: true, stdio: 'ignore', cwd: '/' }).unref();
      asked = Date.now();
    }
    await sleep(30);
  }
}

async function answers(connection: pg.ClientConfig): Promise<boolean> {
  try {
    await statement(connection, 'select 1');
    return true;
  } catch {
    return false;
  }
}

async function statement(connection: pg.ClientConfig, text: string): Promise<void> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** A database with all migrations applied, made once for each wording of the migrations. */
async function ensureTemplate(shared: pg.ClientConfig): Promise<string> {
  const migrations = await readMigrations();
  const mark = createHash('sha256')
    .update(migrations.map(migrationChecksum).join('\n'))
    .digest('hex')
    .slice(0, 16);
  const name = `template_${mark}`;
  const client = new pg.Client(shared);
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rows.length > 0) return name;
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    const { rows: now } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (now.length > 0) return name;
    const { rows: old } = await client.query<{ datname: string }>(
      "select datname from pg_database where datname ~ '^(template_|making_)[0-9a-f]{16}$'",
    );
    for (const { datname } of old) await client.query(`drop database if exists ${datname}`).catch(() => {});
    const making = `making_${mark}`;
    await client.query(`create database ${making} template template0 encoding 'UTF8'`);
    const db = await connectDatabase({
      connection: { ...shared, database: making },
      kind: 'embedded',
      poolSize: 1,
    });
    try {
      await migrate(db, migrations);
    } finally {
      await db.close();
    }
    await client.query(`alter database ${making} rename to ${name}`);
    return name;
  } finally {
    await client.end();
  }
}

/** Owns the server until nobody is connected any more. */
async function keep(): Promise<void> {
  const db = await openDatabase({ url: null, dataFolder: folder, poolSize: 1, durable: false });
  await dropLeftovers(db);
  let lastUse = Date.now();
  while (Date.now() - lastUse < idleMs) {
    await sleep(500);
    const [row] = await db.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    if ((row?.others ?? 0) > 0) lastUse = Date.now();
  }
  await db.close();
}

/** Databases of test processes that ended without closing. */
async function dropLeftovers(db: Database): Promise<void> {
  const rows = await db.query<{ datname: string }>(
    `select datname from pg_database d where datname ~ '^t_\\d+_[0-9a-f]{12}$'
       and not exists (select 1 from pg_stat_activity a where a.datid = d.oid)`,
  );
  for (const { datname } of rows) await db.execute(`drop database if exists ${quoteIdentifier(datname)}`);
}

if (import.meta.main) {
  // The one that lost the race for the folder ends; the winner serves both.
  await keep().catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'data-folder/in-use') throw error;
  });
}
