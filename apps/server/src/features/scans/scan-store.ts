import type { ScanAbout, ScanFinding } from '@havenwacht/formats/scan';
import type { Reader } from '../../platform/auth/index.ts';
import { insertRows, type Querying } from '../../platform/db/index.ts';
import type { NumberCheck, Region, ScanState, ScanVerdict } from './scan.ts';

export type { ScanFinding } from '@havenwacht/formats/scan';

export interface Scan {
  readonly id: string;
  readonly port: string;
  readonly receivedAt: number;
  readonly channel: 'http' | 'cli' | 'dicom' | 'trial';
  readonly series: string | null;
  /** Files that make it whole. */
  readonly parts: number;
  readonly state: ScanState;
  readonly ordered: string | null;
  readonly told: string | null;
  readonly numberCheck: NumberCheck;
  readonly order: string | null;
  readonly format: string | null;
  readonly columns: number | null;
  readonly rows: number | null;
  readonly about: ScanAbout | null;
  /** Algorithms stay hidden of it, so that people alone can be told from people with algorithms. */
  readonly blind: boolean;
  readonly verdict: ScanVerdict | null;
  readonly judgedAt: number | null;
  readonly trial: Trial | null;
}

/** A threat that was projected into a cleared scan, to see whether it is found. */
export interface Trial {
  readonly of: string;
  readonly seed: number;
  readonly region: Region;
  readonly massKg: number;
}

export interface ScanPart {
  readonly number: number;
  readonly file: string;
  readonly bytes: number;
  readonly name: string;
}

export interface Judgement {
  readonly person: string;
  readonly round: 1 | 2;
  readonly at: number;
  readonly verdict: ScanVerdict;
  readonly seconds: number;
  readonly regions: readonly Region[];
  readonly note: string;
  readonly opinionsShown: boolean;
}

/** What one algorithm of one country in one version said. */
export interface Opinion {
  readonly analyser: string;
  readonly version: string;
  readonly country: string;
  readonly at: number;
  readonly state: 'evaluated' | 'not-evaluated' | 'cannot-compare';
  readonly reason: string | null;
  readonly score: number | null;
  readonly regions: readonly (Region & Readonly<Record<string, unknown>>)[];
}

interface ScanRow {
  id: string;
  port: string;
  received_at: number;
  channel: Scan['channel'];
  series: string | null;
  parts: number;
  state: ScanState;
  ordered: string | null;
  told: string | null;
  number_check: NumberCheck;
  scan_order: string | null;
  format: string | null;
  columns: number | null;
  rows: number | null;
  about: ScanAbout | null;
  blind: boolean;
  verdict: ScanVerdict | null;
  judged_at: number | null;
  trial_of: string | null;
  trial_seed: number | null;
  trial_region: Region | null;
  trial_mass_kg: number | null;
}

const scanOf = (row: ScanRow): Scan => ({
  id: row.id,
  port: row.port,
  receivedAt: row.received_at,
  channel: row.channel,
  series: row.series,
  parts: row.parts,
  state: row.state,
  ordered: row.ordered,
  told: row.told,
  numberCheck: row.number_check,
  order: row.scan_order,
  format: row.format,
  columns: row.columns,
  rows: row.rows,
  about: row.about,
  blind: row.blind,
  verdict: row.verdict,
  judgedAt: row.judged_at,
  trial:
    row.trial_of === null || row.trial_seed === null || row.trial_region === null
      ? null
      : { of: row.trial_of, seed: row.trial_seed, region: row.trial_region, massKg: row.trial_mass_kg ?? 0 },
});

/**
 * The scans that one reader may see: those of the ports he works for, and no trial of a scan that he
 * judged himself, since he has seen it without the threat.
 */
export class ScanStore {
  readonly #tx: Querying;
  readonly #reader: Reader;

  constructor(tx: Querying, reader: Reader) {
    this.#tx = tx;
    this.#reader = reader;
  }

