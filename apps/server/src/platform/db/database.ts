import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { HavenwachtError } from '../havenwacht-error.ts';
import { copyIn, type CopiedValue } from './copy-in.ts';
import { columnTypes } from './parse-column.ts';
import { quoteIdentifier, type Sql } from './sql.ts';

/** What can be asked of the database, inside or outside a transaction. */
export interface Querying {
  /**
   * Runs one statement and returns its rows. Values go in `params` or in {@link Sql}, never into the
   * text. Instants arrive as epoch milliseconds and leave as `to_timestamp($1::float8 / 1000.0)`.
   */
  query<Row extends object>(statement: string | Sql, params?: readonly unknown[]): Promise<Row[]>;
  /** Runs one statement and returns the number of rows it touched. */
  execute(statement: string | Sql, params?: readonly unknown[]): Promise<number>;
}

export interface Transaction extends Querying {
  /**
   * Tells downstream what changed: an event row, written with the transaction's last statement and
   * seen by readers (`follow-news.ts`) in the order of commit.
   */
  news(kind: string, body: object): Promise<void>;
  /**
   * Writes many rows with `copy`, see `copy-in.ts`; the number of rows written.
   *
   * @param rows values in the order of `columns`; instants by `copiedInstant`, JSON as text
   */
  copy(table: string, columns: readonly string[], rows: readonly (readonly CopiedValue[])[]): Promise<number>;
  /** Runs `work` so that its failure undoes only itself; the failure is thrown on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
  /** Rows of a large answer in batches, without holding them all. */
  batches<Row extends object>(
    statement: string | Sql,
    params: readonly unknown[],
    size: number,
  ): AsyncIterable<Row[]>;
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
}

/**
 * One PostgreSQL database.
 *
 * ```ts
 * const rows = await db.query<{ id: string }>('select id from visit where port = $1', ['NLVLI']);
 * await db.transaction(async (tx) => {
 *   await tx.execute('update …');
 *   await tx.news('cargo-changed', { containers });
 * });
 * ```
 *
 * `transaction` runs its work again when PostgreSQL undid it for a conflict with another transaction,
 * so the work must have no effect outside the database.
 */
export interface Database extends Querying {
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * Calls `heard` with the payload of every notification, and with `null` when the connection was
   * lost and is back: something may have been missed.
   */
  listen(channel: string, heard: (payload: string | null) => void): Promise<() => Promise<void>>;
  /** Waits for what runs, then closes every connection, and the server where it is the embedded one. */
  close(): Promise<void>;
  readonly about: DatabaseAbout;
  /** Settles when the database is gone for good: the embedded server ended by itself. */
  readonly lost: Promise<Error>;
}

export interface DatabaseAbout {
  readonly kind: 'embedded' | 'server';
  /** e.g. 180004 */
  readonly version: number;
}

export interface ConnectOptions {
  readonly connection: pg.ClientConfig;
  readonly kind: DatabaseAbout['kind'];
  readonly poolSize: number;
  /** Called with failures of idle connections, which have no caller to go to. */
  readonly onConnectionError?: (error: Error) => void;
  /** Runs after the connections are closed. */
  readonly onClose?: () => Promise<void>;
  readonly lost?: Promise<Error>;
}

const floor = 150_000;
const newsLock = 0x68_77_6e_77;

