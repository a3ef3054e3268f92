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

export interface FileRow {
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

export const fileOf = (row: FileRow): FileItem => ({
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

export interface FileNote {
  readonly id: string;
  readonly bytes: number;
  readonly name: string;
  readonly channel: Channel;
  readonly receivedAt: number;
}

/** What noting files told: whose bytes are new, and which turn out to have come before they were known. */
export interface Noted {
  readonly fresh: ReadonlySet<string>;
  readonly earlier: ReadonlySet<string>;
}

/** Notes files whose bytes are safe. A file is received when its bytes came first, whichever copy is read first. */
export async function noteFiles(tx: Querying, files: readonly FileNote[]): Promise<Noted> {
  const values = [
    files.map((file) => file.id),
    files.map((file) => file.bytes),
    files.map((file) => file.name),
    files.map((file) => file.channel),
    files.map((file) => file.receivedAt),
  ];
  const fresh = await tx.query<{ id: string }>(
    `insert into file (id, bytes, name, channel, received_at, state)
     select i, b, n, c, to_timestamp(r / 1000.0), 'kept'
     from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::float8[]) with ordinality as u(i, b, n, c, r, o)
     order by o on conflict do nothing returning id`,
    values,
  );
  await tx.execute(
    `insert into file_receipt (file, received_at, name, channel)
     select i, to_timestamp(r / 1000.0), n, c
     from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::float8[]) as u(i, b, n, c, r)
     on conflict do nothing`,
    values,
  );
  const earlier = await tx.query<{ id: string }>(
    `update file f set received_at = first.at
     from (select file, min(received_at) as at from file_receipt where file = any($1::text[]) group by 1) first
     where first.file = f.id and first.at < f.received_at returning f.id`,
    [files.map((file) => file.id)],
  );
  return { fresh: new Set(fresh.map((row) => row.id)), earlier: new Set(earlier.map((row) => row.id)) };
}

export async function fileById(tx: Querying, id: string): Promise<FileItem | null> {
  const [row] = await tx.query<FileRow>(`select ${columns} from file f where f.id = $1`, [id]);
  return row === undefined ? null : fileOf(row);
}

export async function filesById(
  tx: Querying,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FileItem>> {
  const rows = await tx.query<FileRow>(`select ${columns} from file f where f.id = any($1::text[])`, [ids]);
  return new Map(rows.map((row) => [row.id, fileOf(row)]));
}

/** Locks files against being taken twice at a time. */
export async function lockFiles(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FileItem>> {
  await tx.query('select id from file where id = any($1::text[]) order by id for update', [ids]);
  return filesById(tx, ids);
}

/** Files whose bytes are safe but that nobody has read: a crash left them, or they wait their turn. */
export async function filesToRead(tx: Querying): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(
    "select id from file where state = 'kept' order by received_order",
  );
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

/** What one reading of a file told. */
export interface Reading {
  readonly id: string;
  readonly family: string;
  readonly state: FileState;
  readonly report: ReadReport;
  readonly rows: number;
  readonly unread: readonly Unread[];
}

export async function writeReadings(tx: Transaction, readings: readonly Reading[]): Promise<void> {
  if (readings.length === 0) return;
  const ids = readings.map((one) => one.id);
  await tx.execute('delete from file_finding where file = any($1::text[])', [ids]);
  await tx.execute('delete from file_unread where file = any($1::text[])', [ids]);
  const findings = readings.flatMap(({ id, report }) =>
    report.findings.map((one, index) => ({ id, index, one })),
  );
  await tx.execute(
    `insert into file_finding (file, seq, code, at_byte, text)
     select * from unnest($1::text[], $2::int[], $3::text[], $4::bigint[], $5::text[])`,
    [
      findings.map(({ id }) => id),
      findings.map(({ index }) => index + 1),
      findings.map(({ one }) => one.code),
      findings.map(({ one }) => one.offset),
      findings.map(({ one }) => storable(one.text)),
    ],
  );
  const unread = readings.flatMap(({ id, unread: all }) => all.map((one) => ({ id, one })));
  await tx.execute(
    `insert into file_unread (file, what, reason, count, first_byte, text)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[])`,
    [
      unread.map(({ id }) => id),
      unread.map(({ one }) => storable(one.what)),
      unread.map(({ one }) => one.reason),
      unread.map(({ one }) => one.count),
      unread.map(({ one }) => one.firstOffset),
      unread.map(({ one }) => storable(one.text)),
    ],
  );
  await tx.execute(
    `update file set state = u.state, verdict = u.verdict, family = u.family,
       types = array(select jsonb_array_elements_text(u.types::jsonb)), message_count = u.messages,
       row_count = u.rows, interchanges = u.interchanges::jsonb
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[])
       as u(id, state, verdict, family, types, messages, rows, interchanges)
     where file.id = u.id`,
    [
      ids,
      readings.map((one) => one.state),
      readings.map((one) => one.report.verdict),
      readings.map((one) => one.family),
      readings.map((one) => JSON.stringify(one.report.types)),
      readings.map((one) => one.report.messages),
      readings.map((one) => one.rows),
      readings.map((one) => storable(JSON.stringify(one.report.interchanges))),
    ],
  );
}

/** Puts a file on which reading failed where a person sees it. */
export async function setAside(tx: Transaction, id: string, text: string): Promise<void> {
  const findings = [{ code: 'intake/reading-failed', offset: 0, text: text.slice(0, 1_000) }];
  const report: ReadReport = { verdict: 'quarantined', interchanges: [], types: [], messages: 0, findings };
  await writeReadings(tx, [{ id, family: 'unread', state: 'quarantined', report, rows: 0, unread: [] }]);
  await tx.news('file-taken', { file: id, verdict: 'quarantined' });
}

/** PostgreSQL keeps no NUL in text; the bytes themselves are kept as they came. */
function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd').replaceAll('\\u0000', '\\ufffd');
}

export async function writeDecision(
  tx: Transaction,
  id: string,
  decision: {
    readonly state: 'released' | 'rejected';
    readonly at: number;
    readonly by: string;
    readonly reason: string;
  },
): Promise<void> {
  await tx.query(
    `update file set state = $2, decided_at = to_timestamp($3::float8 / 1000.0), decided_by = $4, decision_reason = $5
     where id = $1`,
    [id, decision.state, decision.at, decision.by, decision.reason],
  );
}
