import type { Querying } from '../db/index.ts';
import { identifierSql, sql, Sql } from '../db/sql.ts';
import type { Reader } from '../auth/index.ts';
import { nodeReader } from './node-reader.ts';
import { unseenTable } from './unseen-table.ts';

/** One table, and which of its rows a reader may see: a condition on the columns of its own rows. */
export interface RowPolicy {
  readonly table: string;
  readonly allows: (reader: Reader) => Sql;
}

/** A policy for each kind of record that readers ask for. A kind without one can't be read. */
export type RowPolicies = Readonly<Record<string, RowPolicy>>;

/** That a reader looked at something, or was refused. Of `content` only the hash is kept. */
export interface Looked {
  readonly kind: 'look' | 'refusal';
  /** e.g. "visit/read" */
  readonly act: string;
  readonly subject: string | null;
  readonly content: unknown;
}

/**
 * The database as one reader sees it. Statements read only; every row they stand on comes out of
 * {@link Scope.seen}, so that counts, ranks, searches and totals are made after the filter.
 *
 * ```ts
 * const rows = await scope.query(sql`select id, name from ${scope.seen('file')} f order by name`);
 * ```
 */
export interface Scope {
  readonly reader: Reader;
  /** The rows of this kind that the reader may see, to stand behind `from` or `join`. */
  seen(kind: string): Sql;
  /** @throws {TypeError} when the statement stands on a table that did not come out of `seen` */
  query<Row extends object>(statement: Sql): Promise<Row[]>;
  /** Writes down what this reader looked at. An answer is given only after it is written. */
  record(looked: Looked): Promise<void>;
}

/** Makes the scope of a reader; within a transaction where one is given, so that it sees what that has written. */
export type Scopes = (reader: Reader, tx?: Querying) => Scope;

export interface ScopeParts {
  readonly db: Querying;
  readonly policies: RowPolicies;
  readonly record: (tx: Querying, reader: Reader, looked: Looked) => Promise<void>;
}

/** The rows a reader may see, as one piece of SQL that the check of a statement knows again. */
class SeenRows extends Sql {}

/** The one place where the unscoped database becomes what readers see. */
export function scopesOver({ db, policies, record }: ScopeParts): Scopes {
  return (reader, tx = db) => ({
    reader,
    seen(kind) {
      const policy = Object.hasOwn(policies, kind) ? policies[kind] : undefined;
      if (policy === undefined) throw new TypeError(`No policy says who may see ${kind}.`);
      const table = identifierSql(policy.table);
      if (reader === nodeReader) return new SeenRows(['', ''], [table]);
      return new SeenRows(['(select ', '.* from ', ' where ', ')'], [table, table, policy.allows(reader)]);
    },
    async query(statement) {
      const table = unseenTable(ownText(statement));
      if (table !== null)
        throw new TypeError(`${table} is read past the reader: take its rows out of seen().`);
      return tx.query(statement);
    },
    record: (looked) => record(tx, reader, looked),
  });
}

/** The statement's text with every piece that came out of `seen` left out. */
function ownText(statement: Sql): string {
  let text = statement.strings[0] ?? '';
  statement.values.forEach((value, index) => {
    text += value instanceof SeenRows ? '()' : value instanceof Sql ? ownText(value) : '$0';
    text += statement.strings[index + 1] ?? '';
  });
  return text;
}

/** For a kind that shows all of its rows to some readers and none to the others. */
export const allOrNone = (all: boolean): Sql => (all ? sql`true` : sql`false`);
