import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { readScanFile, type ScanFile, type ScanReading } from '@havenwacht/formats/scan';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Database, Transaction } from '../../platform/db/index.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { checkNumber } from './scan.ts';
import {
  closeOrder,
  insertFindings,
  insertPart,
  insertScan,
  openOrders,
  partsOf,
  readSetting,
  scanByFile,
  scanBySeries,
  setScanState,
  type Scan,
  type ScanOrder,
} from './scan-store.ts';
import { zlibCompression } from './zlib-compression.ts';

export interface ScanParts {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly now: () => number;
}

/**
 * Bytes that are read of a scan file. The samples of a file are bounded by its reader; this bounds the file
 * itself, which is read whole. What is larger is kept on disk and set aside.
 */
export const largestScanBytes = 268_435_456;

export interface HandedScan {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly channel: 'http' | 'cli' | 'dicom';
  readonly port: string;
  /** The order it answers, where the sender knows it. */
  readonly order: string | null;
}

/**
 * Takes in a scan: keeps the bytes, reads them once, holds its number against the orders, and opens it for
 * judging or sets it aside with the reason. The same bytes twice in a port are one scan; of another port
 * nobody hears that they were there.
 */
export async function receiveScan(
  parts: ScanParts,
  handed: HandedScan,
): Promise<{ readonly scan: Scan; readonly fresh: boolean }> {
  const kept = await parts.blobs.write(handed.bytes);
  const known = await scanByFile(parts.db, kept.hash, handed.port);
  if (known !== null) return { scan: known, fresh: false };
  const reading = await readKept(parts.blobs, kept, handed.name);
  return parts.db.transaction(async (tx) => {
    // Two senders of the same bytes meet here, one after the other.
    await tx.execute('select pg_advisory_xact_lock(hashtextextended($1, 0))', [kept.hash]);
    const twin = await scanByFile(tx, kept.hash, handed.port);
    if (twin !== null) return { scan: twin, fresh: false };
    const file = { file: kept.hash, bytes: kept.bytes, name: handed.name };
    const scan =
      (await addToSeries(tx, parts, handed, reading, file)) ??
      (await startScan(tx, parts, handed, reading, file));
    return { scan, fresh: true };
  });
}

type KeptFile = { readonly file: string; readonly bytes: number; readonly name: string };

async function readKept(
  blobs: Blobs,
  kept: { readonly hash: string; readonly bytes: number },
  name: string,
): Promise<ScanReading<ScanFile>> {
  if (kept.bytes <= largestScanBytes) {
    return readScanFile(await blobs.readAll(kept.hash), { compression: zlibCompression, name });
  }
  const text = `${kept.bytes} bytes are more than the ${largestScanBytes} that are read of a scan file`;
  return { ok: false, findings: [{ code: 'scan/too-large', offset: 0, text }] };
}

async function startScan(
  tx: Transaction,
  { now }: ScanParts,
  handed: HandedScan,
  reading: ScanReading<ScanFile>,
  file: KeptFile,
): Promise<Scan> {
  const record = reading.ok ? reading.record : null;
  const about = record?.about ?? null;
  const told = about?.container ?? null;
  const orders = await openOrders(tx, handed.port, about?.scanner.id ?? '');
  const order = orderFor(orders, handed.order, about?.lane ?? null, told);
  const id = opaqueId('s');
  const part = record?.part ?? { series: null, number: 1, of: 1 };
  const scan: Scan = {
    id,
    port: handed.port,
    receivedAt: now(),
    channel: handed.channel,
    series: part.series,
    parts: part.of,
    state: record === null ? 'quarantined' : part.of > 1 ? 'waiting' : 'open',
    ordered: order?.container ?? null,
    told,
    numberCheck: checkNumber(
      order?.container ?? null,
      told,
      orders.filter((one) => one !== order).map(({ container }) => container),
    ),
    order: order?.id ?? null,
    format: record?.format ?? null,
    columns: record?.columns ?? null,
    rows: record?.rows ?? null,
    about,
    blind: await drawBlind(tx, id),
    verdict: null,
    judgedAt: null,
    trial: null,
  };
  await insertScan(tx, scan);
  await insertPart(tx, id, { ...file, number: part.number });
  await insertFindings(tx, id, part.number, reading.findings);
  if (order !== undefined && scan.state !== 'quarantined') await closeOrder(tx, order.id, now());
  await tellTaken(tx, scan);
  return scan;
}

