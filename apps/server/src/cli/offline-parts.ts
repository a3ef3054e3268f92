import type { Blobs } from '../platform/blobs/index.ts';
import type { Database } from '../platform/db/index.ts';

/**
 * A database and blobs that hold nothing and refuse to take anything: enough to register routes and
 * describe them where no database runs.
 */
export function offlineParts(): { readonly db: Database; readonly blobs: Blobs } {
  const refuse = async (): Promise<never> => {
    throw new Error('There is no database here.');
  };
  const db: Database = {
    about: { kind: 'embedded', version: 0 },
    lost: new Promise(() => {}),
    query: async () => [],
    execute: refuse,
    transaction: refuse,
    listen: async () => async () => {},
    close: async () => {},
  };
  const none = async function* (): AsyncGenerator<never> {};
  const blobs: Blobs = {
    write: refuse,
    read: none,
    stream: () => {
      throw new Error('There are no blobs here.');
    },
    readAll: refuse,
    readRange: refuse,
    size: async () => null,
    remove: refuse,
    list: none,
    verify: async () => 'missing',
  };
  return { db, blobs };
}
