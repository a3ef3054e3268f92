import { sameBytes } from '@havenwacht/transparency';
import { sql, type Database } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { trees } from './act-log.ts';
import { entryBytes, entryColumns, type LogEntry } from './log-entry.ts';
import type { LogFolder } from './log-folder.ts';
import { openLogWriter } from './log-writer.ts';

const atOnce = 5_000;

/**
 * Makes the files of the log again from the rows of the database, up to the checkpoint that was signed
 * last, and puts that checkpoint back: no key is needed, and nothing is signed. Where a checkpoint lies
 * already the files are left as they are.
 *
 * @returns how many entries there are now; null where nothing was done
 * @throws {HavenwachtError} `verification/log` when the rows do not give what was signed
 */
export async function rebuildLog(db: Database, folder: LogFolder): Promise<number | null> {
  if ((await folder.checkpoint()) !== null) return null;
  return db.transaction(
    async (tx) => {
      await tx.execute('set local idle_in_transaction_session_timeout = 0');
      const [head] = await tx.query<{ size: number; root: Buffer; note: string | null }>(
        'select size, root, note from log_head',
      );
      if (head === undefined) return null;
      const writer = await openLogWriter(folder, trees, 0);
      const rows = tx.batches<LogEntry>(
        sql`select ${entryColumns} from act where entry < ${head.size} order by entry`,
        [],
        atOnce,
      );
      for await (const batch of rows) {
        for (const row of batch) {
          if (row.entry !== writer.size) throw unlikeSigned(`entry ${writer.size} is missing`);
          writer.append(entryBytes(row));
        }
        await writer.flush();
        await writer.tidy();
      }
      if (writer.size !== head.size) throw unlikeSigned(`entry ${writer.size} is missing`);
      if (!sameBytes(writer.root(), head.root)) throw unlikeSigned('they give another root');
      if (head.note === null) throw unlikeSigned('the checkpoint is not among them');
      await folder.writeCheckpoint(head.note);
      return writer.size;
    },
    { isolation: 'repeatable read' },
  );
}

function unlikeSigned(why: string): HavenwachtError {
  return new HavenwachtError(
    'verification/log',
    422,
    `The rows of the log are not those that were signed: ${why}.`,
  );
}
