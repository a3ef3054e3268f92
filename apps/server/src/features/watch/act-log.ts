import {
  readCheckpoint,
  readNote,
  sameBytes,
  signNote,
  treeHash,
  verifySignature,
  writeCheckpoint,
  writeNote,
  type Checkpoint,
  type VerifierKey,
} from '@havenwacht/transparency';
import { sha256, verifyEd25519 } from '../../platform/crypto/native-crypto.ts';
import { sql, type Database, type Sql, type Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { entryBytes, entryColumns, type LogEntry } from './log-entry.ts';
import { logFolder, type LogFolder } from './log-folder.ts';
import { openNodeKey, type NodeKey } from './log-key.ts';
import { openLogWriter, type LogWriter } from './log-writer.ts';

/**
 * How an act becomes an entry.
 *
 * 1. The row of the act is written by the transaction that causes it, without a place.
 * 2. Under one lock the acts that have committed get the next places, in the order of their numbers,
 *    and the ports they are about beside it, which decide who reads the entry; that commits. From here on the tree is decided: it is a function of the rows.
 * 3. Under the lock again the rows beyond the signed size are appended to the tiles; when these are on
 *    disk the new checkpoint is signed and renamed into place, and its size and root noted.
 *
 * A crash between any two steps leaves a beginning of the same tree, and the next run goes on from the
 * last checkpoint. What a run finds that does not fit (tiles that do not give the signed root, fewer
 * rows or an older checkpoint than were signed) stops the log, not the node: acts wait without a
 * place, the reason is shown, and nothing is signed that would fork.
 */
export interface ActLog {
  readonly folder: LogFolder;
  /** Null until the key is there. */
  key(): VerifierKey | null;
  /** Why nothing is appended; null when the log is well. */
  failure(): { readonly code: string; readonly text: string } | null;
  /** Starts to follow acts. */
  start(): Promise<void>;
  /** Appends everything that has committed; whether it could. */
  drain(): Promise<boolean>;
  stop(): Promise<void>;
}

export interface ActLogParts {
  readonly db: Database;
  readonly now: () => number;
  /** Holds `log/` and `keys/`. */
  readonly dataFolder: string;
  readonly country: string;
  readonly durable: boolean;
  /** The ports that an act is about, as an expression over a row `act`; null where they are not known. */
  readonly portsOf: Sql;
  readonly onError: (error: unknown) => void;
  /** Runs after a checkpoint was signed. */
  readonly onSigned?: () => void;
}

/** Entries that are placed and appended at once. */
const atOnce = 5_000;
const lock = 0x68_77_6c_67;

export const trees = treeHash(sha256);

export function createActLog(parts: ActLogParts): ActLog {
  const { db } = parts;
  const folder = logFolder(`${parts.dataFolder}/log`, parts.durable);
  let key: NodeKey | null = null;
  let writer: LogWriter | null = null;
  let failure: { readonly code: string; readonly text: string } | null = null;
  let running: Promise<boolean> = Promise.resolve(true);
  let asked = false;
  const stops: (() => Promise<void>)[] = [];

  const sign = (size: number, root: Uint8Array): string => {
    if (key === null) throw new Error('nothing is signed before the key is open');
    const text = writeCheckpoint({ origin: key.verifier.name, size, root, extension: [] });
    return writeNote({ text, signatures: [signNote(text, key.verifier, key.sign)] });
  };

  /** What was signed last, as far as disk and table agree on it; signs the empty tree where there is nothing. */
  const head = async (tx: Transaction): Promise<Checkpoint> => {
    const note = await folder.checkpoint();
    const [noted] = await tx.query<{ size: number; root: Buffer }>('select size, root from log_head');
    const [placed] = await tx.query<{ size: number }>('select coalesce(max(entry) + 1, 0) as size from act');
    const rows = placed?.size ?? 0;
    if (note === null && (noted !== undefined || rows > 0)) throw checkpointBehind();
    key ??= await openNodeKey(`${parts.dataFolder}/keys`, 'note', parts.country, note === null);
    if (note === null) {
      await folder.writeCheckpoint(sign(0, trees.empty));
      return head(tx);
    }
    const checkpoint = checkOwn(note, key.verifier);
    if (noted !== undefined && noted.size > checkpoint.size) throw checkpointBehind();
    if (noted !== undefined && noted.size === checkpoint.size && !sameBytes(noted.root, checkpoint.root)) {
      throw new HavenwachtError(
        'log/other-root',
        500,
        'The checkpoint on disk has another root than the node signed for this size.',
      );
    }
    if (rows < checkpoint.size) {
      throw new HavenwachtError(
        'log/table-behind',
        500,
        `The log has ${checkpoint.size} entries and the database only ${rows}: it was set back or cut.`,
      );
    }
    return checkpoint;
  };

  const place = (): Promise<number> =>
    db.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [lock]);
      await head(tx);
      return tx.execute(
        sql`with waiting as (select id, row_number() over (order by id) - 1 as k
           from (select id from act where entry is null order by id limit ${atOnce}::int) as first),
         base as (select coalesce(max(entry) + 1, 0) as size from act)
         update act set entry = base.size + waiting.k, ports = ${parts.portsOf}
         from waiting, base where act.id = waiting.id`,
      );
    });

  const write = (): Promise<number> =>
    db.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [lock]);
      const signed = await head(tx);
      const rows = await tx.query<LogEntry>(
        sql`select ${entryColumns} from act where entry >= ${signed.size} order by entry limit ${atOnce}`,
      );
      if (writer?.size !== signed.size) writer = await openLogWriter(folder, trees, signed.size);
      if (!sameBytes(writer.root(), signed.root)) {
        throw new HavenwachtError(
          'log/tiles-damaged',
          500,
          'The tiles on disk do not give the root that was signed; havenwacht audit verify tells more.',
        );
      }
      for (const row of rows) {
        if (row.entry !== writer.size) {
          throw new HavenwachtError('log/gap', 500, `The database lacks entry ${writer.size} of the log.`);
        }
        writer.append(entryBytes(row));
      }
      let note = await folder.checkpoint();
      if (rows.length > 0) {
        await writer.flush();
        note = sign(writer.size, writer.root());
        await folder.writeCheckpoint(note);
        await writer.tidy();
      }
      await tx.execute(
        `insert into log_head (size, root, signed_at, note) values ($1, $2, to_timestamp($3::float8 / 1000.0), $4)
         on conflict (one) do update set size = excluded.size, root = excluded.root,
           signed_at = excluded.signed_at, note = excluded.note`,
        [writer.size, Buffer.from(writer.root()), parts.now(), note],
      );
      return rows.length;
    });

  const run = async (): Promise<boolean> => {
    try {
      let appended = 0;
      for (;;) {
        const placed = await place();
        const written = await write();
        appended += written;
        if (placed < atOnce && written < atOnce) break;
      }
      failure = null;
      if (appended > 0) parts.onSigned?.();
      return true;
    } catch (error) {
      // What was appended in memory may not be on disk: the next run starts from there.
      writer = null;
      const code = error instanceof HavenwachtError ? error.code : 'log/failed';
      if (failure?.code !== code) parts.onError(error);
      failure = { code, text: error instanceof Error ? error.message : String(error) };
      return false;
    }
  };
  /** One run at a time; whatever is asked for while one runs is one more run. */
  const drain = (): Promise<boolean> => {
    if (!asked) {
      asked = true;
      running = running.then(() => {
        asked = false;
        return run();
      });
    }
    return running;
  };

  return {
    folder,
    key: () => key?.verifier ?? null,
    failure: () => failure,
    drain,
    async start() {
      const unlisten = await db.listen('acts', () => void drain());
      const timer = setInterval(() => void drain(), 30_000).unref();
      stops.push(async () => {
        clearInterval(timer);
        await unlisten();
      });
      await drain();
    },
    async stop() {
      for (const stop of stops.splice(0)) await stop();
      await running;
    },
  };
}

/** A checkpoint that this key signed for its own log. */
export function checkOwn(note: string, key: VerifierKey): Checkpoint {
  const read = readNote(note);
  const checkpoint = read.ok ? readCheckpoint(read.value.text) : read;
  if (!checkpoint.ok) {
    throw new HavenwachtError(
      'log/checkpoint-damaged',
      500,
      `The checkpoint can't be read: ${checkpoint.problem}.`,
    );
  }
  const isOwn = checkpoint.value.origin === key.name;
  if (!read.ok || !isOwn || !verifySignature(read.value, key, verifyEd25519)) {
    throw new HavenwachtError('log/other-key', 500, 'The checkpoint is not signed with the key of this log.');
  }
  return checkpoint.value;
}

const checkpointBehind = (): HavenwachtError =>
  new HavenwachtError(
    'log/checkpoint-behind',
    500,
    'The checkpoint on disk is missing or older than the one the node signed last.',
  );