  static readonly #visible = `($1::text[] is null or scan.port = any($1)) and not exists (
    select 1 from scan_judgement mine where mine.scan = scan.trial_of and mine.person = $2)`;

  get #scope(): readonly unknown[] {
    return [this.#reader.ports, this.#reader.person];
  }

  async find(id: string, lock = false): Promise<Scan | null> {
    const [row] = await this.#tx.query<ScanRow>(
      `select scan.* from scan where scan.id = $3 and ${ScanStore.#visible} ${lock ? 'for update' : ''}`,
      [...this.#scope, id],
    );
    return row === undefined ? null : scanOf(row);
  }

  async list(state: ScanState, limit: number): Promise<readonly Scan[]> {
    const rows = await this.#tx.query<ScanRow>(
      `select scan.* from scan where scan.state = $3 and ${ScanStore.#visible}
       order by scan.received_at, scan.id limit $4`,
      [...this.#scope, state, limit],
    );
    return rows.map(scanOf);
  }

  /** Real scans of one container, newest first: reference and earlier images. */
  async ofContainer(container: string, limit: number): Promise<readonly Scan[]> {
    const rows = await this.#tx.query<ScanRow>(
      `select scan.* from scan where coalesce(scan.ordered, scan.told) = $3 and scan.trial_of is null
         and scan.state in ('open', 'judged') and ${ScanStore.#visible}
       order by scan.received_at desc, scan.id limit $4`,
      [...this.#scope, container, limit],
    );
    return rows.map(scanOf);
  }

  /** Real scans that were judged clear and still have their bytes, newest first. */
  async cleared(limit: number): Promise<readonly Scan[]> {
    const rows = await this.#tx.query<ScanRow>(
      `select scan.* from scan where scan.state = 'judged' and scan.verdict = 'clear' and scan.trial_of is null
         and ${ScanStore.#visible}
       order by scan.judged_at desc, scan.id limit $3`,
      [...this.#scope, limit],
    );
    return rows.map(scanOf);
  }
}

/** Real scans of one container, whoever may see them: for the node's own comparing. */
export async function scansOfContainer(tx: Querying, container: string): Promise<readonly Scan[]> {
  const rows = await tx.query<ScanRow>(
    `select * from scan where coalesce(ordered, told) = $1 and trial_of is null
       and state in ('open', 'judged') order by received_at desc, id limit 50`,
    [container],
  );
  return rows.map(scanOf);
}

export async function scanById(tx: Querying, id: string): Promise<Scan | null> {
  const [row] = await tx.query<ScanRow>('select * from scan where id = $1', [id]);
  return row === undefined ? null : scanOf(row);
}

/** The scan of this port that holds this file; trials hold none of their own. */
export async function scanByFile(tx: Querying, file: string, port: string): Promise<Scan | null> {
  const [row] = await tx.query<ScanRow>(
    `select scan.* from scan join scan_file on scan_file.scan = scan.id
     where scan_file.file = $1 and scan.port = $2 order by scan.received_at limit 1`,
    [file, port],
  );
  return row === undefined ? null : scanOf(row);
}

export async function scanBySeries(tx: Querying, series: string, port: string): Promise<Scan | null> {
  const [row] = await tx.query<ScanRow>('select * from scan where series = $1 and port = $2 for update', [
    series,
    port,
  ]);
  return row === undefined ? null : scanOf(row);
}

export async function insertScan(tx: Querying, scan: Omit<Scan, 'verdict' | 'judgedAt'>): Promise<void> {
  await tx.execute(
    `insert into scan (id, port, received_at, channel, series, parts, state, ordered, told, number_check, scan_order,
       format, columns, rows, about, blind, trial_of, trial_seed, trial_region, trial_mass_kg)
     values ($1, $2, to_timestamp($3::float8 / 1000.0), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::jsonb,
       $16, $17, $18, $19::jsonb, $20)`,
    [
      scan.id,
      scan.port,
      scan.receivedAt,
      scan.channel,
      scan.series,
      scan.parts,
      scan.state,
      scan.ordered,
      scan.told,
      scan.numberCheck,
      scan.order,
      scan.format,
      scan.columns,
      scan.rows,
      scan.about === null ? null : JSON.stringify(scan.about),
      scan.blind,
      scan.trial?.of ?? null,
      scan.trial?.seed ?? null,
      scan.trial === null ? null : JSON.stringify(scan.trial.region),
      scan.trial?.massKg ?? null,
    ],
  );
}

export async function setScanState(tx: Querying, id: string, state: ScanState): Promise<void> {
  await tx.execute('update scan set state = $2 where id = $1', [id, state]);
}

