import { ScanRefusal } from './finding.ts';

/** Numbers out of bytes in one order, each read checked against the end. */
export class ByteView {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, littleEndian: boolean) {
    this.bytes = bytes;
    this.littleEndian = littleEndian;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  /** Refuses unless `length` bytes stand at `offset`. */
  need(offset: number, length: number, what: string): void {
    if (offset + length <= this.length) return;
    throw new ScanRefusal(
      'scan/cut-off',
      Math.min(offset, this.length),
      `${what} needs ${length} bytes at ${offset}; the file has ${this.length}`,
    );
  }

  uint8(offset: number, what: string): number {
    this.need(offset, 1, what);
    return this.#view.getUint8(offset);
  }

  uint16(offset: number, what: string): number {
    this.need(offset, 2, what);
    return this.#view.getUint16(offset, this.littleEndian);
  }

  uint32(offset: number, what: string): number {
    this.need(offset, 4, what);
    return this.#view.getUint32(offset, this.littleEndian);
  }

  slice(offset: number, length: number, what: string): Uint8Array {
    this.need(offset, length, what);
    return this.bytes.subarray(offset, offset + length);
  }

  /** Latin-1 text, up to its first byte 0. */
  text(offset: number, length: number, what: string): string {
    const bytes = this.slice(offset, length, what);
    const end = bytes.indexOf(0);
    return latin1.decode(end < 0 ? bytes : bytes.subarray(0, end));
  }
}

const latin1 = new TextDecoder('latin1');

/** Whether numbers lie in memory with their low byte first, as on every machine a node runs on today. */
const machineIsLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * 16-bit samples out of bytes, into `samples` from `at` on.
 *
 * @example copySamples(Uint8Array.of(1, 2, 3, 4), true, new Uint16Array(2), 0) // Uint16Array.of(513, 1027)
 * @example copySamples(Uint8Array.of(1, 2, 3, 4), false, new Uint16Array(2), 0) // Uint16Array.of(258, 772)
 */
export function copySamples(
  bytes: Uint8Array,
  littleEndian: boolean,
  samples: Uint16Array,
  at: number,
): Uint16Array {
  const count = Math.min(bytes.length >> 1, samples.length - at);
  const into = new Uint8Array(samples.buffer, samples.byteOffset + at * 2, count * 2);
  into.set(bytes.subarray(0, count * 2));
  if (littleEndian !== machineIsLittle) {
    for (let i = 0; i < into.length; i += 2) {
      const first = into[i]!;
      into[i] = into[i + 1]!;
      into[i + 1] = first;
    }
  }
  return samples;
}

/**
 * 16-bit samples as bytes.
 *
 * @example bytesOfSamples(Uint16Array.of(513), false) // Uint8Array.of(2, 1)
 */
export function bytesOfSamples(samples: Uint16Array, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  if (littleEndian === machineIsLittle) {
    bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  } else samples.forEach((sample, index) => view.setUint16(index * 2, sample, littleEndian));
  return bytes;
}
