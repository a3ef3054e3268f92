import type { Querying, Transaction } from '../../platform/db/index.ts';
import { filesInOrder } from './intake-store.ts';
import { takeFiles, type TakingParts } from './take-file.ts';

const filesAtOnce = 50;
/** The node setting that holds how many files a replay has read; there only while one is not done. */
const setting = 'replay-files-read';

/**
 * Forgets everything that was derived from the files and reads all of them again in the order they
 * were received. What a person decided about a file stands. The record comes out the same.
 *
 * @param forget clears what the later steps of the flow derived
 */
export async function replay(
  parts: TakingParts,
  forget: (tx: Transaction) => Promise<void>,
  onFile: (done: number, total: number) => void,
): Promise<number> {
  await parts.db.transaction(async (tx) => {
    await forget(tx);
    await remember(tx, 0);
  });
  return resumeReplay(parts, onFile);
}

/**
 * Goes on with a replay that a crash cut short, where it stopped; does nothing when there is none.
 *
 * @returns how many files the replay has read, 0 when there is none
 */
export async function resumeReplay(
  parts: TakingParts,
  onFile: (done: number, total: number) => void = () => {},
): Promise<number> {
  const [begun] = await parts.db.query<{ value: number }>('select value from node_setting where name = $1', [
    setting,
  ]);
  if (begun === undefined) return 0;
  const files = await filesInOrder(parts.db);
  for (let start = begun.value; start < files.length; start += filesAtOnce) {
    const done = Math.min(start + filesAtOnce, files.length);
    await parts.db.transaction(async (tx) => {
      await takeFiles(tx, parts, files.slice(start, done));
      await remember(tx, done);
    });
    onFile(done, files.length);
  }
  await parts.db.execute('delete from node_setting where name = $1', [setting]);
  return files.length;
}

async function remember(tx: Querying, done: number): Promise<void> {
  await tx.execute(
    `insert into node_setting (name, value) values ($1, to_jsonb($2::int))
     on conflict (name) do update set value = excluded.value`,
    [setting, done],
  );
}
