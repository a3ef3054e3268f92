import type { Charset } from './charset.ts';
import type { Separators } from './separators.ts';
import { tokenKind } from './token-segment.ts';

/** Kind of a byte outside the character set; larger than every kind of token. */
const foreignKind = 8;
/** The table of pairs costs as much to make as reading 60 kB, so it is made when this much was read. */
const enoughForPairs = 131_072;
/** A block shorter than this is not worth a view of its own. */
const shortestForPairs = 1024;
const mostKept = 16;
const kept = new Map<string, ByteKinds>();

/** The tables for some separators and a character set; the last ones used are kept. */
export function byteKindsOf(separators: Separators, charset: Charset): ByteKinds {
  const { component, element, release, repetition, terminator } = separators;
  const key = `${charset.id} ${component} ${element} ${release} ${repetition} ${terminator}`;
  let kinds = kept.get(key);
  if (kinds === undefined) {
    kinds = new ByteKinds(separators, charset);
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, kinds);
  }
  return kinds;
}

/** What the bytes of a window turn out to be. */
export class Marks {
  /** A token (`position << 3 | kind`) for every byte that is not data. */
  tokens: Uint32Array;
  count = 0;
  /** How many tokens there were before this window: those of the segment that is open. */
  known = 0;
  /**
   * The tokens of this window that end a segment or say something about it, by their index; those between
   * elements and components are passed over.
   */
  readonly ends: Uint32Array;
  endCount = 0;

  /** @param longest the bytes of the longest window */
  constructor(longest: number) {
    this.tokens = new Uint32Array(2 * longest);
    this.ends = new Uint32Array(longest + 1);
  }
}

/**
 * Tells separators from data. Hot: touches every byte of a file once, two bytes at a time in a long file
 * (one look-up then passes over most of the data).
 */
class ByteKinds {
  /** Kind of token that each byte makes, 0 for data. */
  readonly plain = new Uint8Array(256);
  /** The same, with bytes outside the character set marked. */
  readonly strict: Uint8Array;
  /** 1 for a data byte outside the character set; of UTF-8 only below 128, the rest goes by sequences. */
  readonly foreign: Uint8Array;
  #plainPairs: Uint8Array | null = null;
  #strictPairs: Uint8Array | null = null;
  #bytesRead = 0;

  constructor(separators: Separators, charset: Charset) {
    const { component, element, release, repetition, terminator } = separators;
    const { plain } = this;
    plain[0] = tokenKind.nul;
    plain[0x0a] = tokenKind.lineBreak;
    plain[0x0d] = tokenKind.lineBreak;
    if (repetition >= 0) plain[repetition] = tokenKind.repetition;
    if (release >= 0) plain[release] = tokenKind.release;
    plain[component] = tokenKind.component;
    plain[element] = tokenKind.element;
    plain[terminator] = tokenKind.terminator;
    this.strict = plain.map((kind, byte) => (kind === 0 && charset.foreign[byte] === 1 ? foreignKind : kind));
    const single = charset.kind === 'single-byte';
    this.foreign = this.strict.map((kind, byte) => (kind === foreignKind && (single || byte < 0x80) ? 1 : 0));
  }

