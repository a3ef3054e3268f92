import { sql, type Scope, type Sql } from '../../platform/scope/index.ts';
import { fileOf, type FileItem, type FileRow, type Unread } from './intake-store.ts';

export interface FileFinding {
  readonly code: string;
  readonly offset: number;
  readonly text: string;
}

/** One file with what was found in it and what of it was not read. */
export interface FileInFull {
  readonly file: FileItem;
  readonly findings: readonly FileFinding[];
  readonly unread: readonly Unread[];
}

const columns = (scope: Scope): Sql =>
  sql`f.*, (select count(*)::int from ${scope.seen('file-finding')} x where x.file = f.id) as findings`;

/** A file among those that the reader may see. */
export async function fileSeen(scope: Scope, id: string): Promise<FileItem | null> {
  const [row] = await scope.query<FileRow>(
    sql`select ${columns(scope)} from ${scope.seen('file')} f where f.id = ${id}`,
  );
  return row === undefined ? null : fileOf(row);
}

export async function fileInFull(scope: Scope, id: string): Promise<FileInFull | null> {
  const file = await fileSeen(scope, id);
  if (file === null) return null;
  return {
    file,
    findings: await scope.query<FileFinding>(
      sql`select code, at_byte as offset, text from ${scope.seen('file-finding')} x where file = ${id} order by seq`,
    ),
    unread: await scope.query<Unread>(
      sql`select what, reason, count, first_byte as "firstOffset", text from ${scope.seen('file-unread')} x
          where file = ${id} order by count desc, what`,
    ),
  };
}

/** Files in windows, the newest first; the total counts what this reader may see. */
export async function listFiles(
  scope: Scope,
  filter: { readonly states: readonly string[]; readonly from: number; readonly limit: number },
): Promise<{ readonly total: number; readonly items: readonly FileItem[] }> {
  const { states, from, limit } = filter;
  const where =
    states.length === 0
      ? sql`true`
      : sql`case when f.state = 'taken' then f.verdict else f.state end = any(${states}::text[])`;
  const files = scope.seen('file');
  const [count] = await scope.query<{ n: number }>(
    sql`select count(*)::int as n from ${files} f where ${where}`,
  );
  const rows = await scope.query<FileRow>(
    sql`select ${columns(scope)} from ${files} f where ${where}
        order by f.received_order desc offset ${from} limit ${limit}`,
  );
  return { total: count?.n ?? 0, items: rows.map(fileOf) };
}
