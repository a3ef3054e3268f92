import type { InterchangeReport, Verdict } from '@havenwacht/formats/edifact';
import type { Querying, Transaction } from '../../platform/db/index.ts';
import type { ReadReport } from './read-edifact.ts';

/**
 * A file goes `kept` (its bytes are safe, nobody has read it) → `taken` (read, its rows are
 * statements) or `quarantined` (something in it can't be trusted; the interchanges that can are
 * taken). A person turns quarantined into `released` (all that is readable is taken) or `rejected`
 * (nothing of it counts). The bytes stay in every state.
 */
export type FileState = 'kept' | 'taken' | 'quarantined' | 'released' | 'rejected';
export type Channel = 'folder' | 'http' | 'cli' | 'demo';

export interface FileItem {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly channel: Channel;
  readonly receivedAt: number;
  readonly state: FileState;
  readonly verdict: Verdict | null;
  readonly family: string | null;
  readonly types: readonly string[];
  readonly messages: number;
  readonly rows: number;
  readonly findings: number;
  readonly interchanges: readonly InterchangeReport[];
  readonly decision: { readonly at: number; readonly by: string; readonly reason: string } | null;
}

interface FileRow {
  id: string;
  name: string;
  bytes: number;
  channel: Channel;
  received_at: number;
  state: FileState;
  verdict: Verdict | null;
  family: string | null;
  types: string[];
  message_count: number;
  row_count: number;
  findings: number;
  interchanges: InterchangeReport[];
  decided_at: number | null;
  decided_by: string | null;
  decision_reason: string | null;
}

const item = (row: FileRow): FileItem => ({
  id: row.id,
  name: row.name,
  bytes: row.bytes,
  channel: row.channel,
  receivedAt: row.received_at,
  state: row.state,
  verdict: row.verdict,
  family: row.family,
  types: row.types,
  messages: row.message_count,
  rows: row.row_count,
  findings: row.findings,
  interchanges: row.interchanges,
  decision:
    row.decided_at === null
      ? null
      : { at: row.decided_at, by: row.decided_by ?? '', reason: row.decision_reason ?? '' },
});

const columns = `f.id, f.name, f.bytes, f.channel, f.received_at, f.state, f.verdict, f.family, f.types, f.message_count,
  f.row_count, f.interchanges, f.decided_at, f.decided_by, f.decision_reason,
  (select count(*)::int from file_finding x where x.file = f.id) as findings`;

/** Notes a file whose bytes are safe. `true` when these bytes are new to the node. */
export async function noteFile(
  tx: Querying,
  file: { readonly id: string; readonly bytes: number; readonly name: string; readonly channel: Channel; readonly receivedAt: number },
): Promise<boolean> {
  const fresh = await tx.query<{ id: string }>(
    `insert into file (id, bytes, name, channel, received_at, state)
     values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000.0), 'kept') on conflict do nothing returning id`,
    [file.id, file.bytes, file.name, file.channel, file.receivedAt],
  );
  await tx.query(
    `insert into file_receipt (file, received_at, name, channel)
     values ($1, to_timestamp($2::float8 / 1000.0), $3, $4) on conflict do nothing`,
    [file.id, file.receivedAt, file.name, file.channel],
  );
  return fresh.length > 0;
}

export async function fileById(tx: Querying, id: string): Promise<FileItem | null> {
  const [row] = await tx.query<FileRow>(`select ${columns} from file f where f.id = $1`, [id]);
  return row === undefined ? null : item(row);
}

/** Locks the file against another taking of the same file. */
export async function lockFile(tx: Transaction, id: string): Promise<FileItem | null> {
  await tx.query('select id from file where id = $1 for update', [id]);
  return fileById(tx, id);
}

export async function listFiles(
  tx: Querying,
  filter: { readonly states: readonly string[]; readonly from: number; readonly limit: number },
): Promise<{ readonly total: number; readonly items: readonly FileItem[] }> {
  const where = `where cardinality($1::text[]) = 0 or f.state = any($1::text[]) or f.verdict = any($1::text[])`;
  const [count] = await tx.query<{ n: number }>(`select count(*)::int as n from file f ${where}`, [filter.states]);
  const rows = await tx.query<FileRow>(
    `select ${columns} from file f ${where} order by f.received_order desc offset $2 limit $3`,
    [filter.states, filter.from, filter.limit],
  );
  return { total: count?.n ?? 0, items: rows.map(item) };
}

/** Files whose bytes are safe but that nobody has read: a crash left them, or they wait their turn. */
export async function filesToRead(tx: Querying): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>("select id from file where state = 'kept' order by received_order");
  return rows.map((row) => row.id);
}

/** All files in the order of receipt, for a replay. */
export async function filesInOrder(tx: Querying): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>('select id from file order by received_order');
  return rows.map((row) => row.id);
}

export interface Unread {
  readonly what: string;
  readonly reason: string;
  readonly count: number;
  readonly firstOffset: number;
  readonly text: string;
}

export async function writeReading(
  tx: Transaction,
  id: string,
  reading: { readonly family: string; readonly report: ReadReport; readonly rows: number; readonly unread: readonly Unread[]; readonly state: FileState },
): Promise<void> {
  const { report } = reading;
  await tx.query('delete from file_finding where file = $1', [id]);
  await tx.query('delete from file_unread where file = $1', [id]);
  await tx.query(
    `insert into file_finding (file, seq, code, at_byte, text)
     select $1, n, c, o, t from unnest($2::text[], $3::bigint[], $4::text[]) with ordinality as u(c, o, t, n)`,
    [id, report.findings.map((one) => one.code), report.findings.map((one) => one.offset), report.findings.map((one) => one.text)],
  );
  await tx.query(
    `insert into file_unread (file, what, reason, count, first_byte, text)
     select $1, * from unnest($2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[])`,
    [
      id,
      reading.unread.map((one) => one.what),
      reading.unread.map((one) => one.reason),
      reading.unread.map((one) => one.count),
      reading.unread.map((one) => one.firstOffset),
      reading.unread.map((one) => one.text),
    ],
  );
  await tx.query(
    `update file set state = $2, verdict = $3, family = $4, types = $5::text[], message_count = $6, row_count = $7,
       interchanges = $8::jsonb where id = $1`,
    [id, reading.state, report.verdict, reading.family, report.types, report.messages, reading.rows, JSON.stringify(report.interchanges)],
  );
}

export async function writeDecision(
  tx: Transaction,
  id: string,
  decision: { readonly state: 'released' | 'rejected'; readonly at: number; readonly by: string; readonly reason: string },
): Promise<void> {
  await tx.query(
    `update file set state = $2, decided_at = to_timestamp($3::float8 / 1000.0), decided_by = $4, decision_reason = $5
     where id = $1`,
    [id, decision.state, decision.at, decision.by, decision.reason],
  );
}

export async function findingsOf(
  tx: Querying,
  id: string,
): Promise<readonly { readonly code: string; readonly offset: number; readonly text: string }[]> {
  return tx.query('select code, at_byte as offset, text from file_finding where file = $1 order by seq', [id]);
}

export async function unreadOf(tx: Querying, id: string): Promise<readonly Unread[]> {
  return tx.query(
    `select what, reason, count, first_byte as "firstOffset", text from file_unread where file = $1
     order by count desc, what`,
    [id],
  );
}
