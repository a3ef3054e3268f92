import type { Readable } from 'node:stream';

/** What a blob is called: the SHA-256 of its bytes, 64 lower-case hex digits. */
export type BlobHash = string;

export interface KeptBlob {
  readonly hash: BlobHash;
  readonly bytes: number;
  /** False when these bytes were kept before. */
  readonly fresh: boolean;
}

/**
 * Bytes kept under their own hash: written once, never changed. The same bytes twice are kept once.
 *
 * ```ts
 * const blobs = await openBlobs({ folder: '/srv/havenwacht/blobs' });
 * const { hash } = await blobs.write(request.raw);
 * for await (const block of blobs.read(hash)) …
 * ```
 */
export interface Blobs {
  /**
   * Keeps bytes. When this returns, they survive a crash of the process and of the machine.
   *
   * @throws {HavenwachtError} `blobs/too-large` beyond the limit; nothing is kept then
   */
  write(bytes: AsyncIterable<Uint8Array>): Promise<KeptBlob>;
  /** The bytes in blocks. @throws {HavenwachtError} `blobs/missing` */
  read(hash: BlobHash): AsyncIterable<Uint8Array>;
  /** The bytes as a stream, for an answer over HTTP. */
  stream(hash: BlobHash): Readable;
  /** All bytes at once; only for what is known to be small. @throws {HavenwachtError} `blobs/missing` */
  readAll(hash: BlobHash): Promise<Uint8Array>;
  /** At most `length` bytes from `start`; fewer, or none, at the end. @throws {HavenwachtError} `blobs/missing` */
  readRange(hash: BlobHash, start: number, length: number): Promise<Uint8Array>;
  /** How many bytes it has; null when it is not kept. */
  size(hash: BlobHash): Promise<number | null>;
  /** Forgets a blob that nothing needs any more; it is no error when it is not kept. */
  remove(hash: BlobHash): Promise<void>;
  /** Every blob, in the order of the hashes. */
  list(): AsyncIterable<BlobHash>;
  /** Reads a blob whole and says whether it is still what its name says. */
  verify(hash: BlobHash): Promise<'sound' | 'damaged' | 'missing'>;
}
