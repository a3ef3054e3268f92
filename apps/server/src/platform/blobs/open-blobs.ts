import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { isRunning } from '../process-identity.ts';
import { HavenwachtError } from '../havenwacht-error.ts';
import type { BlobHash, Blobs, KeptBlob } from './blobs.ts';

export interface OpenBlobsOptions {
  /** Made when it is not there. */
  readonly folder: string;
  /** The largest blob that is taken. Default 4 GiB. */
  readonly maxBytes?: number;
  /** False only where everything is thrown away: nothing waits for the disk. Default true. */
  readonly durable?: boolean;
}

const blockBytes = 262_144;
const hashShape = /^[0-9a-f]{64}$/;
/** Tells the unfinished writes of this process from those of an earlier one with the same number. */
const thisProcess = randomUUID();

/**
 * Blobs as files: `<folder>/ab/abcd…`. A write goes to `incoming/` first and is renamed when it is
 * whole and on disk, so a file under its hash is always whole. What a killed process left unfinished
 * is cleaned away here.
 */
export async function openBlobs(options: OpenBlobsOptions): Promise<Blobs> {
  const incoming = join(options.folder, 'incoming');
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  await removeUnfinished(incoming);
  return new FileBlobs(options.folder, incoming, options.maxBytes ?? 2 ** 32, options.durable ?? true);
}

async function removeUnfinished(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const [pid, mark] = name.split('.');
    const ownerLives = mark === thisProcess || (Number(pid) !== process.pid && isRunning(Number(pid)));
    if (ownerLives) continue;
    await rm(join(incoming, name), { force: true });
  }
}

class FileBlobs implements Blobs {
  readonly #folder: string;
  readonly #incoming: string;
  readonly #maxBytes: number;
  /** Shelves that are known to be there. */
  readonly #shelves = new Set<string>();
  readonly #durable: boolean;

  constructor(folder: string, incoming: string, maxBytes: number, durable: boolean) {
    this.#folder = folder;
    this.#incoming = incoming;
    this.#maxBytes = maxBytes;
    this.#durable = durable;
  }

  #path(hash: BlobHash): string {
    if (!hashShape.test(hash)) throw missing(hash);
    return join(this.#folder, hash.slice(0, 2), hash);
  }

  async write(bytes: AsyncIterable<Uint8Array>): Promise<KeptBlob> {
    const unfinished = join(this.#incoming, `${process.pid}.${thisProcess}.${randomUUID()}`);
    try {
      const { hash, size } = await this.#writeUnfinished(unfinished, bytes);
      const fresh = (await this.size(hash)) !== size;
      if (fresh) await this.#publish(unfinished, hash);
      else await rm(unfinished);
      return { hash, bytes: size, fresh };
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  async #writeUnfinished(
    path: string,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ hash: BlobHash; size: number }> {
    const hash = createHash('sha256');
    let size = 0;
    const file = await open(path, 'wx', 0o400);
    try {
      for await (const block of bytes) {
        size += block.length;
        if (size > this.#maxBytes) {
          throw new HavenwachtError(
            'blobs/too-large',
            413,
            `More than ${this.#maxBytes} bytes are not taken.`,
          );
        }
        hash.update(block);
        await file.writeFile(block);
      }
      if (this.#durable) await file.sync();
    } finally {
      await file.close();
    }
    return { hash: hash.digest('hex'), size };
  }

  async #publish(unfinished: string, hash: BlobHash): Promise<void> {
    const path = this.#path(hash);
    const made = await this.#makeShelf(dirname(path));
    await rename(unfinished, path);
    if (!this.#durable) return;
    // A new name is on disk only when the folder that holds it is.
    await syncFolder(dirname(path));
    if (made) await syncFolder(this.#folder);
  }

  /** Whether the folder was not there. */
  async #makeShelf(shelf: string): Promise<boolean> {
    if (this.#shelves.has(shelf)) return false;
    const made = await mkdir(shelf, { recursive: true, mode: 0o700 });
    this.#shelves.add(shelf);
    return made !== undefined;
  }

  async *read(hash: BlobHash): AsyncIterable<Uint8Array> {
    try {
      for await (const block of createReadStream(this.#path(hash), { highWaterMark: blockBytes }))
        yield block as Buffer;
    } catch (error) {
      throw asMissing(error, hash);
    }
  }

  stream(hash: BlobHash): Readable {
    return createReadStream(this.#path(hash), { highWaterMark: blockBytes });
  }

  async readAll(hash: BlobHash): Promise<Uint8Array> {
    return this.readRange(hash, 0, (await this.size(hash)) ?? 0);
  }

  async readRange(hash: BlobHash, start: number, length: number): Promise<Uint8Array> {
    const path = this.#path(hash);
    const file = await open(path).catch((error: unknown) => {
      throw asMissing(error, hash);
    });
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - start)));
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
        if (bytesRead === 0) return bytes.subarray(0, at);
        at += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  }

  async size(hash: BlobHash): Promise<number | null> {
    try {
      return (await stat(this.#path(hash))).size;
    } catch (error) {
      if (asMissing(error, hash) instanceof HavenwachtError) return null;
      throw error;
    }
  }

  async remove(hash: BlobHash): Promise<void> {
    const path = this.#path(hash);
    await rm(path, { force: true });
    if (this.#durable) await syncFolder(dirname(path)).catch(ignoreAbsent);
  }

  async *list(): AsyncIterable<BlobHash> {
    for (const shelf of (await readdir(this.#folder)).sort()) {
      if (!/^[0-9a-f]{2}$/.test(shelf)) continue;
      for (const hash of (await readdir(join(this.#folder, shelf))).sort())
        if (hashShape.test(hash)) yield hash;
    }
  }

  async verify(hash: BlobHash): Promise<'sound' | 'damaged' | 'missing'> {
    const found = createHash('sha256');
    try {
      for await (const block of this.read(hash)) found.update(block);
    } catch (error) {
      if (error instanceof HavenwachtError) return 'missing';
      throw error;
    }
    return found.digest('hex') === hash ? 'sound' : 'damaged';
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder, and keeps names safe by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A shelf that never was holds nothing to forget. */
function ignoreAbsent(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

function missing(hash: BlobHash): HavenwachtError {
  return new HavenwachtError('blobs/missing', 404, 'These bytes are not kept here.', { details: { hash } });
}

function asMissing(error: unknown, hash: BlobHash): unknown {
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? missing(hash) : error;
}
