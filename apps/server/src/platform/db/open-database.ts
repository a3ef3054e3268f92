import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { connectDatabase, type Database } from './database.ts';
import { dataFolderHolder, lockDataFolder } from './data-folder-lock.ts';
import { attachEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';

export interface OpenDatabaseOptions {
  /** A server's PostgreSQL as `postgres://…`; null = the embedded one in `dataFolder`. */
  readonly url: string | null;
  readonly dataFolder: string;
  readonly poolSize: number;
  /** False only for databases that are thrown away: nothing waits for the disk. Default true. */
  readonly durable?: boolean;
  /** Use the embedded database of a node that runs, instead of refusing. For commands beside a node. */
  readonly attach?: boolean;
  readonly log?: (message: string) => void;
  readonly onConnectionError?: (error: Error) => void;
}

/**
 * Opens the node's database, and starts it where it is the embedded one. Close it, always.
 *
 * ```ts
 * const db = await openDatabase({ url: null, dataFolder: '/srv/havenwacht', poolSize: 10 });
 * await migrate(db);
 * …
 * await db.close();
 * ```
 *
 * @throws {HavenwachtError} `data-folder/in-use` when another node holds the folder and `attach` is
 *   not asked for; `database/…` when the database can't be reached or used
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { url, poolSize } = options;
  const onConnectionError = options.onConnectionError ?? (() => {});
  if (url !== null) {
    return connectDatabase({
      connection: { connectionString: url },
      kind: 'server',
      poolSize,
      onConnectionError,
    });
  }
  const dataFolder = resolve(options.dataFolder);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  if (options.attach === true && dataFolderHolder(dataFolder) !== null) {
    const connection = attachEmbeddedPostgres(dataFolder);
    if (connection !== null)
      return connectDatabase({ connection, kind: 'embedded', poolSize, onConnectionError });
  }
  const unlock = lockDataFolder(dataFolder);
  try {
    const server = await startEmbeddedPostgres({
      dataFolder,
      durable: options.durable ?? true,
      ...(options.log === undefined ? {} : { log: options.log }),
    });
    try {
      return await connectDatabase({
        connection: server.connection,
        kind: 'embedded',
        poolSize,
        onConnectionError,
        lost: server.lost,
        onClose: async () => {
          await server.stop();
          unlock();
        },
      });
    } catch (error) {
      await server.stop();
      throw error;
    }
  } catch (error) {
    unlock();
    throw error;
  }
}
