import { ByteView, copySamples } from '../scan/byte-view.ts';
import type { Compression } from '../scan/compression.ts';
import { answerReading, ScanRefusal, type ScanReading } from '../scan/finding.ts';
import { joinBytes } from '../join-bytes.ts';
import { countSamples, inflateExactly, refuseBomb } from '../scan/limits.ts';
import { crc32 } from './crc-32.ts';

/** A grey image of unsigned 16-bit samples, rows × columns, row-major. */
export interface PngImage {
  readonly columns: number;
  readonly rows: number;
  readonly samples: Uint16Array;
  /** Text of the uncompressed iTXt chunk with the keyword Description; empty where there is none. */
  readonly description: string;
}

/** The first eight bytes of every PNG. */
export const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const mostChunks = 65_536;
const longestDescription = 1_048_576;

/**
 * Reads a PNG of 16-bit grey samples.
 *
 * Colours, palettes, alpha, 8 bits and interlacing are refused with a finding; so is a chunk whose check
 * sum does not hold.
 *
 * @see docs/sources.md#png-3
 * @example readPng(Uint8Array.of(1), { inflate: () => "damaged", deflate: (bytes) => bytes }).ok // false
 */
export function readPng(bytes: Uint8Array, compression: Compression): ScanReading<PngImage> {
  return answerReading(bytes.length, (warn) => {
    if (bytes.length === 0) throw new ScanRefusal('scan/empty', 0, 'the file holds no bytes');
    if (!looksLikePng(bytes))
      throw new ScanRefusal('scan/not-a-scan', 0, 'the first bytes are not those of PNG');
    const view = new ByteView(bytes, false);
    let header: { readonly columns: number; readonly rows: number } | undefined;
    let description = '';
    const packed: Uint8Array[] = [];
    let packedAt = 0;
    let at = 8;
    let ended = false;
    for (let chunks = 0; !ended; chunks++) {
      if (chunks === mostChunks) throw new ScanRefusal('scan/too-many', at, `more than ${mostChunks} chunks`);
      const length = view.uint32(at, 'a chunk');
      const kind = view.text(at + 4, 4, 'a chunk');
      const data = view.slice(at + 8, length, `chunk ${JSON.stringify(kind)}`);
      if (crc32(view.slice(at + 4, length + 4, 'a chunk')) !== view.uint32(at + 8 + length, 'a check sum')) {
        throw new ScanRefusal(
          'scan/damaged',
          at,
          `the check sum of chunk ${JSON.stringify(kind)} does not hold`,
        );
      }
      if (chunks === 0 && kind !== 'IHDR') {
        throw new ScanRefusal('scan/structure', at, 'the first chunk is not IHDR');
      }
      if (kind === 'IHDR') {
        if (header !== undefined || length !== 13) {
          throw new ScanRefusal('scan/structure', at, 'IHDR is there twice or has another length than 13');
        }
        header = readHeader(view, at + 8);
      } else if (kind === 'IDAT') {
        if (packed.length === 0) packedAt = at;
        packed.push(data);
      } else if (kind === 'iTXt' && description === '') {
        if (length > longestDescription) warn('scan/odd-value', at, 'a text is too long to be read');
        else description = describedBy(data);
      } else if (kind === 'IEND') ended = true;
      else if (/^[A-Z]/.test(kind)) {
        throw new ScanRefusal('scan/not-read', at, `the critical chunk ${JSON.stringify(kind)} is not read`);
      }
      at += 12 + length;
    }
    if (at < bytes.length) warn('scan/trailing', at, `${bytes.length - at} bytes follow after the image`);
    if (header === undefined || packed.length === 0) {
      throw new ScanRefusal('scan/no-pixels', 8, 'the file has no image data');
    }
    return { ...header, samples: unpack(header, packed, packedAt, compression), description };
  });
}

/**
 * Whether bytes begin as PNG does.
 *
 * @example looksLikePng(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) // true
 */
export function looksLikePng(bytes: Uint8Array): boolean {
  return pngSignature.every((byte, index) => bytes[index] === byte);
}

function readHeader(view: ByteView, at: number): { readonly columns: number; readonly rows: number } {
  const columns = view.uint32(at, 'the width');
  const rows = view.uint32(at + 4, 'the height');
  const [depth, colour, method, filter, interlace] = view.slice(at + 8, 5, 'IHDR');
  countSamples(columns, rows, 0, at);
  if (colour !== 0) throw new ScanRefusal('scan/colour', at + 9, `colour type ${colour} is not grey`);
  if (depth === 8) throw new ScanRefusal('scan/eight-bit', at + 8, 'a sample has 8 bits');
  if (depth !== 16) throw new ScanRefusal('scan/not-read', at + 8, `samples of ${depth} bits are not read`);
  if (method !== 0 || filter !== 0 || interlace !== 0) {
    throw new ScanRefusal(
      'scan/not-read',
      at + 10,
      'an interlaced image, or one of another method, is not read',
    );
  }
  return { columns, rows };
}

/** iTXt: keyword 0 compressed? method language 0 translated-keyword 0 text. */
function describedBy(data: Uint8Array): string {
  const keyword = data.indexOf(0);
  if (new TextDecoder('latin1').decode(data.subarray(0, Math.max(0, keyword))) !== 'Description') return '';
  if (data[keyword + 1] !== 0) return '';
  const language = data.indexOf(0, keyword + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  return translated < 0 ? '' : new TextDecoder().decode(data.subarray(translated + 1));
}

function unpack(
  { columns, rows }: { readonly columns: number; readonly rows: number },
  packed: readonly Uint8Array[],
  offset: number,
  compression: Compression,
): Uint16Array {
  const lineBytes = columns * 2 + 1;
  const length = packed.reduce((sum, part) => sum + part.length, 0);
  refuseBomb(length, lineBytes * rows, offset);
  const whole = packed.length === 1 ? packed[0]! : joinBytes(packed);
  const lines = inflateExactly(compression, whole, lineBytes * rows, offset);
  const samples = new Uint16Array(columns * rows);
  let above: Uint8Array = new Uint8Array(columns * 2);
  for (let row = 0; row < rows; row++) {
    const start = row * lineBytes;
    const line = lines.subarray(start + 1, start + lineBytes);
    undoFilter(lines[start]!, line, above, offset);
    copySamples(line, false, samples, row * columns);
    above = line;
  }
  return samples;
}

/** Filters of PNG work on bytes; a pixel has two. `line` is changed in place. */
function undoFilter(kind: number, line: Uint8Array, above: Uint8Array, offset: number): void {
  const pixel = 2;
  switch (kind) {
    case 0:
      return;
    case 1:
      for (let i = pixel; i < line.length; i++) line[i] = line[i]! + line[i - pixel]!;
      return;
    case 2:
      for (let i = 0; i < line.length; i++) line[i] = line[i]! + above[i]!;
      return;
    case 3:
      for (let i = 0; i < line.length; i++) {
        line[i] = line[i]! + (((i < pixel ? 0 : line[i - pixel]!) + above[i]!) >> 1);
      }
      return;
    case 4:
      for (let i = 0; i < line.length; i++) {
        const left = i < pixel ? 0 : line[i - pixel]!;
        const corner = i < pixel ? 0 : above[i - pixel]!;
        line[i] = line[i]! + paeth(left, above[i]!, corner);
      }
      return;
    default:
      throw new ScanRefusal('scan/structure', offset, `filter ${kind} is none of PNG`);
  }
}

function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
