import {
  compactRange,
  readBundle,
  readCheckpoint,
  readNote,
  sameBytes,
  tileHeight,
  tilePath,
  tileWidth,
  verifySignature,
  type Checkpoint,
  type Tile,
  type VerifierKey,
} from '@havenwacht/transparency';
import { verifyEd25519 } from '../../platform/crypto/native-crypto.ts';
import { sql, type Database } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { checkOwn, trees } from './act-log.ts';
import { entryBytes, entryColumns, type LogEntry } from './log-entry.ts';
import type { LogFolder } from './log-folder.ts';

/** One thing that does not fit. */
interface LogProblem {
  readonly code:
    | 'checkpoint'
    | 'root'
    | 'tile'
    | 'entry'
    | 'row-missing'
    | 'row-changed'
    | 'kept-unreadable'
    | 'kept-not-signed'
    | 'kept-longer'
    | 'kept-other-history';
  /** The entry it is about, where it is about one. */
  readonly entry: number | null;
  readonly text: string;
}

export interface LogVerification {
  readonly ok: boolean;
  readonly entries: number;
  /** Hexadecimal; null when the checkpoint can't be read. */
  readonly root: string | null;
  readonly origin: string | null;
  /** Checkpoints that were kept elsewhere and fit. */
  readonly keptHeld: number;
  /** The first hundred. */
  readonly problems: readonly LogProblem[];
  readonly problemCount: number;
}

export interface VerifyLogOptions {
  readonly folder: LogFolder;
  readonly key: VerifierKey;
  /** Compares the entries with the rows they came from; null leaves that out. */
  readonly db: Database | null;
  /** Checkpoints that were kept elsewhere, as notes. */
  readonly kept: readonly string[];
  readonly onProgress?: (done: number, total: number) => void;
}

const mostProblems = 100;

/**
 * Computes the whole tree again from the entries on disk and compares it with every tile, with the
 * signed checkpoint, with the rows of the database, and with checkpoints that were kept elsewhere. The
 * last is what finds a history that was rewritten and signed anew.
 */
export async function verifyLog(options: VerifyLogOptions): Promise<LogVerification> {
  const { folder, key, db } = options;
  const problems: LogProblem[] = [];
  let problemCount = 0;
  const report = (code: LogProblem['code'], entry: number | null, text: string): void => {
    problemCount += 1;
    if (problems.length < mostProblems) problems.push({ code, entry, text });
  };
  const answer = (checkpoint: Checkpoint | null, keptHeld: number): LogVerification => ({
    ok: problemCount === 0,
    entries: checkpoint?.size ?? 0,
    root: checkpoint === null ? null : Buffer.from(checkpoint.root).toString('hex'),
    origin: checkpoint?.origin ?? null,
    keptHeld,
    problems,
    problemCount,
  });

  const note = await folder.checkpoint();
  let checkpoint: Checkpoint;
  try {
    if (note === null) throw new HavenwachtError('log/no-checkpoint', 500, 'The log has no checkpoint.');
    checkpoint = checkOwn(note, key);
  } catch (error) {
    if (!(error instanceof HavenwachtError)) throw error;
    report('checkpoint', null, error.message);
    return answer(null, 0);
  }
  const kept = readKept(options.kept, key, checkpoint.size, report);
  const atSize = Map.groupBy(kept, ({ size }) => size);
  let keptHeld = 0;
  const compareKept = (size: number, root: Uint8Array): void => {
    for (const one of atSize.get(size) ?? []) {
      if (sameBytes(one.root, root)) keptHeld += 1;
      else
        report(
          'kept-other-history',
          size,
          `The first ${size} entries are not those of the checkpoint that was kept.`,
        );
    }
  };

  const range = compactRange(trees);
  const rows: Uint8Array[][] = [];
  const tile = async (wanted: Tile): Promise<Uint8Array | null> => {
    try {
      return await folder.readTile(wanted);
    } catch (error) {
      if (!(error instanceof HavenwachtError)) throw error;
      report('tile', null, error.message);
      return null;
    }
  };
  const compareTile = async (level: number, index: number): Promise<void> => {
    const hashes = rows[level] ?? [];
    rows[level] = [];
    if (hashes.length === 0) return;
    const wanted: Tile = { level, index, width: hashes.length };
    const found = await tile(wanted);
    if (found === null || sameBytes(found, Buffer.concat(hashes))) return;
    const first =
      level === 0
        ? hashes.findIndex((hash, at) => !sameBytes(hash, found.subarray(32 * at, 32 * at + 32)))
        : -1;
    if (first < 0)
      report('tile', null, `${tilePath(wanted)} does not hold the hashes of what lies below it.`);
    else
      report(
        'entry',
        index * tileWidth + first,
        `Entry ${index * tileWidth + first} is not the one that was hashed into the tree.`,
      );
  };

  const check = async (table: TableReader | null): Promise<void> => {
    compareKept(0, range.root());
    for (let index = 0; index * tileWidth < checkpoint.size; index += 1) {
      const width = Math.min(tileWidth, checkpoint.size - index * tileWidth);
      const bytes = await tile({ level: 'entries', index, width });
      const bundle = bytes === null ? null : readBundle(bytes);
      const entries = bundle?.ok === true ? bundle.value : [];
      const full: (readonly [number, number])[] = [];
      for (let at = 0; at < width; at += 1) {
        const entry = entries[at] ?? new Uint8Array(0);
        range.append(trees.leaf(entry), (height, node, hash) => {
          if (height % tileHeight !== 0) return;
          const level = height / tileHeight;
          const row = (rows[level] ??= []);
          row.push(hash);
          if (row.length === tileWidth) full.push([level, Math.floor(node / tileWidth)]);
        });
        if (atSize.has(range.size)) compareKept(range.size, range.root());
        if (table !== null) await compareRow(table, index * tileWidth + at, entry, report);
      }
      for (const [level, tileIndex] of full) await compareTile(level, tileIndex);
      options.onProgress?.(index * tileWidth + width, checkpoint.size);
    }
    for (const level of rows.keys()) {
      await compareTile(level, Math.floor(checkpoint.size / tileWidth ** (level + 1)));
    }
  };
  if (db === null) await check(null);
  else {
    await db.transaction(
      async (tx) =>
        check(
          new TableReader(
            tx.batches<LogEntry>(
              sql`select ${entryColumns} from act where entry < ${checkpoint.size} order by entry`,
              [],
              2_000,
            ),
          ),
        ),
      { isolation: 'repeatable read', readOnly: true },
    );
  }
  if (!sameBytes(range.root(), checkpoint.root)) {
    report('root', null, 'The entries on disk do not give the root that was signed.');
  }
  return answer(checkpoint, keptHeld);
}

