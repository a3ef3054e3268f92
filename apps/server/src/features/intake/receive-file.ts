import { filesById, noteFiles, type Channel, type FileItem } from './intake-store.ts';
import { takeFiles, type TakingParts } from './take-file.ts';

/** What became of bytes that were handed over. */
export interface Received {
  readonly file: FileItem;
  /** False when the node had these very bytes before; they are then not read a second time. */
  readonly fresh: boolean;
}

export interface Handed {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** When it came, where that is not now: a file that is read long after. Epoch milliseconds, UTC. */
  readonly receivedAt?: number;
}

/**
 * Keeps files and reads them, in this order. When this returns, the bytes are on disk under their hash,
 * noted in the database, and their rows taken; a crash at any moment before loses nothing that was
 * acknowledged, and bytes that come twice are kept once.
 *
 * A file on which reading itself fails is noted as kept and read by itself later; it takes no other
 * file with it.
 */
export async function receiveFiles(
  parts: TakingParts,
  handed: readonly Handed[],
  about: { readonly channel: Channel; readonly receivedAt: number },
): Promise<readonly Received[]> {
  const kept = await Promise.all(
    handed.map(async ({ name, bytes, receivedAt }) => ({
      ...(await parts.blobs.write(bytes)),
      name: plainName(name),
      receivedAt: receivedAt ?? about.receivedAt,
    })),
  );
  const notes = kept.map(({ hash, bytes, name, receivedAt }) => ({
    id: hash,
    bytes,
    name,
    receivedAt,
    channel: about.channel,
  }));
  const ids = [...new Set(kept.map((one) => one.hash))];
  let fresh: ReadonlySet<string>;
  try {
    fresh = await parts.db.transaction(async (tx) => {
      const noted = await noteFiles(tx, notes);
      await takeFiles(tx, parts, ids, { onlyKept: true });
      return noted;
    });
  } catch (error) {
    fresh = await parts.db.transaction((tx) => noteFiles(tx, notes));
    if (ids.length === 1) throw error;
    for (const id of ids) await takeFile(parts, id).catch(() => {});
  }
  const files = await filesById(parts.db, ids);
  const seen = new Set<string>();
  return kept.map(({ hash }) => {
    const file = files.get(hash);
    if (file === undefined) throw new Error(`file ${hash} was noted and is not there`);
    const first = fresh.has(hash) && !seen.has(hash);
    seen.add(hash);
    return { file, fresh: first };
  });
}

/** Reads a file that is kept; one that was read before stays as it is. */
export async function takeFile(parts: TakingParts, id: string): Promise<void> {
  await parts.db.transaction((tx) => takeFiles(tx, parts, [id], { onlyKept: true }));
}

/** The last part of a path, without control characters, at most 200 characters. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return last.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 200) || 'unnamed';
}
