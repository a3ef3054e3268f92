import { bytesOfSamples } from '../scan/byte-view.ts';
import type { Compression } from '../scan/compression.ts';
import { joinBytes } from '../join-bytes.ts';
import { tiffTag } from './tags.ts';

export interface TiffPageToWrite {
  readonly columns: number;
  readonly rows: number;
  /** rows × columns, row-major. */
  readonly samples: Uint16Array;
  readonly description?: string;
}

export interface WriteTiffOptions {
  /** Deflates the strips with this; without it they are written as they are. */
  readonly compression?: Compression;
  /** Default true. */
  readonly littleEndian?: boolean;
  /** Default: about 256 KiB of samples. */
  readonly rowsPerStrip?: number;
}

/** Strips of about this size unpack in a cache and still pack well. */
const stripBytes = 262_144;

/**
 * Writes pages of unsigned 16-bit grey samples as one TIFF, in strips.
 *
 * @throws {RangeError} when samples and size of a page disagree, or the file would not fit in 4 GiB
 * @see docs/sources.md#tiff-6
 * @example writeTiff([{ columns: 1, rows: 1, samples: Uint16Array.of(7) }]).subarray(0, 4) // Uint8Array.of(73, 73, 42, 0)
 * @example writeTiff([{ columns: 2, rows: 1, samples: Uint16Array.of(7) }]) // throws
 */
export function writeTiff(pages: readonly TiffPageToWrite[], options: WriteTiffOptions = {}): Uint8Array {
  const { compression, littleEndian = true } = options;
  const parts: Uint8Array[] = [];
  let length = 0;
  const append = (bytes: Uint8Array): number => {
    const at = length;
    // TIFF wants every offset even.
    const padded = bytes.length + (bytes.length % 2);
    parts.push(bytes, new Uint8Array(padded - bytes.length));
    length += padded;
    if (length >= 2 ** 32) throw new RangeError('a TIFF holds less than 4 GiB');
    return at;
  };
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  header.set(littleEndian ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, 42, littleEndian);
  append(header);

  let pointAt = (offset: number): void => view.setUint32(4, offset, littleEndian);
  for (const page of pages) {
    const { columns, rows, samples, description = '' } = page;
    if (columns < 1 || rows < 1 || samples.length !== columns * rows) {
      throw new RangeError(`${samples.length} samples are not ${columns} × ${rows}`);
    }
    const rowsPerStrip = options.rowsPerStrip ?? Math.max(1, Math.floor(stripBytes / (columns * 2)));
    const offsets: number[] = [];
    const counts: number[] = [];
    for (let row = 0; row < rows; row += rowsPerStrip) {
      const strip = samples.subarray(row * columns, Math.min(rows, row + rowsPerStrip) * columns);
      const bytes = bytesOfSamples(strip, littleEndian);
      const packed = compression === undefined ? bytes : compression.deflate(bytes);
      offsets.push(append(packed));
      counts.push(packed.length);
    }
    const text = new TextEncoder().encode(`${description}\0`);
    const short = (tag: number, value: number) => ({
      tag,
      type: 3,
      count: 1,
      bytes: numbersAs(2, [value], littleEndian),
    });
    const long = (tag: number, values: readonly number[]) => ({
      tag,
      type: 4,
      count: values.length,
      bytes: numbersAs(4, values, littleEndian),
    });
    const entries = [
      long(tiffTag.columns, [columns]),
      long(tiffTag.rows, [rows]),
      short(tiffTag.bitsPerSample, 16),
      short(tiffTag.compression, compression === undefined ? 1 : 8),
      short(tiffTag.photometric, 1),
      ...(description === '' ? [] : [{ tag: tiffTag.description, type: 2, count: text.length, bytes: text }]),
      long(tiffTag.stripOffsets, offsets),
      short(tiffTag.samplesPerPixel, 1),
      long(tiffTag.rowsPerStrip, [rowsPerStrip]),
      long(tiffTag.stripByteCounts, counts),
      short(tiffTag.planarConfiguration, 1),
      short(tiffTag.sampleFormat, 1),
    ];
    const directory = new Uint8Array(2 + entries.length * 12 + 4);
    const into = new DataView(directory.buffer);
    into.setUint16(0, entries.length, littleEndian);
    entries.forEach(({ tag, type, count, bytes }, index) => {
      const at = 2 + index * 12;
      into.setUint16(at, tag, littleEndian);
      into.setUint16(at + 2, type, littleEndian);
      into.setUint32(at + 4, count, littleEndian);
      if (bytes.length <= 4) directory.set(bytes, at + 8);
      else into.setUint32(at + 8, append(bytes), littleEndian);
    });
    pointAt(append(directory));
    pointAt = (offset) => into.setUint32(2 + entries.length * 12, offset, littleEndian);
  }
  return joinBytes(parts);
}

function numbersAs(size: 2 | 4, values: readonly number[], littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(size * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) =>
    size === 2
      ? view.setUint16(index * 2, value, littleEndian)
      : view.setUint32(index * 4, value, littleEndian),
  );
  return bytes;
}