/** Connects to a PostgreSQL 15 or later with UTF-8. @throws {HavenwachtError} `database/…` */
export async function connectDatabase(options: ConnectOptions): Promise<Database> {
  const connection: pg.ClientConfig = {
    ...options.connection,
    types: columnTypes,
    application_name: 'havenwacht',
    keepAlive: true,
    connectionTimeoutMillis: options.connection.connectionTimeoutMillis ?? 10_000,
  };
  const pool = new pg.Pool({
    ...connection,
    max: options.poolSize,
    idleTimeoutMillis: 60_000,
    onConnect: async (client) => {
      await client.query("set time zone 'UTC'; set client_encoding to 'UTF8'");
    },
  });
  const onConnectionError = options.onConnectionError ?? (() => {});
  pool.on('error', onConnectionError);
  let about: DatabaseAbout;
  try {
    about = await examine(pool, options.kind);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return new PooledDatabase(pool, connection, about, onConnectionError, options.onClose, options.lost);
}

async function examine(pool: pg.Pool, kind: DatabaseAbout['kind']): Promise<DatabaseAbout> {
  let row: { version: number; encoding: string } | undefined;
  try {
    const result = await pool.query<{ version: number; encoding: string }>(
      `select current_setting('server_version_num')::int as version, pg_encoding_to_char(encoding) as encoding
       from pg_database where datname = current_database()`,
    );
    row = result.rows[0];
  } catch (error) {
    throw new HavenwachtError(
      'database/unreachable',
      503,
      `The database does not answer: ${error instanceof Error ? describeError(error) : String(error)}.`,
      { cause: error },
    );
  }
  if (row === undefined || row.version < floor) {
    throw new HavenwachtError('database/too-old', 503, 'The database has to be PostgreSQL 15 or later.');
  }
  if (row.encoding !== 'UTF8') {
    throw new HavenwachtError(
      'database/encoding',
      503,
      `The database has to be in UTF8, it is in ${row.encoding}.`,
    );
  }
  return { kind, version: row.version };
}

function describeError(error: Error): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(String).join('; ');
  return error.message.replace(/\.$/, '');
}

class PooledDatabase implements Database {
  readonly about: DatabaseAbout;
  readonly lost: Promise<Error>;
  readonly #pool: pg.Pool;
  readonly #listener: Listener;
  readonly #onClose: (() => Promise<void>) | undefined;
  #closed: Promise<void> | null = null;

  constructor(
    pool: pg.Pool,
    connection: pg.ClientConfig,
    about: DatabaseAbout,
    onConnectionError: (error: Error) => void,
    onClose: (() => Promise<void>) | undefined,
    lost: Promise<Error> | undefined,
  ) {
    this.#pool = pool;
    this.about = about;
    this.#listener = new Listener(connection, onConnectionError);
    this.#onClose = onClose;
    this.lost = lost ?? new Promise(() => {});
  }

  async query<Row extends object>(statement: string | Sql, params: readonly unknown[] = []): Promise<Row[]> {
    return (await run(this.#pool, statement, params)).rows as Row[];
  }

  async execute(statement: string | Sql, params: readonly unknown[] = []): Promise<number> {
    return (await run(this.#pool, statement, params)).rowCount ?? 0;
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const begin = `begin isolation level ${options.isolation ?? 'read committed'}${options.readOnly === true ? ' read only' : ''}`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(begin, work);
      } catch (error) {
        if (attempt === 8 || !isConflict(error)) throw error;
        await sleep(attempt * attempt * 5 + (process.pid % 10));
      }
    }
  }

  async #attempt<T>(begin: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on('error', onError);
    try {
      await client.query(begin);
      const tx = new ClientTransaction(client);
      try {
        const result = await work(tx);
        await tx.writeNews();
        tx.end();
        await client.query('commit');
        return result;
      } catch (error) {
        tx.end();
        await client.query('rollback').catch((rollbackError: Error) => {
          broken ??= rollbackError;
        });
        throw error;
      }
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  listen(channel: string, heard: (payload: string | null) => void): Promise<() => Promise<void>> {
    return this.#listener.listen(channel, heard);
  }

  close(): Promise<void> {
    this.#closed ??= (async () => {
      await this.#listener.close();
      await this.#pool.end();
      await this.#onClose?.();
    })();
    return this.#closed;
  }
}

function run(
  client: pg.Pool | pg.ClientBase,
  statement: string | Sql,
  params: readonly unknown[],
): Promise<pg.QueryResult> {
  if (typeof statement === 'string') return client.query(statement, [...params]);
  const { text, values } = statement.toQuery();
  return client.query(text, [...values]);
}

/** serialization_failure and deadlock_detected. */
function isConflict(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '40001' || code === '40P01';
}

class ClientTransaction implements Transaction {
  readonly #client: pg.ClientBase;
  #news: { readonly kind: string; readonly body: string }[] = [];
  #depth = 0;
  #ended = false;

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  #open(): pg.ClientBase {
    if (this.#ended) throw new Error('This transaction has ended; a promise inside it was not awaited.');
    return this.#client;
  }

