import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HavenwachtError } from '../havenwacht-error.ts';
import { newKey } from './sealed-bytes.ts';

/**
 * A key that lies in a file of its own, outside the database and its backups; made at first use, 32
 * bytes, readable by the node's user alone.
 *
 * @throws {HavenwachtError} "secrets/open-to-others" when others may read it, "secrets/bad-key-file" when it is no key
 */
export async function openKeyFile(file: string): Promise<Buffer> {
  const key = await readKey(file);
  if (key !== null) return key;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(newKey());
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // Of two that start at once one gives its key the name, and both read that one.
    await link(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(fresh, { force: true });
  }
  const kept = await readKey(file);
  if (kept === null) throw new HavenwachtError('secrets/bad-key-file', 500, `${file} could not be made.`);
  return kept;
}

async function readKey(file: string): Promise<Buffer | null> {
  try {
    const [key, { mode }] = [await readFile(file), await stat(file)];
    if ((mode & 0o077) !== 0) {
      throw new HavenwachtError(
        'secrets/open-to-others',
        500,
        `Others may read ${file}; run chmod 600 on it.`,
      );
    }
    if (key.length !== 32) {
      throw new HavenwachtError('secrets/bad-key-file', 500, `${file} holds no key; put the right one back.`);
    }
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
