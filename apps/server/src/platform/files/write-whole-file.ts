import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file so that its name always stands for all of its bytes or for what was there before:
 * beside it first, then renamed when it is on disk. One writer a name at a time.
 *
 * @param durable false only where everything is thrown away: nothing waits for the disk
 */
export async function writeWholeFile(
  path: string,
  bytes: Uint8Array | string,
  options: { readonly durable: boolean; readonly mode?: number },
): Promise<void> {
  const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.part`;
  const file = await open(unfinished, 'w', options.mode ?? 0o600);
  try {
    await file.writeFile(bytes);
    if (options.durable) await file.sync();
  } catch (error) {
    await file.close();
    await rm(unfinished, { force: true });
    throw error;
  }
  await file.close();
  await rename(unfinished, path);
  if (!options.durable) return;
  await syncFolder(dirname(path));
  // The names of the folders that were made stand in the ones above them.
  for (let folder = dirname(path); made !== undefined && folder.length >= made.length;) {
    folder = dirname(folder);
    await syncFolder(folder);
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder, and keeps names safe by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
