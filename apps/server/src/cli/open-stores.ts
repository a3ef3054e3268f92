import { join } from 'node:path';
import { checkConfig, type Config } from '../config/config.ts';
import { readEnv } from '../config/env.ts';
import { openBlobs, type Blobs } from '../platform/blobs/index.ts';
import { openDatabase, type Database } from '../platform/db/index.ts';

export interface Stores {
  readonly config: Config;
  readonly db: Database;
  readonly blobs: Blobs;
}

/**
 * Runs work on the database and the blobs that the settings name, and closes them.
 *
 * @param attach whether the work may run beside a node that uses the same data folder
 */
export async function withStores<T>(attach: boolean, work: (stores: Stores) => Promise<T>): Promise<T> {
  const config = checkConfig(readEnv());
  const db = await openDatabase({
    url: config.databaseUrl,
    dataFolder: config.dataFolder,
    poolSize: 4,
    attach,
  });
  try {
    const blobs = await openBlobs({
      folder: join(config.dataFolder, 'blobs'),
      maxBytes: config.maxFileBytes,
    });
    return await work({ config, db, blobs });
  } finally {
    await db.close();
  }
}
