import { readDcsa } from '@havenwacht/formats/dcsa';
import type { CargoRow } from '@havenwacht/formats';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Database, Transaction } from '../../platform/db/index.ts';
import {
  lockFiles,
  writeReadings,
  type FileItem,
  type FileState,
  type Reading,
  type Unread,
} from './intake-store.ts';
import { checkFile, mapFile, readAtOnce, type ReadReport } from './read-edifact.ts';
import { readLines } from './read-lines.ts';
import type { FileSink, HistorySink, RowSink } from './row-sink.ts';

export interface TakingParts {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly rows: RowSink;
  readonly history: HistorySink;
  /** Hears of failures that end as a finding. */
  readonly onFailure: (error: unknown) => void;
}

export interface TakeOptions {
  /** Also takes what would be quarantined, because a person released it. */
  readonly all?: boolean;
  /** Leaves a file that was read before as it is. */
  readonly onlyKept?: boolean;
  /** Read again all the same. */
  readonly again?: ReadonlySet<string>;
}

/** Rows are written in portions of about this many. */
const portion = 5_000;
/** A JSON document is read whole; a longer one is set aside. */
const longestJson = 256 * 1024 * 1024;
/** A message file up to this long is read into memory and once; a longer one is streamed, twice. */
const readAtOnceBytes = 4 * 1024 * 1024;

/**
 * Reads kept files in this order and takes their rows, inside the given transaction: after a crash the
 * files are as they were, and are read again. Reading a file a second time gives the same record.
 */
export async function takeFiles(
  tx: Transaction,
  parts: TakingParts,
  ids: readonly string[],
  options: TakeOptions = {},
): Promise<void> {
  const files = await lockFiles(tx, ids);
  const sink = parts.rows.open(tx);
  const readings: Reading[] = [];
  // The database writes one portion while the next is read.
  let writing: Promise<void> = Promise.resolve();
  const between = async (): Promise<void> => {
    if (sink.buffered < portion) return;
    await writing;
    writing = sink.flush();
    writing.catch(() => {});
  };
  for (const id of ids) {
    const file = files.get(id);
    if (file === undefined || file.state === 'rejected') continue;
    if (options.onlyKept === true && file.state !== 'kept' && options.again?.has(id) !== true) continue;
    const all = options.all === true || file.state === 'released';
    if (file.state !== 'kept') {
      await writing;
      await sink.takeOut(id);
    }
    readings.push(await readFile(tx, parts, sink, file, all, between));
  }
  await writing;
  await sink.end();
  await writeReadings(tx, readings);
  for (const { id, report } of readings) await tx.news('file-taken', { file: id, verdict: report.verdict });
}

/** Takes out everything that was taken of a file. */
export async function takeOutFile(tx: Transaction, parts: TakingParts, id: string): Promise<void> {
  const sink = parts.rows.open(tx);
  await sink.takeOut(id);
  await sink.end();
}

async function readFile(
  tx: Transaction,
  parts: TakingParts,
  sink: FileSink,
  file: FileItem,
  all: boolean,
  between: () => Promise<void>,
): Promise<Reading> {
  const bytes = file.bytes <= readAtOnceBytes ? await parts.blobs.readAll(file.id) : null;
  const family = familyOf(file.name, bytes ?? (await parts.blobs.readRange(file.id, 0, headBytes)));
  const tally = new Tally();
  const row = (one: CargoRow): void => {
    tally.add(one);
    sink.row(one);
  };
  sink.begin({ id: file.id, receivedAt: file.receivedAt, family });
  const { report, rows } = await read(tx, parts, file, bytes, family, all, row, between);
  const state: FileState =
    file.state === 'released'
      ? 'released'
      : report.verdict === 'quarantined' && !all
        ? 'quarantined'
        : 'taken';
  return { id: file.id, family, state, report, rows: rows ?? tally.rows, unread: tally.unread };
}

async function read(
  tx: Transaction,
  parts: TakingParts,
  file: FileItem,
  bytes: Uint8Array | null,
  family: Family,
  all: boolean,
  row: (row: CargoRow) => void,
  between: () => Promise<void>,
): Promise<{ readonly report: ReadReport; readonly rows?: number }> {
  const { blobs } = parts;
  if (family === 'history') return readHistoryFile(tx, parts, file);
  if (family === 'dcsa') {
    if (file.bytes > longestJson) {
      const text = `a JSON document of ${file.bytes} bytes is longer than the ${longestJson} that are read`;
      const findings = [{ code: 'dcsa/too-long', offset: 0, text }];
      return { report: { verdict: 'quarantined', interchanges: [], types: [], messages: 0, findings } };
    }
    const held: CargoRow[] = [];
    const answer = readDcsa(bytes ?? (await blobs.readAll(file.id)), (one) => held.push(one));
    if (answer.verdict !== 'quarantined' || all) for (const one of held) row(one);
    await between();
    return {
      report: {
        verdict: answer.verdict,
        interchanges: [],
        types: answer.type === '' ? [] : [answer.type],
        messages: answer.messages,
        findings: answer.findings.slice(0, 1_000),
      },
    };
  }
  if (bytes !== null) {
    const report = readAtOnce(bytes, all, row);
    await between();
    return { report };
  }
  const report = await checkFile(blobs.read(file.id));
  const untaken = new Set(
    report.interchanges.filter((one) => one.verdict === 'quarantined').map((one) => one.interchange),
  );
  await mapFile(blobs.read(file.id), (interchange) => all || !untaken.has(interchange), row, between);
  return { report };
}

async function readHistoryFile(
  tx: Transaction,
  parts: TakingParts,
  file: FileItem,
): Promise<{ readonly report: ReadReport; readonly rows: number }> {
  const { lines, findings } = await readLines(parts.blobs.read(file.id));
  const refused = await parts.history.take(tx, file.id, lines);
  const all = [...findings, ...refused.map(({ offset, text }) => ({ code: 'history/line', offset, text }))];
  return {
    rows: lines.length - refused.length,
    report: {
      verdict: all.length > 0 ? 'warning' : 'accepted',
      interchanges: [],
      types: ['HISTORY'],
      messages: lines.length,
      findings: all.slice(0, 1_000),
    },
  };
}

/** Counts rows, and what the mappers did not read by what it is. */
class Tally {
  rows = 0;
  readonly #unread = new Map<
    string,
    { what: string; reason: string; count: number; firstOffset: number; text: string }
  >();

  add(row: CargoRow): void {
    if (row.kind !== 'unread') {
      this.rows += 1;
      return;
    }
    const what = row.what.replace(/\[\d+\]/g, '[]');
    const key = `${what}|${row.reason}`;
    const known = this.#unread.get(key);
    if (known !== undefined) known.count += 1;
    else if (this.#unread.size < 1_000) {
      this.#unread.set(key, {
        what,
        reason: row.reason,
        count: 1,
        firstOffset: row.offset,
        text: row.text.slice(0, 200),
      });
    }
  }

  get unread(): readonly Unread[] {
    return [...this.#unread.values()];
  }
}

type Family = 'edifact' | 'dcsa' | 'history';

/** So much of a file says what it is. */
const headBytes = 512;

/** EDIFACT, DCSA JSON or lines of history; what is none of them is judged as EDIFACT. */
function familyOf(name: string, bytes: Uint8Array): Family {
  if (name.endsWith('.ndjson')) return 'history';
  const text = new TextDecoder('latin1')
    .decode(bytes.subarray(0, headBytes))
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  return text.startsWith('{') || text.startsWith('[') ? 'dcsa' : 'edifact';
}
