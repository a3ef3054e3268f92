import { HavenwachtError } from '../havenwacht-error.ts';

/** A file on its way into an archive. */
export interface TarInput {
  /** At most 100 bytes of ASCII. */
  readonly name: string;
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A file in an archive; `bytes` has to be read before the next one is asked for, or is skipped then. */
export interface TarOutput {
  readonly name: string;
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const block = 512;
const largest = 0o77777777777;

/** A tar archive (POSIX ustar) of files as they come. Times and owners are left out, so the same files give the same bytes. */
export async function* writeTar(files: AsyncIterable<TarInput>): AsyncGenerator<Uint8Array> {
  for await (const { name, size, bytes } of files) {
    yield header(name, size);
    let written = 0;
    for await (const part of bytes) {
      written += part.length;
      yield part;
    }
    if (written !== size) throw new Error(`${name} has ${written} bytes and was announced with ${size}`);
    if (size % block > 0) yield new Uint8Array(block - (size % block));
  }
  yield new Uint8Array(2 * block);
}

function header(name: string, size: number): Uint8Array {
  if (!/^[\x21-\x7e]{1,100}$/.test(name) || size > largest)
    throw new Error(`${name} does not fit into a tar archive`);
  const bytes = Buffer.alloc(block);
  bytes.write(name, 0, 'latin1');
  bytes.write('0000600\0', 100, 'latin1');
  bytes.write('0000000\0', 108, 'latin1');
  bytes.write('0000000\0', 116, 'latin1');
  bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  bytes.write('00000000000\0', 136, 'latin1');
  bytes.write('        0', 148, 'latin1');
  bytes.write('ustar\x0000', 257, 'latin1');
  bytes.write(`${sum(bytes).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return bytes;
}

function sum(bytes: Uint8Array): number {
  let total = 0;
  for (const byte of bytes) total += byte;
  return total;
}

/**
 * The files of a tar archive one after the other.
 *
 * @throws {HavenwachtError} `verification/archive` when the archive is cut off or no archive
 */
export async function* readTar(archive: AsyncIterable<Uint8Array>): AsyncGenerator<TarOutput> {
  const source = new Source(archive);
  for (;;) {
    const head = Buffer.from(await source.exactly(block));
    if (head.every((byte) => byte === 0)) return;
    const announced = Number.parseInt(head.toString('latin1', 148, 154), 8);
    head.fill(' ', 148, 156);
    if (sum(head) !== announced) throw damaged('a header does not add up');
    const name = head.toString('latin1', 0, 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(head.toString('latin1', 124, 135), 8);
    let left = size;
    const bytes = (async function* (): AsyncGenerator<Uint8Array> {
      while (left > 0) {
        const part = await source.some(left);
        left -= part.length;
        yield part;
      }
    })();
    yield { name, size, bytes };
    while (left > 0) left -= (await source.some(left)).length;
    if (size % block > 0) await source.exactly(block - (size % block));
  }
}

/** Bytes of an iterable by count instead of by block. */
class Source {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(archive: AsyncIterable<Uint8Array>) {
    this.#iterator = archive[Symbol.asyncIterator]();
  }

  /** At least one byte, at most `count`. */
  async some(count: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const next = await this.#iterator.next();
      if (next.done === true) throw damaged('it is cut off');
      this.#rest = next.value;
    }
    const part = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }

  async exactly(count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count;) {
      const part = await this.some(count - at);
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}

function damaged(why: string): HavenwachtError {
  return new HavenwachtError('verification/archive', 422, `The archive can't be read: ${why}.`);
}