function readKept(
  notes: readonly string[],
  key: VerifierKey,
  size: number,
  report: (code: LogProblem['code'], entry: number | null, text: string) => void,
): readonly Checkpoint[] {
  const kept: Checkpoint[] = [];
  for (const text of notes) {
    const note = readNote(text);
    const checkpoint = note.ok ? readCheckpoint(note.value.text) : note;
    if (!note.ok || !checkpoint.ok) {
      report(
        'kept-unreadable',
        null,
        `A checkpoint that was kept can't be read: ${checkpoint.ok ? '' : checkpoint.problem}.`,
      );
    } else if (checkpoint.value.origin !== key.name || !verifySignature(note.value, key, verifyEd25519)) {
      report('kept-not-signed', null, 'A checkpoint that was kept is not signed with the key of this log.');
    } else if (checkpoint.value.size > size) {
      report(
        'kept-longer',
        size,
        `The log had ${checkpoint.value.size} entries when the checkpoint was kept and has ${size} now.`,
      );
    } else kept.push(checkpoint.value);
  }
  return kept;
}

/** Rows in the order of their entry, one at a time. */
class TableReader {
  readonly #batches: AsyncIterator<LogEntry[]>;
  #batch: LogEntry[] = [];
  #at = 0;

  constructor(batches: AsyncIterable<LogEntry[]>) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  /** The row with this entry; null when there is none. Asked in rising order. */
  async at(entry: number): Promise<LogEntry | null> {
    for (;;) {
      const row = this.#batch[this.#at];
      if (row === undefined) {
        const { done, value } = await this.#batches.next();
        if (done === true) return null;
        this.#batch = value;
        this.#at = 0;
      } else if (row.entry < entry) this.#at += 1;
      else return row.entry === entry ? row : null;
    }
  }
}

async function compareRow(
  table: TableReader,
  entry: number,
  logged: Uint8Array,
  report: (code: LogProblem['code'], entry: number | null, text: string) => void,
): Promise<void> {
  const row = await table.at(entry);
  if (row === null) report('row-missing', entry, `The database has no row for entry ${entry}.`);
  else if (!sameBytes(entryBytes(row), logged)) {
    report(
      'row-changed',
      entry,
      `The row of entry ${entry} in the database says something else than the log.`,
    );
  }
}
