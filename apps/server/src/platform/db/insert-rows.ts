import type { Querying } from './database.ts';
import { quoteIdentifier } from './sql.ts';

/** PostgreSQL type and value of one column. `jsonb` values are given as JavaScript values. */
export interface Column<Row> {
  readonly type: string;
  readonly value: (row: Row) => unknown;
}

/**
 * Inserts many rows with one statement, one array parameter a column.
 *
 * ```ts
 * await insertRows(tx, 'file_finding', {
 *   file: { type: 'text', value: () => file },
 *   at_byte: { type: 'bigint', value: (one) => one.offset },
 * }, findings);
 * ```
 *
 * `timestamptz` values are epoch milliseconds. Columns that are arrays themselves work too.
 *
 * @param conflict what follows `on conflict`, e.g. `do nothing`
 * @returns the number of rows inserted
 */
export async function insertRows<Row>(
  db: Querying,
  table: string,
  columns: Readonly<Record<string, Column<Row>>>,
  rows: readonly Row[],
  conflict?: string,
): Promise<number> {
  if (rows.length === 0) return 0;
  const all = Object.entries(columns);
  const names = all.map(([name]) => quoteIdentifier(name));
  const arrays = all.map(([, { type }], index) => `$${index + 1}::${carrier(type)}[]`);
  const values = all.map(([, { type }], index) => unpack(`u.c${index}`, type));
  return db.execute(
    `insert into ${quoteIdentifier(table)} (${names.join(', ')})
     select ${values.join(', ')} from unnest(${arrays.join(', ')}) as u(${all.map((_, index) => `c${index}`).join(', ')})
     ${conflict === undefined ? '' : `on conflict ${conflict}`}`,
    all.map(([, { type, value }]) => rows.map((row) => pack(value(row), type))),
  );
}

/** The element type a value travels as: unnest would flatten an array of arrays. */
function carrier(type: string): string {
  if (type.endsWith('[]') || type === 'jsonb' || type === 'json') return 'text';
  return type === 'timestamptz' ? 'float8' : type;
}

function pack(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'jsonb' || type === 'json') return JSON.stringify(value);
  if (type.endsWith('[]')) return arrayLiteral(value as readonly unknown[]);
  return value;
}

function unpack(column: string, type: string): string {
  if (type === 'timestamptz') return `to_timestamp(${column} / 1000.0)`;
  return carrier(type) === type ? column : `${column}::${type}`;
}

function arrayLiteral(values: readonly unknown[]): string {
  const element = (value: unknown): string =>
    value === null || value === undefined ? 'null' : `"${String(value).replace(/["\\]/g, '\\$&')}"`;
  return `{${values.map(element).join(',')}}`;
}
