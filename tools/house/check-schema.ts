import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { format } from 'prettier';
import { NotHere, runAlone, type Finding } from './finding.ts';

const manifest = 'apps/server/migrations/schema.json';
const platform = 'apps/server/src/platform/db/index.ts';

/** Tables with their columns, indexes and constraints, as PostgreSQL writes them down. */
export type Schema = Readonly<
  Record<
    string,
    {
      readonly columns: Readonly<Record<string, string>>;
      readonly indexes: readonly string[];
      readonly constraints: readonly string[];
    }
  >
>;

interface Querying {
  query<Row extends object>(statement: string): Promise<Row[]>;
}

/** What this check needs of apps/server/src/platform/db. It is loaded by path: the house stands on no room. */
interface Platform {
  openDatabase(options: object): Promise<Querying & { close(): Promise<void> }>;
  migrate(db: Querying): Promise<unknown>;
}

/** migrations/schema.json says what an empty database looks like after all migrations. */
export async function checkSchema(root: string): Promise<readonly Finding[]> {
  const said = existsSync(join(root, manifest))
    ? (JSON.parse(await readFile(join(root, manifest), 'utf8')) as Schema)
    : {};
  return differences(said, await migratedSchema(root));
}

/** What the tree below `root` makes of an empty embedded database. */
export async function migratedSchema(root: string): Promise<Schema> {
  if (!existsSync(join(root, platform))) throw new NotHere(`${platform} is not there`);
  const { openDatabase, migrate } = (await import(pathToFileURL(join(root, platform)).href)) as Platform;
  const folder = await mkdtemp(join(tmpdir(), 'havenwacht-schema-'));
  try {
    const db = await openDatabase({ url: null, dataFolder: folder, poolSize: 1, durable: false });
    try {
      await migrate(db);
      return await readSchema(db);
    } finally {
      await db.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readSchema(db: Querying): Promise<Schema> {
  const columns = await db.query<{ table: string; column: string; type: string }>(`
    select c.relname as table, a.attname as column,
      format_type(a.atttypid, a.atttypmod)
        || case when a.attnotnull then ' not null' else '' end
        || case when a.attidentity <> '' then ' identity' else '' end
        || coalesce(case when a.attgenerated = 's' then ' generated ' else ' default ' end || pg_get_expr(d.adbin, d.adrelid), '')
        as type
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
    order by c.relname, a.attname`);
  const indexes = await db.query<{ table: string; text: string }>(`
    select tablename as table, replace(indexdef, schemaname || '.', '') as text
    from pg_indexes where schemaname = current_schema() order by 1, 2`);
  const constraints = await db.query<{ table: string; text: string }>(`
    select conrelid::regclass::text as table, conname || ': ' || pg_get_constraintdef(oid) as text
    from pg_constraint
    where connamespace = current_schema()::regnamespace and conrelid <> 0 and contype in ('c', 'f', 'u', 'x')
    order by 1, 2`);
  const of = (rows: readonly { table: string; text: string }[], table: string) =>
    rows.filter((row) => row.table === table).map(({ text }) => text);
  return Object.fromEntries(
    [...Map.groupBy(columns, ({ table }) => table)].map(([table, rows]) => [
      table,
      {
        columns: Object.fromEntries(rows.map(({ column, type }) => [column, type])),
        indexes: of(indexes, table),
        constraints: of(constraints, table),
      },
    ]),
  );
}

/** What the manifest says otherwise than the database. */
export function differences(said: Schema, found: Schema): readonly Finding[] {
  const remedy = 'a wanted change is a new migration; then node tools/house/check-schema.ts --write';
  const finding = (message: string): Finding => ({ file: manifest, message, remedy });
  const tables = [...new Set([...Object.keys(said), ...Object.keys(found)])].sort();
  return tables.flatMap((table): readonly Finding[] => {
    const before = said[table];
    const now = found[table];
    if (before === undefined) return [finding(`table ${table} is in the database and not in the manifest`)];
    if (now === undefined) return [finding(`table ${table} is in the manifest and not in the database`)];
    const names = [...new Set([...Object.keys(before.columns), ...Object.keys(now.columns)])].sort();
    const columns = names
      .filter((name) => before.columns[name] !== now.columns[name])
      .map((name) =>
        finding(
          `column ${table}.${name} is "${now.columns[name] ?? 'absent'}" in the database and "${before.columns[name] ?? 'absent'}" in the manifest`,
        ),
      );
    const rest = (['indexes', 'constraints'] as const)
      .filter((kind) => !isDeepStrictEqual(before[kind], now[kind]))
      .map((kind) => finding(`the ${kind} of ${table} differ`));
    return [...columns, ...rest];
  });
}

if (import.meta.main) {
  if (process.argv.includes('--write')) {
    const text = await format(JSON.stringify(await migratedSchema(process.cwd())), {
      parser: 'json',
      printWidth: 110,
    });
    await writeFile(manifest, text);
  } else await runAlone(checkSchema);
}
