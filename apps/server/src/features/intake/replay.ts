import { filesInOrder } from './intake-store.ts';
import { takeFiles, type TakingParts } from './take-file.ts';

const filesAtOnce = 50;

/**
 * Forgets everything that was derived from the files and reads all of them again in the order they
 * were received. What a person decided about a file stands. The record comes out the same.
 *
 * @param forget clears what the later steps of the flow derived
 */
export async function replay(
  parts: TakingParts,
  forget: () => Promise<void>,
  onFile: (done: number, total: number) => void,
): Promise<number> {
  await forget();
  const files = await filesInOrder(parts.db);
  for (let start = 0; start < files.length; start += filesAtOnce) {
    await parts.db.transaction((tx) => takeFiles(tx, parts, files.slice(start, start + filesAtOnce)));
    onFile(Math.min(start + filesAtOnce, files.length), files.length);
  }
  return files.length;
}
