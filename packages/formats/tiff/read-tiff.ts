import { ByteView, copySamples } from '../scan/byte-view.ts';
import type { Compression } from '../scan/compression.ts';
import { answerReading, ScanRefusal, type ScanReading } from '../scan/finding.ts';
import { countSamples, inflateExactly, refuseBomb } from '../scan/limits.ts';
import { fieldTypeBytes, tiffTag } from './tags.ts';

/** One page: unsigned 16-bit samples, rows × columns, row-major. */
export interface TiffPage {
  readonly columns: number;
  readonly rows: number;
  readonly samples: Uint16Array;
  /** ImageDescription, UTF-8; empty where there is none. */
  readonly description: string;
  /** True where the file says that 0 is white: then a high sample is a dark one. */
  readonly whiteIsZero: boolean;
}

export interface TiffFile {
  readonly littleEndian: boolean;
  readonly pages: readonly TiffPage[];
}

const mostPages = 64;
const mostTags = 512;
/** Strips or tiles of a page, and bytes of its description. */
const mostBlocks = 131_072;
const longestDescription = 1_048_576;

/**
 * Reads a TIFF of one or more pages with one unsigned 16-bit sample a pixel.
 *
 * Strips and tiles, both byte orders, no compression or deflate (8 and 32946), predictor none or
 * horizontal. BigTIFF, other compressions, colours and 8 bits are refused with a finding. Every length is
 * checked against the bytes before memory is taken.
 *
 * @see docs/sources.md#tiff-6
 * @example readTiff(new Uint8Array(0), { inflate: () => "damaged", deflate: (bytes) => bytes }).ok // false
 */
export function readTiff(bytes: Uint8Array, compression: Compression): ScanReading<TiffFile> {
  return answerReading(bytes.length, (warn) => {
    const view = openTiff(bytes);
    const pages: TiffPage[] = [];
    const seen = new Set<number>();
    let samples = 0;
    for (let at = view.uint32(4, 'the offset of the first page'); at !== 0;) {
      if (seen.has(at)) throw new ScanRefusal('scan/structure', at, 'the pages lead back to an earlier page');
      if (seen.size === mostPages) {
        throw new ScanRefusal('scan/too-many', at, `more than ${mostPages} pages are not followed`);
      }
      seen.add(at);
      const { fields, next } = readDirectory(view, at);
      const page = readPage(view, fields, at, samples, compression, warn);
      samples += page.samples.length;
      pages.push(page);
      at = next;
    }
    if (pages.length === 0) throw new ScanRefusal('scan/no-pixels', 4, 'the file has no page');
    return { littleEndian: view.littleEndian, pages };
  });
}

/**
 * Whether bytes begin as TIFF or BigTIFF do.
 *
 * @example looksLikeTiff(Uint8Array.of(0x49, 0x49, 42, 0)) // true
 * @example looksLikeTiff(Uint8Array.of(0x49, 0x49, 0, 42)) // false
 */
export function looksLikeTiff(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  if (a === 0x49 && b === 0x49) return (c === 42 || c === 43) && d === 0;
  return a === 0x4d && b === 0x4d && c === 0 && (d === 42 || d === 43);
}

function openTiff(bytes: Uint8Array): ByteView {
  if (bytes.length === 0) throw new ScanRefusal('scan/empty', 0, 'the file holds no bytes');
  if (!looksLikeTiff(bytes))
    throw new ScanRefusal('scan/not-a-scan', 0, 'the first bytes are not those of TIFF');
  const view = new ByteView(bytes, bytes[0] === 0x49);
  if (view.uint16(2, 'the version') === 43) {
    throw new ScanRefusal('scan/not-read', 2, 'BigTIFF is not read: a scan has its place in 4 GiB');
  }
  return view;
}

interface Field {
  readonly type: number;
  readonly count: number;
  /** Where the values lie: in the entry itself, or where it points. */
  readonly at: number;
}

type Fields = ReadonlyMap<number, Field>;

