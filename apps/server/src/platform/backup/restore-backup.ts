import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Blobs } from '../blobs/index.ts';
import { identifierSql, joinSql, migrate, sql, type Database, type Transaction } from '../db/index.ts';
import { migrationChecksum, readMigrations } from '../db/migrate.ts';
import { quoteIdentifier, Sql } from '../db/sql.ts';
import { HavenwachtError } from '../havenwacht-error.ts';
import { manifestName, manifestSchema, type BackupManifest, type BackupProgress } from './backup-manifest.ts';
import { readTar, type TarOutput } from './tar.ts';
import { readTables, type Table } from './write-backup.ts';

export interface RestoreBackupOptions {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly file: string;
  readonly onProgress?: BackupProgress;
}

const longestManifest = 500_000_000;

/**
 * Reads a backup whole and checks every byte of it against its manifest.
 *
 * @throws {HavenwachtError} `verification/…` when anything is missing, added, changed or cut off
 */
export async function verifyBackup(file: string, onProgress?: BackupProgress): Promise<BackupManifest> {
  const found = new Map<string, { readonly size: number; readonly sha256: string }>();
  let manifest: BackupManifest | undefined;
  const { size } = await stat(file);
  await reading(file, size, onProgress, async (entry) => {
    if (manifest !== undefined) throw broken(`${entry.name} stands behind the manifest`);
    if (entry.name === manifestName) {
      manifest = await readManifest(entry);
      return;
    }
    const hash = createHash('sha256');
    for await (const part of entry.bytes) hash.update(part);
    if (found.has(entry.name)) throw broken(`${entry.name} is there twice`);
    found.set(entry.name, { size: entry.size, sha256: hash.digest('hex') });
  });
  if (manifest === undefined) throw broken('it has no manifest');
  for (const { name, size, sha256 } of manifest.entries) {
    const one = found.get(name);
    if (one === undefined) throw broken(`${name} is missing`);
    if (one.size !== size || one.sha256 !== sha256) throw broken(`${name} was changed`);
    found.delete(name);
  }
  for (const name of found.keys()) throw broken(`${name} is not in the manifest`);
  return manifest;
}

/**
 * Puts a backup into an empty node: checks all of it first, then writes rows and blobs, the rows in
 * one transaction. A backup of an older node is brought to the present schema afterwards.
 *
 * @throws {HavenwachtError} `restore/not-empty`, `restore/other-migrations`, `verification/…`
 */
export async function restoreBackup(options: RestoreBackupOptions): Promise<BackupManifest> {
  const { db, blobs, file } = options;
  const manifest = await verifyBackup(file);
  const all = await readMigrations();
  const then = all.slice(0, manifest.migrations.length);
  const isKnown =
    then.length === manifest.migrations.length &&
    then.every((one, index) => migrationChecksum(one) === manifest.migrations[index]?.checksum);
  if (!isKnown) {
    throw new HavenwachtError(
      'restore/other-migrations',
      409,
      `The backup is of version ${manifest.version}, whose migrations this program does not have. Restore it with that version or a later one.`,
    );
  }
  await requireEmpty(db, blobs);
  await migrate(db, then);
  await db.transaction((tx) => load(tx, manifest, options));
  await migrate(db, all);
  return manifest;
}

async function requireEmpty(db: Database, blobs: Blobs): Promise<void> {
  const occupied = async (): Promise<string | null> => {
    for await (const hash of blobs.list()) return `the file ${hash} is kept in it`;
    return db.transaction(async (tx) => {
      for (const { name } of await readTables(tx)) {
        const rows = await tx.query(sql`select 1 from ${identifierSql(name)} limit 1`);
        if (rows.length > 0) return `the table ${name} has rows`;
      }
      return null;
    });
  };
  const why = await occupied();
  if (why !== null) {
    throw new HavenwachtError(
      'restore/not-empty',
      409,
      `A backup is restored into an empty node only, and ${why}. Give it a new data folder or database.`,
    );
  }
}

