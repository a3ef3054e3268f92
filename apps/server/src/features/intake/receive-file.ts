import { noteFile, type Channel, type FileItem } from './intake-store.ts';
import { takeFile, type TakingParts } from './take-file.ts';

/** What became of bytes that were handed over. */
export interface Received {
  readonly file: FileItem;
  /** False when the node had these very bytes before; they are then not read a second time. */
  readonly fresh: boolean;
}

/**
 * Keeps bytes and reads them. When this returns, the bytes are on disk under their hash and noted in
 * the database; a crash at any moment before loses nothing that was acknowledged, and bytes that come
 * twice are kept once.
 */
export async function receiveFile(
  parts: TakingParts,
  bytes: AsyncIterable<Uint8Array>,
  about: { readonly name: string; readonly channel: Channel; readonly receivedAt: number },
): Promise<Received> {
  const kept = await parts.blobs.write(bytes);
  const fresh = await noteFile(parts.db, { id: kept.hash, bytes: kept.bytes, ...about, name: plainName(about.name) });
  const file = await takeFileOnce(parts, kept.hash);
  return { file, fresh };
}

/** Reads a file unless somebody did; a file left `kept` by a crash is read now. */
export async function takeFileOnce(parts: TakingParts, id: string): Promise<FileItem> {
  const file = await takeFile(parts, id, { onlyKept: true });
  if (file === null) throw new Error(`file ${id} is noted but not there`);
  return file;
}

/** The last part of a path, without control characters, at most 200 characters. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return last.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 200) || 'unnamed';
}
