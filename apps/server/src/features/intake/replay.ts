import type { Database } from '../../platform/db/index.ts';
import { filesInOrder } from './intake-store.ts';
import { takeFile, type TakingParts } from './take-file.ts';

/**
 * Forgets everything that was derived from the files and reads all of them again in the order they
 * were received. What a person decided about a file stands. The record comes out the same.
 *
 * @param forget clears what the later steps of the flow derived
 */
export async function replay(
  parts: TakingParts & { readonly db: Database },
  forget: () => Promise<void>,
  onFile: (done: number, total: number) => void,
): Promise<number> {
  await forget();
  const files = await filesInOrder(parts.db);
  for (const [index, id] of files.entries()) {
    await takeFile(parts, id);
    onFile(index + 1, files.length);
  }
  return files.length;
}
