import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HavenwachtError } from '../havenwacht-error.ts';
import type { Database, Transaction } from './database.ts';

/**
 * One numbered step of the schema, as a file `migrations/0007-what-it-does.ts` exports it:
 * `export const sql = \`create table …\`;`
 */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const migrationLock = 0x68_77_6d_67;
const home = join(import.meta.dirname, '..', '..', '..', 'migrations');

/** Reads the migrations of a folder in order. @throws {HavenwachtError} `migration/numbering` on a gap or a double */
export async function readMigrations(folder: string = home): Promise<readonly Migration[]> {
  const files = readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.ts$/.test(file))
    .sort();
  const migrations: Migration[] = [];
  for (const [index, file] of files.entries()) {
    const number = Number(file.slice(0, 4));
    if (number !== index + 1) {
      throw new HavenwachtError(
        'migration/numbering',
        500,
        `Migrations are numbered without gap or double; ${file} stands where ${String(index + 1).padStart(4, '0')} is due.`,
      );
    }
    const { sql } = (await import(pathToFileURL(join(folder, file)).href)) as { readonly sql?: unknown };
    if (typeof sql !== 'string') {
      throw new HavenwachtError('migration/shape', 500, `${file} exports no text named sql.`);
    }
    migrations.push({ number, name: file.slice(5, -3), sql });
  }
  return migrations;
}

/** What a migration is recognised by. Indentation may change, anything else not. */
export function migrationChecksum(migration: Migration): string {
  const text = migration.sql
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Brings the schema to the newest migration, each in a transaction of its own. Two processes that
 * start together wait for each other.
 *
 * @returns the migrations applied now, in order
 * @throws {HavenwachtError} `migration/changed` when an applied migration is not the one in the
 *   folder, `migration/unknown` when the database is ahead of this program
 */
export async function migrate(
  db: Database,
  migrations?: readonly Migration[],
): Promise<readonly Migration[]> {
  const all = migrations ?? (await readMigrations());
  const done: Migration[] = [];
  for (;;) {
    const applied = await db.transaction((tx) => applyNext(tx, all));
    if (applied === null) return done;
    done.push(applied);
  }
}

/** The migrations the database still lacks. Changes nothing. @throws as {@link migrate} */
export async function pendingMigrations(
  db: Database,
  migrations?: readonly Migration[],
): Promise<readonly Migration[]> {
  const all = migrations ?? (await readMigrations());
  const [table] = await db.query<{ there: boolean }>("select to_regclass('migration') is not null as there");
  if (table?.there !== true) return all;
  const applied = await db.query<Applied>('select number, name, checksum from migration order by number');
  requireUnchanged(all, applied);
  return all.slice(applied.length);
}

async function applyNext(tx: Transaction, all: readonly Migration[]): Promise<Migration | null> {
  await tx.query('select pg_advisory_xact_lock($1)', [migrationLock]);
  await tx.execute(
    `create table if not exists migration (
       number integer primary key,
       name text not null,
       checksum text not null,
       applied_at timestamptz not null default now()
     )`,
  );
  const applied = await tx.query<Applied>('select number, name, checksum from migration order by number');
  requireUnchanged(all, applied);
  const next = all[applied.length];
  if (next === undefined) return null;
  try {
    await tx.execute(next.sql);
  } catch (error) {
    throw new HavenwachtError(
      'migration/failed',
      500,
      `Migration ${next.number} (${next.name}) failed and was undone: ${(error as Error).message}`,
      { cause: error },
    );
  }
  await tx.execute('insert into migration (number, name, checksum) values ($1, $2, $3)', [
    next.number,
    next.name,
    migrationChecksum(next),
  ]);
  return next;
}

function requireUnchanged(all: readonly Migration[], applied: readonly Applied[]): void {
  for (const [index, one] of applied.entries()) {
    const known = all[index];
    if (known === undefined) {
      throw new HavenwachtError(
        'migration/unknown',
        409,
        `The database has migration ${one.number} (${one.name}), which this program does not know. Run the newer program.`,
      );
    }
    if (known.number !== one.number || migrationChecksum(known) !== one.checksum) {
      throw new HavenwachtError(
        'migration/changed',
        409,
        `Migration ${one.number} (${one.name}) was applied in another wording than this program has. Put its text back and write a new migration.`,
      );
    }
  }
}
