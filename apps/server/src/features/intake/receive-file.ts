import { theNode, type Act } from '../../platform/auth/index.ts';
import { filesById, noteFiles, setAside, type Channel, type FileItem, type Noted } from './intake-store.ts';
import { takeFiles, type TakingParts } from './take-file.ts';
import { recordActs } from '../watch/index.ts';
import type { Transaction } from '../../platform/db/index.ts';

/** What became of bytes that were handed over. */
export interface Received {
  readonly file: FileItem;
  /** False when the node had these very bytes before; they are then not read a second time. */
  readonly fresh: boolean;
}

export interface Handed {
  readonly name: string;
  /** The bytes, or what opens them when their turn comes. */
  readonly bytes: AsyncIterable<Uint8Array> | (() => AsyncIterable<Uint8Array>);
  /** When it came, where that is not now: a file that is read long after. Epoch milliseconds, UTC. */
  readonly receivedAt?: number;
}

/** How and by whom files come. */
export interface ReceiptAbout {
  readonly channel: Channel;
  readonly receivedAt: number;
  /** Who hands them over; the node itself where nobody is named. */
  readonly by?: Act['by'];
}

/** Files whose rows are taken in one transaction. */
const filesAtOnce = 200;

interface Kept {
  readonly id: string;
  readonly bytes: number;
  readonly name: string;
  readonly channel: Channel;
  readonly receivedAt: number;
}

/**
 * Keeps files and reads them, in this order. When this returns, the bytes are on disk under their hash,
 * noted in the database, and their rows taken; a crash at any moment before loses nothing that was
 * acknowledged, and bytes that come twice are kept once.
 *
 * A file on which reading itself fails is set aside by itself; it takes no other file with it.
 */
export async function receiveFiles(
  parts: TakingParts,
  handed: readonly Handed[],
  about: ReceiptAbout,
  onTaken: (done: number) => void = () => {},
): Promise<readonly Received[]> {
  const received: Received[] = [];
  const keep = (from: number): Promise<readonly Kept[]> =>
    Promise.all(handed.slice(from, from + filesAtOnce).map((one) => keepBytes(parts, one, about)));
  let next = keep(0);
  for (let from = 0; from < handed.length; from += filesAtOnce) {
    const kept = await next;
    // The disk keeps the next files while the database takes these.
    next = keep(from + filesAtOnce);
    next.catch(() => {});
    received.push(...(await takeKept(parts, kept, about)));
    onTaken(received.length);
  }
  return received;
}

async function keepBytes(
  parts: TakingParts,
  { name, bytes, receivedAt }: Handed,
  about: ReceiptAbout,
): Promise<Kept> {
  const kept = await parts.blobs.write(typeof bytes === 'function' ? bytes() : bytes);
  return {
    id: kept.hash,
    bytes: kept.bytes,
    name: plainName(name),
    channel: about.channel,
    receivedAt: receivedAt ?? about.receivedAt,
  };
}

async function noteKept(
  tx: Transaction,
  kept: readonly Kept[],
  { by = theNode }: ReceiptAbout,
): Promise<Noted> {
  const noted = await noteFiles(tx, kept);
  const fresh = kept.filter(
    ({ id }, index) => noted.fresh.has(id) && kept.findIndex((one) => one.id === id) === index,
  );
  await recordActs(
    tx,
    fresh.map(({ receivedAt, ...content }) => ({
      kind: 'change',
      act: 'file/receive',
      subject: content.id,
      by,
      at: receivedAt,
      content,
    })),
  );
  return noted;
}

async function takeKept(
  parts: TakingParts,
  kept: readonly Kept[],
  about: ReceiptAbout,
): Promise<readonly Received[]> {
  const ids = [...new Set(kept.map((one) => one.id))];
  let noted: Noted;
  try {
    noted = await parts.db.transaction(async (tx) => {
      const now = await noteKept(tx, kept, about);
      await takeFiles(tx, parts, ids, { onlyKept: true, again: now.earlier });
      return now;
    });
  } catch (error) {
    noted = await parts.db.transaction((tx) => noteKept(tx, kept, about));
    parts.onFailure(error);
    for (const id of ids) await takeFile(parts, id);
  }
  const files = await filesById(parts.db, ids);
  const seen = new Set<string>();
  return kept.map(({ id }) => {
    const file = files.get(id);
    if (file === undefined) throw new Error(`file ${id} was noted and is not there`);
    const first = noted.fresh.has(id) && !seen.has(id);
    seen.add(id);
    return { file, fresh: first };
  });
}

/**
 * Reads a file that is kept; one that was read before stays as it is. One on which reading fails is set
 * aside for a person with the failure as its finding, so that it stops nothing else.
 */
export async function takeFile(parts: TakingParts, id: string): Promise<void> {
  try {
    await parts.db.transaction((tx) => takeFiles(tx, parts, [id], { onlyKept: true }));
  } catch (error) {
    parts.onFailure(error);
    const text = `reading this file failed: ${error instanceof Error ? error.message : String(error)}`;
    await parts.db.transaction((tx) => setAside(tx, id, text));
  }
}

/** The last part of a path, without control characters, at most 200 characters. */
export function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 200) || 'unnamed';
}
