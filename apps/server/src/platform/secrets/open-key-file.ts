import { open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { HavenwachtError } from '../havenwacht-error.ts';
import { newKey } from './sealed-text.ts';

/**
 * A key that lies in a file of its own, outside the database and its backups; made at first use, 32
 * bytes, readable by the node's user alone.
 *
 * @throws {HavenwachtError} "secrets/open-to-others" when others may read it, "secrets/bad-key-file" when it is no key
 */
export async function openKeyFile(file: string): Promise<Buffer> {
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
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const key = newKey();
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(key);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
  return key;
}
