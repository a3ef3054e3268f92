import { createHash } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Blobs } from '../blobs/index.ts';
import { identifierSql, joinSql, sql, type Database, type Sql, type Transaction } from '../db/index.ts';
import { HavenwachtError } from '../havenwacht-error.ts';
import { manifestName, type BackupManifest, type BackupProgress } from './backup-manifest.ts';
import { writeTar, type TarInput } from './tar.ts';

export interface WriteBackupOptions {
  readonly db: Database;
  readonly blobs: Blobs;
  /** Must not exist. */
  readonly file: string;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly onProgress?: BackupProgress;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

const rowsAtOnce = 2_000;
const partBytes = 4_000_000;

/**
 * Writes everything the node holds into one file, while the node runs.
 *
 * The file is a gzipped tar: `tables/<table>/000001.ndjson` (a row a line, its columns as text),
 * `blobs/<hash>`, and last `manifest.json` with the hash of each. The tables are of one instant; blobs
 * are kept before a row speaks of them, so every blob the rows need is there. It appears under its
 * name when it is whole and on disk. It holds what the node holds: keep it as closely.
 *
 * @throws {HavenwachtError} `backup/exists` when the file is there already
 */
export async function writeBackup(options: WriteBackupOptions): Promise<BackupManifest> {
  const unfinished = `${options.file}.part`;
  // Takes the name first, so that two backups can't write the same file.
  await writeFile(options.file, '', { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new HavenwachtError('backup/exists', 409, `${options.file} is there already.`);
  });
  try {
    const target = createWriteStream(unfinished, { mode: 0o600, flush: true });
    const manifest = await options.db.transaction((tx) => write(options, tx, target), {
      isolation: 'repeatable read',
      readOnly: true,
    });
    await rename(unfinished, options.file);
    return manifest;
  } catch (error) {
    await rm(unfinished, { force: true });
    await rm(options.file, { force: true });
    throw error;
  }
}

async function write(
  { blobs, version, now, onProgress }: WriteBackupOptions,
  tx: Transaction,
  target: WriteStream,
): Promise<BackupManifest> {
  const entries: BackupManifest['entries'] = [];
  const counts: BackupManifest['tables'] = [];
  // Blobs may take hours to copy, and the rows have to stay as they are meanwhile.
  await tx.execute('set local idle_in_transaction_session_timeout = 0');
  const tables = await readTables(tx);
  const migrations = await tx.query<{ number: number; checksum: string }>(
    'select number, checksum from migration order by number',
  );
  const sequences = await readSequences(tx);
  let manifest: BackupManifest | undefined;

  async function* files(): AsyncGenerator<TarInput> {
    for (const [index, table] of tables.entries()) {
      onProgress?.(index, tables.length);
      let rows = 0;
      for await (const part of tableParts(tx, table)) {
        rows += part.rows;
        const name = `tables/${table.name}/${String(part.number).padStart(6, '0')}.ndjson`;
        entries.push({
          name,
          size: part.bytes.length,
          sha256: createHash('sha256').update(part.bytes).digest('hex'),
        });
        yield { name, size: part.bytes.length, bytes: [part.bytes] };
      }
      counts.push({ name: table.name, columns: [...table.columns], rows });
    }
    let kept = 0;
    for await (const hash of blobs.list()) {
      const size = await blobs.size(hash);
      if (size === null) continue;
      kept += 1;
      const name = `blobs/${hash}`;
      entries.push({ name, size, sha256: hash });
      yield { name, size, bytes: checked(blobs, hash) };
    }
    manifest = {
      format: 'havenwacht-backup-1',
      version,
      takenAt: new Date(now).toISOString(),
      migrations,
      tables: counts,
      sequences,
      blobs: kept,
      entries,
    };
    const bytes = Buffer.from(`${JSON.stringify(manifest)}\n`);
    yield { name: manifestName, size: bytes.length, bytes: [bytes] };
  }

  await pipeline(Readable.from(writeTar(files()), { objectMode: false }), createGzip({ level: 3 }), target);
  if (manifest === undefined) throw new Error('the archive ended before its manifest');
  return manifest;
}

/** A damaged blob must not pass into a backup as a sound one. */
async function* checked(blobs: Blobs, hash: string): AsyncGenerator<Uint8Array> {
  const found = createHash('sha256');
  for await (const part of blobs.read(hash)) {
    found.update(part);
    yield part;
  }
  if (found.digest('hex') !== hash) {
    throw new HavenwachtError(
      'verification/blob',
      500,
      `The kept file ${hash} is damaged; havenwacht doctor tells more.`,
    );
  }
}

/** Tables in the schema of the node, with the columns that can be written. */
export async function readTables(tx: Transaction): Promise<readonly Table[]> {
  const rows = await tx.query<{ table: string; column: string; type: string }>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> 'migration'
       and a.attgenerated = ''
     order by c.relname, a.attnum`,
  );
  return [...Map.groupBy(rows, ({ table }) => table)].map(([name, columns]) => ({
    name,
    columns: columns.map(({ column, type }) => ({ name: column, type })),
  }));
}

async function readSequences(tx: Transaction): Promise<BackupManifest['sequences']> {
  const names = await tx.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'S' order by 1",
  );
  const found: BackupManifest['sequences'] = [];
  for (const { name } of names) {
    const [state] = await tx.query<{ value: string; called: boolean }>(
      sql`select last_value::text as value, is_called as called from ${identifierSql(name)}`,
    );
    if (state !== undefined) found.push({ name, ...state });
  }
  return found;
}

/** The rows of a table as lines, cut into parts of a few megabytes so that none has to be held whole. */
async function* tableParts(
  tx: Transaction,
  table: Table,
): AsyncGenerator<{ readonly number: number; readonly rows: number; readonly bytes: Buffer }> {
  const columns: readonly Sql[] = table.columns.map(({ name }) => sql`${identifierSql(name)}::text`);
  const select = sql`select array[${joinSql(columns, ', ')}] as row from ${identifierSql(table.name)}`;
  let lines: string[] = [];
  let size = 0;
  let number = 0;
  const part = (): { number: number; rows: number; bytes: Buffer } => {
    const done = { number: (number += 1), rows: lines.length, bytes: Buffer.from(lines.join('')) };
    lines = [];
    size = 0;
    return done;
  };
  for await (const batch of tx.batches<{ row: readonly (string | null)[] }>(select, [], rowsAtOnce)) {
    for (const { row } of batch) {
      const line = `${JSON.stringify(row)}\n`;
      lines.push(line);
      size += line.length;
      if (size >= partBytes) yield part();
    }
  }
  if (lines.length > 0) yield part();
}