  async query<Row extends object>(statement: string | Sql, params: readonly unknown[] = []): Promise<Row[]> {
    return (await run(this.#open(), statement, params)).rows as Row[];
  }

  async execute(statement: string | Sql, params: readonly unknown[] = []): Promise<number> {
    return (await run(this.#open(), statement, params)).rowCount ?? 0;
  }

  async copy(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly CopiedValue[])[],
  ): Promise<number> {
    return copyIn(this.#open(), table, columns, rows);
  }

  async news(kind: string, body: object): Promise<void> {
    this.#open();
    this.#news.push({ kind, body: JSON.stringify(body) });
  }

  /** The lock makes event numbers rise in the order of commit, so that no reader skips one. */
  async writeNews(): Promise<void> {
    if (this.#news.length === 0) return;
    const client = this.#open();
    await client.query('select pg_advisory_xact_lock($1)', [newsLock]);
    await client.query(
      `with written as (
         insert into event (kind, body) select kind, body::jsonb
         from unnest($1::text[], $2::text[]) with ordinality as u(kind, body, n) order by n returning id)
       select pg_notify('news', max(id)::text) from written`,
      [this.#news.map((one) => one.kind), this.#news.map((one) => one.body)],
    );
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const client = this.#open();
    const name = `s${(this.#depth += 1)}`;
    const news = this.#news.length;
    await client.query(`savepoint ${name}`);
    try {
      const result = await work();
      await client.query(`release ${name}`);
      return result;
    } catch (error) {
      this.#news.length = news;
      await client.query(`rollback to ${name}`);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  async *batches<Row extends object>(
    statement: string | Sql,
    params: readonly unknown[],
    size: number,
  ): AsyncIterable<Row[]> {
    const client = this.#open();
    const name = `b${(this.#depth += 1)}`;
    const { text, values } =
      typeof statement === 'string' ? { text: statement, values: params } : statement.toQuery();
    await client.query(`declare ${name} no scroll cursor for ${text}`, [...values]);
    for (;;) {
      const { rows } = await this.#open().query(`fetch ${size} from ${name}`);
      if (rows.length === 0) break;
      yield rows as Row[];
    }
    await client.query(`close ${name}`);
    this.#depth -= 1;
  }

  end(): void {
    this.#ended = true;
  }
}

/** One direct connection for notifications, opened with the first listener and kept alive. */
class Listener {
  readonly #connection: pg.ClientConfig;
  readonly #onConnectionError: (error: Error) => void;
  readonly #heard = new Map<string, Set<(payload: string | null) => void>>();
  #client: Promise<pg.Client> | null = null;
  #closed = false;

  constructor(connection: pg.ClientConfig, onConnectionError: (error: Error) => void) {
    this.#connection = connection;
    this.#onConnectionError = onConnectionError;
  }

  async listen(channel: string, heard: (payload: string | null) => void): Promise<() => Promise<void>> {
    const listeners = this.#heard.get(channel) ?? new Set();
    this.#heard.set(channel, listeners);
    listeners.add(heard);
    this.#client ??= this.#connect();
    const client = await this.#client;
    await client.query(`listen ${quoteIdentifier(channel)}`);
    return async () => {
      listeners.delete(heard);
      if (listeners.size > 0 || this.#closed) return;
      this.#heard.delete(channel);
      await (
        await this.#client
      )
        ?.query(`unlisten ${quoteIdentifier(channel)}`)
        .catch(this.#onConnectionError);
    };
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(this.#connection);
    client.on('error', this.#onConnectionError);
    client.on('notification', ({ channel, payload }) => {
      for (const heard of this.#heard.get(channel) ?? []) heard(payload ?? '');
    });
    await client.connect();
    client.once('end', () => {
      if (!this.#closed) this.#client = this.#reconnect();
    });
    return client;
  }

  async #reconnect(): Promise<pg.Client> {
    for (let attempt = 1; ; attempt += 1) {
      await sleep(Math.min(attempt * 200, 5_000), undefined, { ref: false });
      if (this.#closed) throw new Error('The database is closed.');
      try {
        const client = await this.#connect();
        for (const channel of this.#heard.keys()) await client.query(`listen ${quoteIdentifier(channel)}`);
        for (const listeners of this.#heard.values()) for (const heard of listeners) heard(null);
        return client;
      } catch (error) {
        this.#onConnectionError(error as Error);
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#heard.clear();
    const client = await this.#client?.catch(() => null);
    await client?.end();
  }
}