function readDirectory(view: ByteView, at: number): { readonly fields: Fields; readonly next: number } {
  const count = view.uint16(at, 'a page');
  if (count > mostTags) throw new ScanRefusal('scan/too-many', at, `a page has ${count} tags`);
  view.need(at + 2, count * 12 + 4, 'the tags of a page');
  const fields = new Map<number, Field>();
  for (let entry = at + 2; entry < at + 2 + count * 12; entry += 12) {
    const tag = view.uint16(entry, 'a tag');
    const type = view.uint16(entry + 2, 'a tag');
    const values = view.uint32(entry + 4, 'a tag');
    const size = fieldTypeBytes[type];
    // Types of later revisions are to be skipped, says section 2 of TIFF 6.0; so is a tag given twice.
    if (size === undefined || fields.has(tag)) continue;
    const inEntry = values * size <= 4;
    fields.set(tag, { type, count: values, at: inEntry ? entry + 8 : view.uint32(entry + 8, 'a tag') });
  }
  return { fields, next: view.uint32(at + 2 + count * 12, 'the offset of the next page') };
}

/** The values of a field of whole numbers. */
function numbers(view: ByteView, field: Field, tag: number): readonly number[] {
  if (field.count > mostBlocks) {
    throw new ScanRefusal('scan/too-many', field.at, `tag ${tag} has ${field.count} values`);
  }
  if (![1, 3, 4].includes(field.type)) {
    throw new ScanRefusal('scan/structure', field.at, `tag ${tag} holds no whole numbers`);
  }
  const size = fieldTypeBytes[field.type]!;
  view.need(field.at, field.count * size, `tag ${tag}`);
  return Array.from({ length: field.count }, (_, index) => {
    const at = field.at + index * size;
    return size === 1
      ? view.uint8(at, 'a value')
      : size === 2
        ? view.uint16(at, 'a value')
        : view.uint32(at, 'a value');
  });
}

function readPage(
  view: ByteView,
  fields: Fields,
  at: number,
  others: number,
  compression: Compression,
  warn: (code: 'scan/odd-value', offset: number, text: string) => void,
): TiffPage {
  const one = (tag: number, otherwise: number): number => {
    const field = fields.get(tag);
    return field === undefined
      ? otherwise
      : (numbers(view, { ...field, count: Math.min(field.count, 1) }, tag)[0] ?? otherwise);
  };
  const refuse = (code: 'scan/colour' | 'scan/not-read' | 'scan/eight-bit', text: string): never => {
    throw new ScanRefusal(code, at, text);
  };
  const columns = one(tiffTag.columns, 0);
  const rows = one(tiffTag.rows, 0);
  countSamples(columns, rows, others, at);
  if (one(tiffTag.samplesPerPixel, 1) !== 1) refuse('scan/colour', 'a pixel has several samples');
  const photometric = one(tiffTag.photometric, 1);
  if (photometric > 1) refuse('scan/colour', `photometric interpretation ${photometric} is not grey`);
  const bits = one(tiffTag.bitsPerSample, 1);
  if (bits === 8) refuse('scan/eight-bit', 'a sample has 8 bits');
  if (bits !== 16 || one(tiffTag.sampleFormat, 1) !== 1) {
    refuse('scan/not-read', `samples of ${bits} bits in format ${one(tiffTag.sampleFormat, 1)} are not read`);
  }
  if (one(tiffTag.fillOrder, 1) !== 1) refuse('scan/not-read', 'bits in reverse order are not read');
  const packing = one(tiffTag.compression, 1);
  if (![1, 8, 32_946].includes(packing)) refuse('scan/not-read', `compression ${packing} is not read`);
  const predictor = one(tiffTag.predictor, 1);
  if (predictor > 2) refuse('scan/not-read', `predictor ${predictor} is not read`);

  const layout = layoutOf(view, fields, at, columns, rows, one);
  const blockBytes = layout.columns * layout.rows * 2;
  const claims = layout.blocks.map(({ rows: height }) => layout.columns * height * 2);
  layout.blocks.forEach(({ offset, bytes }, index) => {
    view.need(offset, bytes, `block ${index + 1} of a page`);
    if (packing !== 1) refuseBomb(bytes, claims[index]!, offset);
    else if (bytes < claims[index]!) {
      throw new ScanRefusal(
        'scan/cut-off',
        offset,
        `block ${index + 1} has ${bytes} of the ${claims[index]} bytes that its rows need`,
      );
    }
  });

  const samples = new Uint16Array(columns * rows);
  const block = new Uint16Array(layout.tiled ? blockBytes / 2 : 0);
  layout.blocks.forEach(({ offset, bytes, column, row, rows: height }, index) => {
    const kept = view.slice(offset, bytes, 'a block');
    const plain = packing === 1 ? kept : inflateExactly(compression, kept, claims[index]!, offset);
    if (layout.tiled) {
      copySamples(plain, view.littleEndian, block, 0);
      if (predictor === 2) undoPredictor(block, 0, layout.columns, height);
      const width = Math.min(layout.columns, columns - column);
      for (let y = 0; y < Math.min(height, rows - row); y++) {
        const from = y * layout.columns;
        samples.set(block.subarray(from, from + width), (row + y) * columns + column);
      }
    } else {
      const first = row * columns;
      copySamples(plain.subarray(0, claims[index]), view.littleEndian, samples, first);
      if (predictor === 2) undoPredictor(samples, first, columns, height);
    }
  });
  return {
    columns,
    rows,
    samples,
    description: descriptionOf(view, fields, warn),
    whiteIsZero: photometric === 0,
  };
}