  /** A view of the buffer as pairs of bytes, where `length` bytes of it are worth that; else null. */
  pairsFor(buffer: Uint8Array, length: number): Uint16Array | null {
    this.#bytesRead += length;
    if (this.#bytesRead < enoughForPairs || length < shortestForPairs) return null;
    const odd = buffer.byteOffset & 1;
    return new Uint16Array(buffer.buffer, buffer.byteOffset + odd, (buffer.byteLength - odd) >> 1);
  }

  /**
   * As `mark`, for text in which some bytes are outside the character set: sets `blocks[n]` where byte block
   * `n` has one. `from` to `to` of `blocks` is to be 0 before.
   */
  markForeign(
    buffer: Uint8Array,
    pairs: Uint16Array,
    from: number,
    to: number,
    marks: Marks,
    blocks: Uint8Array,
  ): void {
    const pairKinds = (this.#strictPairs ??= pairKindsOf(this.strict));
    const odd = buffer.byteOffset & 1;
    const begin = (from & 1) === odd ? from : from + 1;
    const end = to - ((to - begin) & 1);
    // The byte before and the one behind the pairs are looked at with the segment they stand in.
    blocks[from >> foreignBlockBits] = blocks[(to - 1) >> foreignBlockBits] = 1;
    markBytes(buffer, from, begin, this.plain, marks);
    markForeignPairs(pairs, (begin - odd) >> 1, (end - odd) >> 1, odd, pairKinds, marks, blocks);
    markBytes(buffer, end, to, this.plain, marks);
  }

  /**
   * Adds to `marks` what stands in `buffer[from, to)`.
   *
   * @param pairs what `pairsFor` gave for the buffer
   * @returns false when `strict` is asked for and a byte is outside the character set: the marks then mean
   *   nothing
   */
  mark(
    buffer: Uint8Array,
    pairs: Uint16Array | null,
    from: number,
    to: number,
    marks: Marks,
    strict: boolean,
  ): boolean {
    const kinds = strict ? this.strict : this.plain;
    if (pairs === null) return markBytes(buffer, from, to, kinds, marks);
    const pairKinds = strict
      ? (this.#strictPairs ??= pairKindsOf(this.strict))
      : (this.#plainPairs ??= pairKindsOf(this.plain));
    const odd = buffer.byteOffset & 1;
    const begin = (from & 1) === odd ? from : from + 1;
    const end = to - ((to - begin) & 1);
    return (
      markBytes(buffer, from, begin, kinds, marks) &&
      markPairs(pairs, (begin - odd) >> 1, (end - odd) >> 1, odd, pairKinds, marks) &&
      markBytes(buffer, end, to, kinds, marks)
    );
  }
}

/**
 * Bytes outside the character set are found by blocks of `2 ** foreignBlockBits`. Where pairs begin at an odd
 * byte, the first byte of a block counts with the block before.
 */
export const foreignBlockBits = 5;

// In the three loops below `kind >> 2` is 1 for a kind that goes into `ends`: the next takes its place otherwise.

function markBytes(buffer: Uint8Array, from: number, to: number, kinds: Uint8Array, marks: Marks): boolean {
  const { tokens, ends } = marks;
  let { count, endCount } = marks;
  let all = 0;
  for (let i = from; i < to; i++) {
    const kind = kinds[buffer[i]!]!;
    if (kind !== 0) {
      all |= kind;
      ends[endCount] = count;
      endCount += kind >> 2;
      tokens[count++] = (i << 3) | kind;
    }
  }
  marks.count = count;
  marks.endCount = endCount;
  return all < foreignKind;
}

/** `from` and `to` count pairs, the first of which begins at byte `odd`. */
function markPairs(
  pairs: Uint16Array,
  from: number,
  to: number,
  odd: number,
  pairKinds: Uint8Array,
  marks: Marks,
): boolean {
  const { tokens, ends } = marks;
  const shift = odd << 3;
  let { count, endCount } = marks;
  let all = 0;
  for (let i = from; i < to; i++) {
    const both = pairKinds[pairs[i]!]!;
    if (both !== 0) {
      all |= both;
      const first = both & 15;
      if (first !== 0) {
        ends[endCount] = count;
        endCount += first >> 2;
        tokens[count++] = ((i << 4) + shift) | first;
      }
      if (both > 15) {
        ends[endCount] = count;
        endCount += both >> 6;
        tokens[count++] = ((i << 4) + shift + 8) | (both >> 4);
      }
    }
  }
  marks.count = count;
  marks.endCount = endCount;
  return ((all | (all >> 4)) & foreignKind) === 0;
}

/** As `markPairs`; a byte of foreign kind makes no token, and marks its block. */
function markForeignPairs(
  pairs: Uint16Array,
  from: number,
  to: number,
  odd: number,
  pairKinds: Uint8Array,
  marks: Marks,
  blocks: Uint8Array,
): void {
  const { tokens, ends } = marks;
  const shift = odd << 3;
  let { count, endCount } = marks;
  for (let i = from; i < to;) {
    const block = i >> (foreignBlockBits - 1);
    const end = Math.min(to, (block + 1) << (foreignBlockBits - 1));
    let all = 0;
    for (; i < end; i++) {
      const both = pairKinds[pairs[i]!]!;
      all |= both;
      if ((both & 0x77) !== 0) {
        const first = both & 7;
        if (first !== 0) {
          ends[endCount] = count;
          endCount += first >> 2;
          tokens[count++] = ((i << 4) + shift) | first;
        }
        const second = (both >> 4) & 7;
        if (second !== 0) {
          ends[endCount] = count;
          endCount += second >> 2;
          tokens[count++] = ((i << 4) + shift + 8) | second;
        }
      }
    }
    if ((all & 0x88) !== 0) blocks[block] = 1;
  }
  marks.count = count;
  marks.endCount = endCount;
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Kinds of all 65,536 pairs of bytes: the first byte's in the low half, the second's in the high half. */
function pairKindsOf(kinds: Uint8Array): Uint8Array {
  const pairKinds = new Uint8Array(65_536);
  for (let first = 0; first < 256; first++) {
    for (let second = 0; second < 256; second++) {
      const pair = littleEndian ? first | (second << 8) : (first << 8) | second;
      pairKinds[pair] = kinds[first]! | (kinds[second]! << 4);
    }
  }
  return pairKinds;
}
