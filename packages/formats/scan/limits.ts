import { ScanRefusal } from './finding.ts';
import type { Compression } from './compression.ts';

/**
 * Samples that are taken from one file: four views of 8000 × 2000 pixels, or 128 MiB of memory. The
 * largest claim of a header alone costs nothing, because memory is taken only for what the bytes can hold.
 */
const mostSamples = 67_108_864;

/** A deflate stream of n bytes gives at most 1032 n: the longest match, 258 bytes, from two bits. */
const mostInflation = 1_032;

/**
 * Columns × rows of an image, refused when there are none or too many.
 *
 * @param others samples of the same file that are counted already
 * @example countSamples(2000, 800, 0, 0) // 1600000
 * @example countSamples(0, 800, 0, 0) // throws
 * @example countSamples(4294967295, 4294967295, 0, 0) // throws
 */
export function countSamples(columns: number, rows: number, others: number, offset: number): number {
  if (columns < 1 || rows < 1) {
    throw new ScanRefusal('scan/no-pixels', offset, `the image has ${columns} columns and ${rows} rows`);
  }
  const samples = columns * rows;
  if (samples + others > mostSamples) {
    throw new ScanRefusal(
      'scan/too-large',
      offset,
      `${columns} × ${rows} pixels go beyond the ${mostSamples} samples that are taken from one file`,
    );
  }
  return samples;
}

/**
 * Refuses compressed data that can never give what the image claims.
 *
 * @example refuseBomb(100, 103200, 0) // undefined
 * @example refuseBomb(100, 103201, 0) // throws
 */
export function refuseBomb(packedBytes: number, claimedBytes: number, offset: number): void {
  if (claimedBytes > packedBytes * mostInflation) {
    throw new ScanRefusal(
      'scan/bomb',
      offset,
      `${packedBytes} compressed bytes can not give the ${claimedBytes} that the image claims`,
    );
  }
}

/** Unpacks exactly `claimedBytes`; anything else is refused. */
export function inflateExactly(
  compression: Compression,
  packed: Uint8Array,
  claimedBytes: number,
  offset: number,
): Uint8Array {
  const bytes = compression.inflate(packed, claimedBytes);
  if (bytes === 'too-much') {
    throw new ScanRefusal(
      'scan/bomb',
      offset,
      `the data gives more than the ${claimedBytes} bytes of the image`,
    );
  }
  if (bytes === 'damaged') {
    throw new ScanRefusal('scan/damaged', offset, 'the compressed data does not unpack');
  }
  if (bytes.length < claimedBytes) {
    throw new ScanRefusal(
      'scan/damaged',
      offset,
      `the compressed data gives ${bytes.length} of ${claimedBytes} bytes`,
    );
  }
  return bytes;
}
