import { bytesOfSamples } from '../scan/byte-view.ts';
import type { Compression } from '../scan/compression.ts';
import { joinBytes } from '../join-bytes.ts';
import { crc32 } from './crc-32.ts';
import { pngSignature } from './read-png.ts';

/**
 * Writes unsigned 16-bit grey samples as PNG. Each line is filtered by what stands above it: columns of a
 * scan are alike, and so pack to little more than half.
 *
 * @throws {RangeError} when samples and size disagree
 * @see docs/sources.md#png-3
 * @example writePng({ columns: 2, rows: 1, samples: Uint16Array.of(7) }, { inflate: () => "damaged", deflate: (bytes) => bytes }) // throws
 */
export function writePng(
  image: {
    readonly columns: number;
    readonly rows: number;
    /** rows × columns, row-major. */
    readonly samples: Uint16Array;
    readonly description?: string;
  },
  compression: Compression,
): Uint8Array {
  const { columns, rows, samples, description = '' } = image;
  if (columns < 1 || rows < 1 || samples.length !== columns * rows) {
    throw new RangeError(`${samples.length} samples are not ${columns} × ${rows}`);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, columns);
  view.setUint32(4, rows);
  header[8] = 16;
  const text = new TextEncoder();
  const chunks = [
    chunk('IHDR', header),
    ...(description === '' ? [] : [chunk('iTXt', text.encode(`Description\0\0\0\0\0${description}`))]),
    chunk('IDAT', compression.deflate(filteredUp(columns, rows, bytesOfSamples(samples, false)))),
    chunk('IEND', new Uint8Array(0)),
  ];
  return joinBytes([Uint8Array.from(pngSignature), ...chunks]);
}

function filteredUp(columns: number, rows: number, plain: Uint8Array): Uint8Array {
  const line = columns * 2;
  const filtered = new Uint8Array((line + 1) * rows);
  for (let row = 0; row < rows; row++) {
    const to = row * (line + 1);
    const from = row * line;
    filtered[to] = 2;
    for (let i = 0; i < line; i++) {
      filtered[to + 1 + i] = plain[from + i]! - (row === 0 ? 0 : plain[from + i - line]!);
    }
  }
  return filtered;
}

function chunk(kind: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(kind), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
