import { readDcsa } from '@havenwacht/formats/dcsa';
import type { CargoRow } from '@havenwacht/formats';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Database, Transaction } from '../../platform/db/index.ts';
import { lockFile, writeReading, type FileItem, type FileState, type Unread } from './intake-store.ts';
import { checkFile, mapFile, type ReadReport } from './read-edifact.ts';
import { readLines } from './read-lines.ts';
import type { HistorySink, RowSink } from './row-sink.ts';

export interface TakingParts {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly rows: RowSink;
  readonly history: HistorySink;
}

/** Rows are written in portions of about this many. */
const portion = 5_000;
/** A JSON document is read whole; a longer one is set aside. */
const longestJson = 256 * 1024 * 1024;

/**
 * Reads a kept file and takes its rows, all in one transaction: after a crash the file is as it
 * was, and is read again. Reading a file a second time gives the same record.
 *
 * `all` also takes what would be quarantined, because a person released it; `onlyKept` leaves a file
 * that was read before as it is; `then` runs in the same transaction.
 */
export async function takeFile(
  parts: TakingParts,
  id: string,
  options: { readonly all?: boolean; readonly onlyKept?: boolean; readonly then?: (tx: Transaction) => Promise<void> } = {},
): Promise<FileItem | null> {
  return parts.db.transaction(async (tx) => {
    const file = await lockFile(tx, id);
    if (file === null) return null;
    if (file.state === 'rejected' || (options.onlyKept === true && file.state !== 'kept')) return file;
    const everything = options.all === true || file.state === 'released';
    const family = await familyOf(parts.blobs, file);
    const reading = await read(parts, tx, file, family, everything);
    const state: FileState = everything ? 'released' : reading.report.verdict === 'quarantined' ? 'quarantined' : 'taken';
    await writeReading(tx, id, { family, ...reading, state: state === 'released' && file.state !== 'released' ? 'taken' : state });
    await options.then?.(tx);
    await tx.news('file-taken', { file: id, verdict: reading.report.verdict });
    return lockFile(tx, id);
  });
}

async function read(
  parts: TakingParts,
  tx: Transaction,
  file: FileItem,
  family: string,
  everything: boolean,
): Promise<{ readonly report: ReadReport; readonly rows: number; readonly unread: readonly Unread[] }> {
  const { blobs } = parts;
  if (family === 'history') {
    const { lines, findings } = await readLines(blobs.read(file.id));
    const refused = await parts.history.take(tx, file.id, lines);
    const all = [...findings, ...refused.map(({ offset, text }) => ({ code: 'history/line', offset, text }))];
    const report: ReadReport = {
      verdict: all.length > 0 ? 'warning' : 'accepted',
      interchanges: [],
      types: ['HISTORY'],
      messages: lines.length,
      findings: all.slice(0, 1_000),
    };
    return { report, rows: lines.length - refused.length, unread: [] };
  }
  const sink = await parts.rows.open(tx, { id: file.id, receivedAt: file.receivedAt, family });
  const tally = new Tally();
  const row = (one: CargoRow): void => {
    tally.add(one);
    sink.row(one);
  };
  const between = async (): Promise<void> => {
    if (sink.buffered >= portion) await sink.flush();
  };
  let report: ReadReport;
  if (family === 'dcsa') {
    if (file.bytes > longestJson) {
      const text = `a JSON document of ${file.bytes} bytes is longer than the ${longestJson} that are read`;
      report = { verdict: 'quarantined', interchanges: [], types: [], messages: 0, findings: [{ code: 'dcsa/too-long', offset: 0, text }] };
    } else {
      const held: CargoRow[] = [];
      const answer = readDcsa(await blobs.readAll(file.id), (one) => held.push(one));
      if (answer.verdict !== 'quarantined' || everything) for (const one of held) row(one);
      report = {
        verdict: answer.verdict,
        interchanges: [],
        types: answer.type === '' ? [] : [answer.type],
        messages: held.filter((one) => one.kind === 'message').length,
        findings: answer.findings.slice(0, 1_000),
      };
    }
  } else {
    report = await checkFile(blobs.read(file.id));
    const untaken = new Set(
      report.interchanges.filter((one) => one.verdict === 'quarantined').map((one) => one.interchange),
    );
    await mapFile(blobs.read(file.id), (interchange) => everything || !untaken.has(interchange), row, between);
  }
  await sink.end();
  return { report, rows: tally.rows, unread: tally.unread };
}

/** Counts rows, and what the mappers did not read by what it is. */
class Tally {
  rows = 0;
  readonly #unread = new Map<string, { what: string; reason: string; count: number; firstOffset: number; text: string }>();

  add(row: CargoRow): void {
    if (row.kind !== 'unread') {
      this.rows += 1;
      return;
    }
    const key = `${row.what}|${row.reason}`;
    const known = this.#unread.get(key);
    if (known !== undefined) known.count += 1;
    else if (this.#unread.size < 1_000) {
      this.#unread.set(key, { what: row.what, reason: row.reason, count: 1, firstOffset: row.offset, text: row.text.slice(0, 200) });
    }
  }

  get unread(): readonly Unread[] {
    return [...this.#unread.values()];
  }
}

/** EDIFACT, DCSA JSON or lines of history, by the first bytes; everything else is judged as EDIFACT. */
async function familyOf(blobs: Blobs, file: FileItem): Promise<'edifact' | 'dcsa' | 'history'> {
  const head = await blobs.readRange(file.id, 0, 512);
  const text = new TextDecoder('latin1').decode(head).replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  if (file.name.endsWith('.ndjson')) return 'history';
  return text.startsWith('{') || text.startsWith('[') ? 'dcsa' : 'edifact';
}