export async function insertPart(tx: Querying, scan: string, part: ScanPart): Promise<void> {
  await tx.execute('insert into scan_file (scan, number, file, bytes, name) values ($1, $2, $3, $4, $5)', [
    scan,
    part.number,
    part.file,
    part.bytes,
    part.name,
  ]);
}

/** Files of a scan that are still there, in the order of their channels. */
export async function partsOf(tx: Querying, scan: string): Promise<readonly ScanPart[]> {
  return tx.query<ScanPart>(
    'select number, file, bytes, name from scan_file where scan = $1 and removed_at is null order by number',
    [scan],
  );
}

export async function insertFindings(
  tx: Querying,
  scan: string,
  number: number,
  findings: readonly ScanFinding[],
): Promise<void> {
  const [known] = await tx.query<{ n: number }>(
    'select count(*)::int as n from scan_finding where scan = $1',
    [scan],
  );
  const first = known?.n ?? 0;
  await insertRows(
    tx,
    'scan_finding',
    {
      scan: { type: 'text', value: () => scan },
      seq: { type: 'integer', value: (one: ScanFinding) => first + findings.indexOf(one) },
      number: { type: 'integer', value: () => number },
      code: { type: 'text', value: (one: ScanFinding) => one.code },
      at_byte: { type: 'bigint', value: (one: ScanFinding) => one.offset },
      text: { type: 'text', value: (one: ScanFinding) => one.text },
    },
    findings,
  );
}

export async function scanFindings(tx: Querying, scan: string): Promise<readonly ScanFinding[]> {
  return tx.query<ScanFinding>(
    'select code, at_byte as offset, text from scan_finding where scan = $1 order by seq',
    [scan],
  );
}

interface JudgementRow extends Omit<Judgement, 'opinionsShown'> {
  readonly opinions_shown: boolean;
}

export async function judgementsOf(tx: Querying, scan: string): Promise<readonly Judgement[]> {
  const rows = await tx.query<JudgementRow>(
    `select person, round, at, verdict, seconds, regions, note, opinions_shown
     from scan_judgement where scan = $1 order by at, round`,
    [scan],
  );
  return rows.map(({ opinions_shown: opinionsShown, ...rest }) => ({ ...rest, opinionsShown }));
}

export async function insertJudgement(tx: Querying, scan: string, one: Judgement): Promise<void> {
  await tx.execute(
    `insert into scan_judgement (scan, person, round, at, verdict, seconds, regions, note, opinions_shown)
     values ($1, $2, $3, to_timestamp($4::float8 / 1000.0), $5, $6, $7::jsonb, $8, $9)`,
    [
      scan,
      one.person,
      one.round,
      one.at,
      one.verdict,
      one.seconds,
      JSON.stringify(one.regions),
      one.note,
      one.opinionsShown,
    ],
  );
  await tx.execute(
    "update scan set state = 'judged', verdict = $2, judged_at = to_timestamp($3::float8 / 1000.0) where id = $1",
    [scan, one.verdict, one.at],
  );
}

/** When this person first opened the scan, and whether he was asked to confirm that it is clear. */
export async function lookOf(
  tx: Querying,
  scan: string,
  person: string,
): Promise<{ readonly openedAt: number; readonly clearAskedAt: number | null } | null> {
  const [row] = await tx.query<{ opened_at: number; clear_asked_at: number | null }>(
    'select opened_at, clear_asked_at from scan_look where scan = $1 and person = $2',
    [scan, person],
  );
  return row === undefined ? null : { openedAt: row.opened_at, clearAskedAt: row.clear_asked_at };
}

export async function noteLook(tx: Querying, scan: string, person: string, at: number): Promise<void> {
  await tx.execute(
    `insert into scan_look (scan, person, opened_at) values ($1, $2, to_timestamp($3::float8 / 1000.0))
     on conflict do nothing`,
    [scan, person, at],
  );
}

export async function noteClearAsked(tx: Querying, scan: string, person: string, at: number): Promise<void> {
  await tx.execute(
    'update scan_look set clear_asked_at = to_timestamp($3::float8 / 1000.0) where scan = $1 and person = $2',
    [scan, person, at],
  );
}

export async function opinionsOf(tx: Querying, scan: string): Promise<readonly Opinion[]> {
  return tx.query<Opinion>(
    `select analyser, version, country, at, state, reason, score, regions from scan_opinion
     where scan = $1 order by country, analyser, version`,
    [scan],
  );
}