/** Another channel of a DICOS series that is here already; null where this file begins one. */
async function addToSeries(
  tx: Transaction,
  { now }: ScanParts,
  handed: HandedScan,
  reading: ScanReading<ScanFile>,
  file: KeptFile,
): Promise<Scan | null> {
  if (!reading.ok || reading.record.part === null) return null;
  const { part, columns, rows, about } = reading.record;
  await tx.execute('select pg_advisory_xact_lock(hashtextextended($1, 1))', [part.series]);
  const scan = await scanBySeries(tx, part.series, handed.port);
  if (scan === null) return null;
  const here = await partsOf(tx, scan.id);
  const fits =
    scan.state === 'waiting' &&
    scan.columns === columns &&
    scan.rows === rows &&
    scan.parts === part.of &&
    isDeepStrictEqual(scan.about, about) &&
    !here.some(({ number }) => number === part.number);
  if (!fits) {
    // Another image under the same name: neither replaces the other, and a person looks.
    const id = opaqueId('s');
    const apart: Scan = {
      ...scan,
      id,
      series: null,
      parts: 1,
      receivedAt: now(),
      channel: handed.channel,
      state: 'quarantined',
      verdict: null,
      judgedAt: null,
      order: null,
      about,
      columns,
      rows,
      blind: false,
    };
    await insertScan(tx, apart);
    await insertPart(tx, id, { ...file, number: 1 });
    const text = `it names itself channel ${part.number} of a series that is here, and does not fit it`;
    await insertFindings(tx, id, 1, [{ code: 'scan/structure', offset: 0, text }]);
    return apart;
  }
  await insertPart(tx, scan.id, { ...file, number: part.number });
  await insertFindings(tx, scan.id, part.number, reading.findings);
  if (here.length + 1 < scan.parts) return scan;
  await setScanState(tx, scan.id, 'open');
  const whole: Scan = { ...scan, state: 'open' };
  await tellTaken(tx, whole);
  return whole;
}

/**
 * The order a scan answers: the one its sender names, else the only one of its lane, else the one of its
 * number. A lane goes before the number, since a wrong container tells its own number.
 */
function orderFor(
  orders: readonly ScanOrder[],
  named: string | null,
  lane: number | null,
  told: string | null,
): ScanOrder | undefined {
  const byName = orders.find(({ id }) => id === named);
  if (byName !== undefined) return byName;
  const ofLane = lane === null ? [] : orders.filter((one) => one.lane === lane);
  if (ofLane.length === 1) return ofLane[0];
  return orders.find(({ container }) => checkNumber(container, told, []) === 'agrees');
}

/** A share of scans, drawn by a secret of the node and the scan's own name: it can be drawn again and not foreseen. */
async function drawBlind(tx: Transaction, id: string): Promise<boolean> {
  const { seed, blindShare } = await readSetting(tx);
  return draw(seed, `blind ${id}`) < blindShare;
}

/** 0 … below 1 from a secret and a purpose. */
export function draw(seed: string, purpose: string): number {
  return createHmac('sha256', seed).update(purpose).digest().readUInt32BE() / 4_294_967_296;
}

async function tellTaken(tx: Transaction, scan: Scan): Promise<void> {
  if (scan.state !== 'open') return;
  await tx.news('scan-taken', { scan: scan.id, container: scan.ordered ?? scan.told, port: scan.port });
}