interface Block {
  readonly offset: number;
  readonly bytes: number;
  readonly column: number;
  readonly row: number;
  readonly rows: number;
}

interface Layout {
  readonly tiled: boolean;
  /** Columns and rows of a whole block. */
  readonly columns: number;
  readonly rows: number;
  readonly blocks: readonly Block[];
}

function layoutOf(
  view: ByteView,
  fields: Fields,
  at: number,
  columns: number,
  rows: number,
  one: (tag: number, otherwise: number) => number,
): Layout {
  const tiled = fields.has(tiffTag.tileOffsets);
  const blockColumns = tiled ? one(tiffTag.tileColumns, 0) : columns;
  // RowsPerStrip may be 2^32 − 1, "all of them".
  const blockRows = tiled ? one(tiffTag.tileRows, 0) : Math.min(rows, one(tiffTag.rowsPerStrip, rows));
  if (blockColumns < 1 || blockRows < 1) throw new ScanRefusal('scan/structure', at, 'a block has no size');
  const across = Math.ceil(columns / blockColumns);
  const wanted = across * Math.ceil(rows / blockRows);
  if (wanted > mostBlocks) throw new ScanRefusal('scan/too-many', at, `a page has ${wanted} strips or tiles`);
  // Tiles reach beyond the image, and may claim to reach far: that takes memory and time that no pixel needs.
  if (tiled) countSamples(blockColumns * wanted, blockRows, 0, at);
  const listed = (tag: number): readonly number[] => {
    const field = fields.get(tag);
    if (field === undefined || field.count < wanted) {
      throw new ScanRefusal(
        'scan/structure',
        field?.at ?? at,
        `tag ${tag} lists ${field?.count ?? 0} of ${wanted} strips or tiles`,
      );
    }
    return numbers(view, { ...field, count: wanted }, tag);
  };
  const offsets = listed(tiled ? tiffTag.tileOffsets : tiffTag.stripOffsets);
  const byteCounts = listed(tiled ? tiffTag.tileByteCounts : tiffTag.stripByteCounts);
  const blocks = offsets.map((offset, index): Block => {
    const row = Math.floor(index / across) * blockRows;
    return {
      offset,
      bytes: byteCounts[index]!,
      column: (index % across) * blockColumns,
      row,
      rows: tiled ? blockRows : Math.min(blockRows, rows - row),
    };
  });
  return { tiled, columns: blockColumns, rows: blockRows, blocks };
}

function undoPredictor(samples: Uint16Array, first: number, columns: number, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const start = first + row * columns;
    for (let i = start + 1; i < start + columns; i++) samples[i] = samples[i]! + samples[i - 1]!;
  }
}

function descriptionOf(
  view: ByteView,
  fields: Fields,
  warn: (code: 'scan/odd-value', offset: number, text: string) => void,
): string {
  const field = fields.get(tiffTag.description);
  if (field === undefined) return '';
  if (field.type !== 2 || field.count > longestDescription || field.at + field.count > view.length) {
    warn('scan/odd-value', Math.min(field.at, view.length), 'the description of a page is no text that fits');
    return '';
  }
  const bytes = view.slice(field.at, field.count, 'a description');
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