/** Keeps the first thing that a version said: an algorithm does not get a second word. */
export async function insertOpinion(tx: Querying, scan: string, one: Opinion): Promise<void> {
  await tx.execute(
    `insert into scan_opinion (scan, analyser, version, country, at, state, reason, score, regions)
     values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000.0), $6, $7, $8, $9::jsonb) on conflict do nothing`,
    [
      scan,
      one.analyser,
      one.version,
      one.country,
      one.at,
      one.state,
      one.reason,
      one.score,
      JSON.stringify(one.regions),
    ],
  );
}

export interface ScanSetting {
  /** A secret of the node: nobody outside can tell which scans are blind. */
  readonly seed: string;
  readonly blindShare: number;
  readonly trialShare: number;
}

export async function readSetting(tx: Querying): Promise<ScanSetting> {
  const [row] = await tx.query<{ seed: string; blind_share: number; trial_share: number }>(
    'select seed, blind_share, trial_share from scan_setting',
  );
  if (row === undefined) throw new Error('scan_setting has no row');
  return { seed: row.seed, blindShare: row.blind_share, trialShare: row.trial_share };
}

export interface ScanOrder {
  readonly id: string;
  readonly container: string;
  readonly port: string;
  readonly scanner: string | null;
  readonly lane: number | null;
  readonly orderedAt: number;
  readonly orderedBy: string;
}

export async function insertOrder(tx: Querying, order: ScanOrder): Promise<void> {
  await tx.execute(
    `insert into scan_order (id, container, port, scanner, lane, ordered_at, ordered_by)
     values ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000.0), $7)`,
    [order.id, order.container, order.port, order.scanner, order.lane, order.orderedAt, order.orderedBy],
  );
}

/** Orders of a port that wait for their scan, at this scanner or at any. */
export async function openOrders(tx: Querying, port: string, scanner: string): Promise<readonly ScanOrder[]> {
  return tx.query<ScanOrder>(
    `select id, container, port, scanner, lane, ordered_at as "orderedAt", ordered_by as "orderedBy" from scan_order
     where port = $1 and done_at is null and (scanner is null or scanner = $2) order by ordered_at, id`,
    [port, scanner],
  );
}

export async function closeOrder(tx: Querying, id: string, at: number): Promise<void> {
  await tx.execute(
    'update scan_order set done_at = to_timestamp($2::float8 / 1000.0) where id = $1 and done_at is null',
    [id, at],
  );
}

/** Trials that persons judged first, and what came of them. */
export async function trialResults(
  tx: Querying,
  person: string | null,
): Promise<
  readonly {
    readonly person: string;
    readonly verdict: ScanVerdict;
    readonly regions: readonly Region[];
    readonly truth: Region;
    readonly massKg: number;
    readonly seconds: number;
  }[]
> {
  return tx.query(
    `select judgement.person, judgement.verdict, judgement.regions, scan.trial_region as truth,
       scan.trial_mass_kg as "massKg", judgement.seconds
     from scan_judgement judgement join scan on scan.id = judgement.scan
     where scan.trial_of is not null and judgement.round = 1 and ($1::text is null or judgement.person = $1)
     order by judgement.at`,
    [person],
  );
}

/** Scans whose bytes may be past their time, oldest first. */
export async function keptScans(tx: Querying, limit: number): Promise<readonly Scan[]> {
  const rows = await tx.query<ScanRow>(
    `select * from scan where trial_of is null and state <> 'forgotten' order by received_at, id limit $1`,
    [limit],
  );
  return rows.map(scanOf);
}

/** Marks the files of a scan as removed; those that no other scan holds. */
export async function removeParts(tx: Querying, scan: string, at: number): Promise<readonly string[]> {
  await tx.execute(
    'update scan_file set removed_at = to_timestamp($2::float8 / 1000.0) where scan = $1 and removed_at is null',
    [scan, at],
  );
  await tx.execute("update scan set state = 'forgotten' where id = $1 or trial_of = $1", [scan]);
  const rows = await tx.query<{ file: string }>(
    `select mine.file from scan_file mine where mine.scan = $1 and not exists (
       select 1 from scan_file other where other.file = mine.file and other.removed_at is null)`,
    [scan],
  );
  return rows.map(({ file }) => file);
}