async function load(
  tx: Transaction,
  manifest: BackupManifest,
  { blobs, file, onProgress }: RestoreBackupOptions,
): Promise<void> {
  await tx.execute('set local idle_in_transaction_session_timeout = 0');
  const tables = new Map((await readTables(tx)).map((table) => [table.name, table]));
  // Rows come table by table; who points at whom is checked when all are there.
  const links = await tx.query<{ table: string; name: string; text: string }>(
    `select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as text
     from pg_constraint k join pg_class c on c.oid = k.conrelid
     where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace`,
  );
  for (const { table, name } of links) {
    await tx.execute(`alter table ${quoteIdentifier(table)} drop constraint ${quoteIdentifier(name)}`);
  }
  // What the tables' triggers ask was asked when the rows were first written.
  const guarded = await tx.query<{ table: string }>(
    `select distinct c.relname as table from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where not t.tgisinternal and c.relnamespace = current_schema()::regnamespace`,
  );
  for (const { table } of guarded) {
    await tx.execute(`alter table ${quoteIdentifier(table)} disable trigger user`);
  }
  // Migrations leave rows of their own; the backup has them too.
  for (const { name } of manifest.tables) await tx.execute(`delete from ${quoteIdentifier(name)}`);
  const { size } = await stat(file);
  await reading(file, size, onProgress, async (entry) => {
    const [kind, name = ''] = entry.name.split('/');
    if (kind === 'blobs') {
      const { hash } = await blobs.write(entry.bytes);
      if (hash !== name) throw broken(`${entry.name} was changed`);
    } else if (kind === 'tables') {
      const table = tables.get(name);
      if (table === undefined) throw broken(`${entry.name} is of no table`);
      const columns =
        manifest.tables.find((one) => one.name === name)?.columns.map((column) => column.name) ?? [];
      await insertLines(tx, table, columns, await readText(entry, entry.size));
    }
  });
  for (const { table, name, text } of links) {
    await tx.execute(`alter table ${quoteIdentifier(table)} add constraint ${quoteIdentifier(name)} ${text}`);
  }
  for (const { table } of guarded) {
    await tx.execute(`alter table ${quoteIdentifier(table)} enable trigger user`);
  }
  for (const { name, value, called } of manifest.sequences) {
    await tx.query('select setval($1::text::regclass, $2::bigint, $3)', [
      quoteIdentifier(name),
      value,
      called,
    ]);
  }
}

/** Types come from the database, never from the backup: they become part of the statement. */
async function insertLines(
  tx: Transaction,
  table: Table,
  columns: readonly string[],
  text: string,
): Promise<void> {
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as readonly (string | null)[]);
  const types = new Map(table.columns.map(({ name, type }) => [name, type]));
  const values = columns.map((name, index) => {
    const type = types.get(name);
    if (type === undefined) throw broken(`${table.name} has no column ${name}`);
    return new Sql([`c${index}::${type}`], []);
  });
  const arrays = columns.map((_, index) => sql`${rows.map((row) => row[index] ?? null)}::text[]`);
  const carriers = columns.map((_, index) => new Sql([`c${index}`], []));
  await tx.execute(
    sql`insert into ${identifierSql(table.name)} (${joinSql(columns.map(identifierSql), ', ')}) overriding system value
      select ${joinSql(values, ', ')} from unnest(${joinSql(arrays, ', ')}) as u(${joinSql(carriers, ', ')})`,
  );
}

async function reading(
  file: string,
  size: number,
  onProgress: BackupProgress | undefined,
  take: (entry: TarOutput) => Promise<void>,
): Promise<void> {
  const source = createReadStream(file, { highWaterMark: 262_144 });
  // The callback only keeps a failure from being unhandled; the reader below gets it too.
  const plain = pipeline(source, createGunzip(), () => {});
  try {
    for await (const entry of readTar(plain)) {
      onProgress?.(source.bytesRead, size);
      await take(entry);
    }
  } catch (error) {
    if (/^Z_/.test((error as NodeJS.ErrnoException).code ?? '')) {
      throw new HavenwachtError(
        'verification/archive',
        422,
        `The archive can't be read: ${(error as Error).message}.`,
        {
          cause: error,
        },
      );
    }
    throw error;
  } finally {
    source.destroy();
  }
}

async function readManifest(entry: TarOutput): Promise<BackupManifest> {
  const text = await readText(entry, longestManifest);
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw broken('its manifest is no JSON');
  }
  const parsed = manifestSchema.safeParse(manifest);
  if (!parsed.success) throw broken('its manifest is not of this format');
  return parsed.data;
}

async function readText(entry: TarOutput, longest: number): Promise<string> {
  if (entry.size > longest) throw broken(`${entry.name} is too long`);
  const parts: Uint8Array[] = [];
  for await (const part of entry.bytes) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function broken(why: string): HavenwachtError {
  return new HavenwachtError('verification/backup', 422, `The backup is not what its manifest says: ${why}.`);
}
