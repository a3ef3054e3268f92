import { byteKindsOf, foreignBlockBits, Marks } from './byte-kinds.ts';
import { charsetOf, utf8Faults, type Charset } from './charset.ts';
import type { EdifactFindingCode } from './finding.ts';
import { controlSeparators, defaultSeparators, readUna, type Separators } from './separators.ts';
import { tagCodes, tagTexts, TokenSegment, tokenKind } from './token-segment.ts';

/** What the tokenizer refuses to hold in memory or to hand on. */
export interface EdifactLimits {
  /** Bytes of a data element as sent. */
  readonly elementBytes: number;
  /** Components of a data element, over all its repetitions. */
  readonly components: number;
  readonly elements: number;
  /** Bytes of a segment as sent; the tokenizer holds no more than this of the file. */
  readonly segmentBytes: number;
  readonly segmentsPerMessage: number;
}

export const edifactLimits: EdifactLimits = {
  elementBytes: 65_536,
  components: 99,
  elements: 999,
  segmentBytes: 1_048_576,
  segmentsPerMessage: 5_000_000,
};

/** Why an interchange stopped: its UNZ came, another began before that, or the data ended. */
export type StopReason = 'unz' | 'next' | 'end';

/** What an {@link EdifactTokenizer} calls, in file order. */
export interface TokenizerHandler {
  /** An interchange begins: with UNA or UNB, with a bare UNG or UNH, or with bytes that are no EDIFACT. */
  begin(offset: number, edifact: boolean): void;
  /** A segment whose tag begins with "UN". */
  service(segment: TokenSegment): void;
  /** Any other segment. Hot: two million calls a second. */
  segment(segment: TokenSegment): void;
  finding(code: EdifactFindingCode, offset: number, text: string): void;
  /** The interchange stops; `foreign` counts bytes outside its character set, the first at `foreignOffset`. */
  stop(reason: StopReason, endOffset: number, foreign: number, foreignOffset: number): void;
}

const codeUnb = 0x554e42;
const codeUnz = 0x554e5a;
const longestBlock = 1 << 20;
const shortestWindow = 512;
const longestWindow = 16_384;
/** Raw bytes that may stand from the first byte of UNA to the tag behind it. */
const longestHead = 96;

const between = 0;
const inside = 1;
const lost = 2;

/**
 * Cuts bytes into EDIFACT segments. Blocks of any size are pushed in file order; the events do not
 * depend on where one block ends and the next begins.
 *
 * Reads syntax 1 to 4: UNA with any separators, otherwise `:+.?'` with `*` between repetitions from
 * syntax 4 (or IS1, IS3, IS4 where the byte behind UNB is IS3). CR and LF are dropped wherever they are
 * not released, also in tags. A second UNB, or a UNA at the start of a segment, begins a new
 * interchange, also where the one before is cut off. Bytes that are no EDIFACT are passed over up to the
 * next UNA or UNB. No more than one block and one segment are held, whatever the file's size.
 *
 * Hot: `#walk`, and the loops over bytes in `byte-kinds.ts`; together they are to pass 400 MB a second.
 *
 * @see docs/sources.md#iso-9735
 */
export class EdifactTokenizer {
  readonly #handler: TokenizerHandler;
  readonly #limits: EdifactLimits;
  readonly #segment: TokenSegment;

  #mode = between;
  #separators: Separators = defaultSeparators;
  #charset: Charset = charsetOf('UNOC');
  #syntaxVersion = 0;
  #kinds = byteKindsOf(defaultSeparators, this.#charset);
  #explicit = false;

  /** The tokens of the segment that is open, and of the window being walked. */
  readonly #marks = new Marks(longestWindow);
  #window = shortestWindow;
  /** True once the interchange has bytes outside its character set: from there each segment is counted. */
  #counting = false;
  /** Which blocks of the buffer being scanned have such bytes. */
  #foreignBlocks = new Uint8Array(0);
  /** Where the segment begins in the buffer being scanned. */
  #start = 0;
  #dirty = false;
  #released = false;
  #suspect = false;
  #over = false;
  #overCode: OverCode = 'edifact/segment-too-long';
  #overOffset = 0;

  /** The bytes of a segment that is not complete yet. */
  #carry = new Uint8Array(4096);
  #carryLength = 0;
  #carryBase = 0;

  #head = new Uint8Array(longestHead);
  #headLength = 0;
  #headBase = 0;
  #blanksAt = -1;
  #bomAt = -1;
  #previous: Separators = defaultSeparators;

  #consumed = 0;
  #seen = false;
  /** True until the first segment of an interchange. */
  #opening = false;
  #nulSeen = false;
  #foreign = 0;
  #foreignOffset = -1;

  constructor(handler: TokenizerHandler, limits: Partial<EdifactLimits> = {}) {
    this.#handler = handler;
    this.#limits = { ...edifactLimits, ...limits };
    this.#segment = new TokenSegment(this.#charset);
  }

  /** Reads the next bytes of the file. The block is not kept. */
  push(block: Uint8Array): void {
    for (let from = 0; from < block.length; from += longestBlock) {
      // A plain view, also of a Buffer: all loops then see one kind of array.
      const length = Math.min(longestBlock, block.length - from);
      const part = new Uint8Array(block.buffer, block.byteOffset + from, length);
      this.#feed(part, this.#consumed);
      this.#consumed += part.length;
    }
  }

  /** Tells that the file has ended. */
  end(): void {
    if (this.#mode === inside) this.#endInside();
    if (this.#mode === between && this.#headLength > 0) {
      this.#begin(this.#headBase, true);
      this.#handler.finding(
        'edifact/cut-in-segment',
        this.#headBase,
        'The data ends inside the first segment of an interchange',
      );
      this.#stop('end', this.#consumed);
    } else if (this.#mode !== between) {
      this.#stop('end', this.#consumed);
    } else if (!this.#seen) {
      this.#blanksAt = -1;
      this.#begin(0, false);
      const text = this.#consumed === 0 ? 'The file is empty' : 'The file holds nothing but blanks';
      this.#handler.finding('edifact/empty', 0, text);
      this.#stop('end', this.#consumed);
    }
  }

  #endInside(): void {
    while (this.#mode === inside && !this.#over && this.#dirty) {
      const una = lineStartingUna(
        this.#carry,
        0,
        this.#carryLength - 1,
        this.#marks.tokens,
        0,
        this.#marks.count,
      );
      if (una < 0) break;
      const rest = this.#carry.slice(una, this.#carryLength);
      const base = this.#carryBase + una;
      this.#cut(this.#carryBase, base);
      this.#feed(rest, base);
    }
    if (this.#mode !== inside) return;
    if (this.#over) {
      this.#reportOver();
      this.#handler.finding('edifact/cut-in-segment', this.#overOffset, 'The data ends inside this segment');
    } else if (!onlyBlanks(this.#carry, 0, this.#carryLength)) {
      this.#handler.finding('edifact/cut-in-segment', this.#carryBase, 'The data ends inside this segment');
    }
  }

  #feed(block: Uint8Array, base: number): void {
    let at = 0;
    while (at < block.length) {
      if (this.#mode !== inside) {
        at = this.#seek(block, base, at);
      } else if (this.#carryLength > 0) {
        at = this.#complete(block, at);
      } else {
        this.#start = at;
        at = this.#scan(block, base, at, block.length, false);
        if (at < 0) {
          this.#keep(block, base);
          return;
        }
      }
    }
  }

  /** Keeps the bytes of the segment that the block leaves unfinished. */
  #keep(block: Uint8Array, base: number): void {
    const length = this.#over ? 0 : block.length - this.#start;
    if (length > 0) {
      this.#reserveCarry(length);
      this.#carry.set(block.subarray(this.#start), 0);
      const shift = this.#start << 3;
      const { tokens, count } = this.#marks;
      for (let i = 0; i < count; i++) tokens[i]! -= shift;
    }
    this.#carryBase = base + this.#start;
    this.#carryLength = length;
    this.#start = 0;
  }

  #reserveCarry(length: number): void {
    if (this.#carry.length >= length) return;
    const carry = new Uint8Array(Math.max(length, 2 * this.#carry.length));
    carry.set(this.#carry.subarray(0, this.#carryLength));
    this.#carry = carry;
  }

  /** Appends to the unfinished segment until it ends; returns where in the block to go on. */
  #complete(block: Uint8Array, from: number): number {
    let at = from;
    for (let piece = 64; at < block.length; piece *= 2) {
      const had = this.#carryLength;
      const end = Math.min(at + piece, block.length);
      this.#reserveCarry(had + end - at);
      this.#carry.set(block.subarray(at, end), had);
      this.#carryLength = had + end - at;
      const next = this.#scan(this.#carry, this.#carryBase, had, this.#carryLength, true);
      if (next >= had) {
        this.#carryLength = 0;
        return at + next - had;
      }
      if (next >= 0) {
        const rest = this.#carry.slice(next, had);
        this.#carryLength = 0;
        this.#feed(rest, this.#carryBase + next);
        return at;
      }
      at = end;
      if (this.#over) {
        this.#carryLength = 0;
        return at;
      }
    }
    return at;
  }

  /**
   * Cuts `buffer[from, to)` into segments, or only to the end of the first with `single`.
   *
   * @returns the position at which something else begins, with no segment open; -1 when all is read
   */
  #scan(buffer: Uint8Array, base: number, from: number, to: number, single: boolean): number {
    this.#segment.bytes = buffer;
    this.#segment.base = base;
    const pairs = single ? null : this.#kinds.pairsFor(buffer, to - from);
    let at = from;
    while (at < to) {
      const stop = Math.min(at + this.#window, to);
      if (this.#window < longestWindow) this.#window *= 2;
      const marks = this.#marks;
      if (marks.tokens.length < marks.count + stop - at) {
        const tokens = new Uint32Array(2 * marks.tokens.length);
        tokens.set(marks.tokens);
        marks.tokens = tokens;
      }
      this.#segment.tokens = marks.tokens;
      this.#mark(buffer, at, stop, pairs);
      const blocks = this.#counting && pairs !== null ? this.#foreignBlocks : null;
      const next = this.#walk(buffer, base, at, stop, single, blocks);
      if (next >= 0) {
        marks.count = 0;
        this.#dirty = false;
        this.#suspect = false;
        this.#released = false;
        return next;
      }
      at = stop;
    }
    return -1;
  }

  /**
   * Writes a token for every byte of `buffer[from, to)` that is not data. A window with bytes outside the
   * character set is marked again without them; from there on they are counted segment by segment, in a
   * long block only where a segment touches one.
   */
  #mark(buffer: Uint8Array, from: number, to: number, pairs: Uint16Array | null): void {
    const marks = this.#marks;
    marks.known = marks.count;
    marks.endCount = 0;
    if (!this.#counting) {
      if (this.#kinds.mark(buffer, pairs, from, to, marks, true)) return;
      this.#counting = true;
      marks.count = marks.known;
      marks.endCount = 0;
    }
    if (pairs === null) {
      this.#kinds.mark(buffer, null, from, to, marks, false);
      return;
    }
    const most = ((to - 1) >> foreignBlockBits) + 1;
    if (this.#foreignBlocks.length < most) this.#foreignBlocks = new Uint8Array(2 * most);
    else this.#foreignBlocks.fill(0, from >> foreignBlockBits, most);
    this.#kinds.markForeign(buffer, pairs, from, to, marks, this.#foreignBlocks);
  }

  /** Goes over what ends or changes a segment in a window. Hot: once for each segment. */
  #walk(
    buffer: Uint8Array,
    base: number,
    from: number,
    to: number,
    single: boolean,
    blocks: Uint8Array | null,
  ): number {
    const { tokens, known, count, ends, endCount } = this.#marks;
    const segment = this.#segment;
    const handler = this.#handler;
    const foreign = this.#counting && blocks === null;
    const regular = !single;
    const mostTokens = Math.min(this.#limits.components - 1, this.#limits.elements);
    const longestPlain = this.#limits.elementBytes;
    let start = this.#start;
    // A segment that began before this window is looked at whole.
    let suspect = this.#suspect || foreign || (blocks !== null && start < from);
    let first = 0;
    let dirty = this.#dirty;
    let end = 0;
    if (this.#released) {
      this.#released = false;
      // The first byte of this window was released by the last of the one before.
      if (known < count && tokens[known]! >>> 3 === from) {
        if ((tokens[known]! & 7) === tokenKind.nul) this.#reportNul(base + from);
        tokens[known] = (from << 3) | tokenKind.dead;
        if (endCount > 0 && ends[0] === known) end = 1;
      }
    }
    for (; end < endCount; end++) {
      const token = ends[end]!;
      const word = tokens[token]!;
      const kind = word & 7;
      const at = word >>> 3;
      if (kind === tokenKind.terminator) {
        const tokensHere = token - first;
        if (regular && !dirty && tokensHere > 0 && tokensHere <= mostTokens) {
          // The common case written out: a clean segment with a tag seen before, which is no service segment.
          const code = (buffer[start]! << 16) | (buffer[start + 1]! << 8) | buffer[start + 2]!;
          const slot = Math.imul(code, 0x9e3779b1) >>> 22;
          const plain = tagCodes[slot] === code && code >>> 8 !== 0x554e;
          if (
            plain &&
            tokens[first]! >>> 3 === start + 3 &&
            at - start <= longestPlain &&
            !this.#over &&
            (tokensHere < 7 || this.#swallowedUnb(buffer, start, at, first, token) < 0)
          ) {
            segment.tagCode = code;
            segment.tagSlot = slot;
            segment.firstToken = first;
            segment.endToken = token;
            segment.start = start;
            segment.end = at;
            segment.dirty = false;
            segment.rewind();
            if (suspect || (blocks !== null && touches(blocks, start, at)))
              this.#countForeign(buffer, base, start, at);
            handler.segment(segment);
            start = at + 1;
            first = token + 1;
            suspect = foreign;
            continue;
          }
        }
        if (!this.#over && at - start >= 8 && isUna(buffer, start)) return this.#next(base, start);
        if (this.#over || at - start > this.#limits.segmentBytes) {
          if (!this.#over) this.#noteOver(base, start, first, token);
          this.#reportOver();
          this.#over = false;
        } else {
          const counted = suspect || (blocks !== null && touches(blocks, start, at));
          const next = this.#emit(buffer, base, start, at, first, token, dirty, counted);
          if (next >= 0) return next;
        }
        if (single) return at + 1;
        start = at + 1;
        first = token + 1;
        dirty = false;
        suspect = foreign;
      } else if (kind === tokenKind.lineBreak) {
        if (at === start && !this.#over) {
          start = at + 1;
          first = token + 1;
        } else {
          dirty = true;
        }
      } else if (kind === tokenKind.release) {
        dirty = true;
        if (at + 1 === to) {
          this.#released = true;
        } else if (token + 1 < count && tokens[token + 1]! >>> 3 === at + 1) {
          if ((tokens[token + 1]! & 7) === tokenKind.nul) this.#reportNul(base + at + 1);
          tokens[token + 1] = ((at + 1) << 3) | tokenKind.dead;
          if (end + 1 < endCount && ends[end + 1] === token + 1) end++;
        }
      } else {
        if (!this.#over && at - start >= 9 && isUna(buffer, start)) return this.#next(base, start);
        this.#reportNul(base + at);
        dirty = true;
      }
    }
    if (!this.#over) {
      if (to - start >= 9 && isUna(buffer, start)) return this.#next(base, start);
      if (to - start > this.#limits.segmentBytes) {
        this.#noteOver(base, start, first, count);
        this.#over = true;
      }
    }
    if (this.#over) first = count;
    if (first > 0) tokens.copyWithin(0, first, count);
    this.#marks.count = count - first;
    this.#start = start;
    this.#dirty = dirty;
    this.#suspect = suspect || blocks !== null;
    return -1;
  }

  /** Hands a segment on. Returns where to go on when the tokens behind it do not hold any more, else -1. */
  #emit(
    buffer: Uint8Array,
    base: number,
    start: number,
    end: number,
    first: number,
    beyond: number,
    dirty: boolean,
    suspect: boolean,
  ): number {
    const { tokens } = this.#marks;
    const segment = this.#segment;
    let endToken = beyond;
    if (dirty || beyond - first >= 7) {
      const restart = dirty ? lineStartingUna(buffer, start, end, tokens, first, beyond) : -1;
      const cut = restart >= 0 ? restart : this.#swallowedUnb(buffer, start, end, first, beyond);
      if (cut >= 0) {
        this.#cut(base + start, base + cut);
        return cut;
      }
      if (dirty) endToken = compact(tokens, first, beyond);
    }
    segment.firstToken = first;
    segment.endToken = endToken;
    segment.start = start;
    segment.end = end;
    segment.dirty = dirty;
    segment.rewind();

    const tagEnd = first < endToken ? tokens[first]! >>> 3 : end;
    let code = 0;
    if (tagEnd - start === 3 && !dirty) {
      code = (buffer[start]! << 16) | (buffer[start + 1]! << 8) | buffer[start + 2]!;
      const slot = Math.imul(code, 0x9e3779b1) >>> 22;
      if (tagCodes[slot] === code) {
        segment.tagSlot = slot;
        segment.tagCode = code;
      } else {
        code = this.#readTag(buffer, base, tagEnd);
      }
    } else {
      code = this.#readTag(buffer, base, tagEnd);
    }
    if (code < 0) return -1;
    const opening = this.#opening;
    this.#opening = false;
    if (endToken - first > this.#limits.components || end - start > this.#limits.elementBytes) {
      const over = this.#overLimit(segment.start, end, first, endToken);
      if (over !== null) {
        this.#handler.finding(over, segment.offset, overText[over]!);
        return -1;
      }
    }
    if (code >>> 8 !== 0x554e) {
      if (suspect) this.#countForeign(buffer, base, start, end);
      this.#handler.segment(segment);
      return -1;
    }
    return this.#emitService(buffer, base, start, end, code, suspect, opening);
  }

  #emitService(
    buffer: Uint8Array,
    base: number,
    start: number,
    end: number,
    code: number,
    suspect: boolean,
    opening: boolean,
  ): number {
    const segment = this.#segment;
    if (code === codeUnb) {
      if (!opening) return this.#next(base, start);
      this.#readSyntax(segment);
      this.#countForeign(buffer, base, start, end);
      this.#handler.service(segment);
      return end + 1;
    }
    if (suspect) this.#countForeign(buffer, base, start, end);
    this.#handler.service(segment);
    if (code !== codeUnz) return -1;
    this.#stop('unz', base + end + 1);
    return end + 1;
  }

  /** Sets tag and code of the segment; -1 when it is empty. The slow way, for tags not seen before. */
  #readTag(buffer: Uint8Array, base: number, tagEnd: number): number {
    const segment = this.#segment;
    let at = segment.start;
    let blanks = false;
    while (at < segment.end && (isBlank(buffer[at]!) || isLineBreak(buffer[at]!))) {
      if (isBlank(buffer[at]!)) blanks = true;
      at++;
    }
    if (at === segment.end) {
      this.#handler.finding('edifact/empty-segment', base + segment.start, 'A segment is empty');
      return -1;
    }
    if (blanks) {
      this.#handler.finding('edifact/blanks', base + segment.start, 'Blanks stand before a segment tag');
    }
    segment.start = at;
    segment.rewind();
    let sent = '';
    for (; at < tagEnd && sent.length < 12; at++) {
      const byte = buffer[at]!;
      if (!isLineBreak(byte) && byte !== 0) sent += String.fromCharCode(byte);
    }
    if (!/^[A-Za-z0-9]{3}$/.test(sent)) {
      segment.oddTag = sent;
      segment.tagSlot = -1;
      segment.tagCode = 0;
      this.#handler.finding(
        'edifact/tag',
        segment.offset,
        `The segment tag ${quoted(sent)} is not three letters or digits`,
      );
      return 0;
    }
    const tag = sent.toUpperCase();
    if (tag !== sent) {
      this.#handler.finding(
        'edifact/lower-case',
        segment.offset,
        `The segment tag "${sent}" is written in lower case`,
      );
    }
    const code = (tag.charCodeAt(0) << 16) | (tag.charCodeAt(1) << 8) | tag.charCodeAt(2);
    const slot = Math.imul(code, 0x9e3779b1) >>> 22;
    tagCodes[slot] = code;
    tagTexts[slot] = tag;
    segment.tagSlot = slot;
    segment.tagCode = code;
    return code;
  }

  /** What a segment breaks, judged on `[start, end)` only; null when it keeps the limits. */
  #overLimit(start: number, end: number, first: number, beyond: number): OverCode | null {
    const limits = this.#limits;
    const { tokens } = this.#marks;
    let elementStart = start;
    let elements = 0;
    let components = 1;
    for (let i = first; i < beyond; i++) {
      const at = tokens[i]! >>> 3;
      if (at >= end) break;
      const kind = tokens[i]! & 7;
      if (kind === tokenKind.component || kind === tokenKind.repetition) {
        if (++components > limits.components) return 'edifact/too-many-components';
      } else if (kind === tokenKind.element) {
        if (at - elementStart > limits.elementBytes) return 'edifact/element-too-long';
        if (++elements > limits.elements) return 'edifact/too-many-elements';
        elementStart = at + 1;
        components = 1;
      }
    }
    return end - elementStart > limits.elementBytes ? 'edifact/element-too-long' : null;
  }

  #noteOver(base: number, start: number, first: number, beyond: number): void {
    this.#overOffset = base + start;
    this.#overCode =
      this.#overLimit(start, start + this.#limits.segmentBytes, first, beyond) ?? 'edifact/segment-too-long';
  }

  #reportOver(): void {
    this.#opening = false;
    this.#handler.finding(this.#overCode, this.#overOffset, overText[this.#overCode]);
  }

  #reportNul(offset: number): void {
    if (this.#nulSeen) return;
    this.#nulSeen = true;
    this.#handler.finding('edifact/nul-byte', offset, 'A byte 0 stands in the data');
  }

  #countForeign(buffer: Uint8Array, base: number, start: number, end: number): void {
    const { foreign } = this.#kinds;
    let count = 0;
    for (let i = start; i < end; i++) count += foreign[buffer[i]!]!;
    let firstAt = -1;
    if (this.#charset.kind === 'utf-8') {
      const faults = utf8Faults(buffer, start, end);
      if (faults > 0) firstAt = start;
      count += faults;
    }
    if (count === 0) return;
    if (this.#foreign === 0) {
      if (firstAt < 0) for (firstAt = start; foreign[buffer[firstAt]!] === 0;) firstAt++;
      this.#foreignOffset = base + firstAt;
    }
    this.#foreign += count;
  }

  /** Position of the last "UNB+UNO.:" in a segment, where another interchange was swallowed; -1 without one. */
  #swallowedUnb(buffer: Uint8Array, start: number, end: number, first: number, beyond: number): number {
    const { component } = this.#separators;
    const { tokens } = this.#marks;
    for (let i = beyond - 1; i >= first; i--) {
      const at = tokens[i]! >>> 3;
      if (buffer[at - 1] !== 0x42 || (tokens[i]! & 7) !== tokenKind.element) continue;
      if (at - 3 <= start || at + 5 >= end || buffer[at - 2] !== 0x4e || buffer[at - 3] !== 0x55) continue;
      if (
        buffer[at + 1] === 0x55 &&
        buffer[at + 2] === 0x4e &&
        buffer[at + 3] === 0x4f &&
        buffer[at + 5] === component
      )
        return at - 3;
    }
    return -1;
  }

  /** The interchange is cut off inside a segment; the next begins at `nextOffset`. */
  #cut(offset: number, nextOffset: number): void {
    this.#handler.finding('edifact/cut-in-segment', offset, 'Another interchange begins inside this segment');
    this.#stop('next', nextOffset);
  }

  #next(base: number, start: number): number {
    this.#stop('next', base + start);
    return start;
  }

  #readSyntax(segment: TokenSegment): void {
    const id = segment.text(1, 0).toUpperCase();
    this.#syntaxVersion = Number(segment.text(1, 1));
    this.#charset = charsetOf(id);
    let { repetition } = this.#separators;
    if (!this.#explicit) repetition = this.#syntaxVersion === 4 ? 0x2a : -1;
    else if (this.#syntaxVersion !== 4 && id.startsWith('UNO')) repetition = -1;
    this.#separators = { ...this.#separators, repetition };
    this.#prepare();
  }

  /** Sets the table of byte kinds for the separators and character set that hold now. */
  #prepare(): void {
    const { release, decimal } = this.#separators;
    this.#kinds = byteKindsOf(this.#separators, this.#charset);
    this.#segment.charset = this.#charset;
    this.#segment.release = release;
    this.#segment.decimal = decimal;
    this.#segment.anyDecimal = this.#syntaxVersion === 4;
  }

  #begin(offset: number, edifact: boolean): void {
    this.#seen = true;
    this.#handler.begin(offset, edifact);
    if (this.#blanksAt >= 0)
      this.#handler.finding('edifact/blanks', this.#blanksAt, 'Blanks stand before the interchange');
    if (this.#bomAt >= 0) {
      this.#handler.finding(
        'edifact/bom',
        this.#bomAt,
        'A UTF-8 byte order mark stands before the interchange',
      );
    }
    this.#blanksAt = -1;
    this.#bomAt = -1;
    this.#mode = edifact ? inside : lost;
    this.#opening = true;
    this.#window = shortestWindow;
    this.#counting = false;
    this.#syntaxVersion = 0;
    this.#charset = charsetOf('UNOC');
    this.#nulSeen = false;
    this.#foreign = 0;
    this.#foreignOffset = -1;
  }

  #stop(reason: StopReason, endOffset: number): void {
    if (this.#mode === inside) this.#previous = this.#separators;
    this.#mode = between;
    this.#headLength = 0;
    this.#carryLength = 0;
    this.#marks.count = 0;
    this.#dirty = false;
    this.#suspect = false;
    this.#released = false;
    this.#over = false;
    this.#handler.stop(reason, endOffset, this.#foreign, this.#foreignOffset);
  }

  /** Looks for the beginning of an interchange; returns where in the block to go on. */
  #seek(block: Uint8Array, base: number, from: number): number {
    for (let at = from; at < block.length; at++) {
      if (this.#headLength === 0) {
        if (this.#mode === lost) {
          at = block.indexOf(0x55, at);
          if (at < 0) return block.length;
        } else if (isBlank(block[at]!)) {
          if (this.#blanksAt < 0) this.#blanksAt = base + at;
          continue;
        } else if (isLineBreak(block[at]!)) {
          continue;
        }
        this.#headBase = base + at;
      }
      this.#head[this.#headLength++] = block[at]!;
      if (this.#readHead()) return at + 1;
    }
    return block.length;
  }

  /** Judges the head collected so far; true when an interchange has begun with it. */
  #readHead(): boolean {
    while (this.#headLength > 0) {
      const found = readHead(this.#head, this.#headLength, this.#mode === lost, this.#previous);
      if (found === 'more' && this.#headLength < longestHead) return false;
      if (found === 'bom') {
        this.#bomAt = this.#headBase;
        this.#headLength = 0;
        return false;
      }
      if (typeof found === 'object') {
        const rest = this.#head.slice(found.tagAt, this.#headLength);
        const offset = this.#headBase;
        if (this.#mode === lost) this.#stop('next', offset);
        this.#headLength = 0;
        this.#separators = found.separators ?? defaultSeparators;
        this.#explicit = found.explicit;
        this.#begin(offset, true);
        this.#prepare();
        if (found.separators === null) {
          this.#handler.finding('edifact/separators', offset, 'UNA names separators that cannot work');
        }
        this.#feed(rest, offset + found.tagAt);
        return true;
      }
      if (this.#mode === between) {
        this.#begin(this.#headBase, false);
        this.#handler.finding(
          'edifact/not-edifact',
          this.#headBase,
          `Here an interchange has to begin with UNA, UNB, UNG or UNH, but there stands ${quoted(
            String.fromCharCode(...this.#head.subarray(0, Math.min(this.#headLength, 12))),
          )}`,
        );
      }
      let drop = 1;
      while (drop < this.#headLength && this.#head[drop] !== 0x55) drop++;
      this.#head.copyWithin(0, drop, this.#headLength);
      this.#headLength -= drop;
      this.#headBase += drop;
    }
    return false;
  }
}

type OverCode =
  | 'edifact/element-too-long'
  | 'edifact/segment-too-long'
  | 'edifact/too-many-components'
  | 'edifact/too-many-elements';

const overText: Readonly<Record<OverCode, string>> = {
  'edifact/element-too-long': 'A data element of this segment is too long',
  'edifact/segment-too-long': 'This segment is too long',
  'edifact/too-many-components': 'A data element of this segment has too many components',
  'edifact/too-many-elements': 'This segment has too many data elements',
};

interface Head {
  /** Where the tag of the first segment begins in the head. */
  readonly tagAt: number;
  /** Null when UNA names separators that cannot work. */
  readonly separators: Separators | null;
  readonly explicit: boolean;
}

/**
 * Judges the first bytes of an interchange. Behind bytes that are no EDIFACT (`strict`) only UNA with a
 * tag behind it or "UNB+UNO" counts as a beginning, so that a word in a text is not taken for one.
 */
function readHead(
  head: Uint8Array,
  length: number,
  strict: boolean,
  previous: Separators,
): Head | 'more' | 'bom' | 'no' {
  if (!strict && head[0] === 0xef) {
    if (length > 1 && head[1] !== 0xbb) return 'no';
    if (length > 2) return head[2] === 0xbf ? 'bom' : 'no';
    return 'more';
  }
  let separators: Separators | null = defaultSeparators;
  let tagAt = 0;
  const explicit = head[0] === 0x55 && head[1] === 0x4e && head[2] === 0x41;
  if (explicit) {
    if (length < 9) return 'more';
    separators = readUna(head.subarray(3, 9));
    if (separators === null && strict) return 'no';
    tagAt = 9;
    while (tagAt < length && (isLineBreak(head[tagAt]!) || isBlank(head[tagAt]!))) tagAt++;
  }
  let letters = 0;
  let third = 0;
  for (let i = tagAt; i < length; i++) {
    const byte = head[i]!;
    if (isLineBreak(byte)) continue;
    const upper = !strict && byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
    if (letters === 0 ? upper !== 0x55 : letters === 1 && upper !== 0x4e) return 'no';
    if (letters === 2) {
      if (upper !== 0x42 && upper !== 0x47 && upper !== 0x48) return 'no';
      third = upper;
    }
    if (letters === 3) {
      if (!explicit) separators = separatorsBy(byte, previous);
      else if (byte !== (separators ?? defaultSeparators).element) return 'no';
      if (!explicit && separators === null) return 'no';
      if (!strict || explicit) return { tagAt, separators, explicit };
    }
    if (letters > 3 && byte !== [0x55, 0x4e, 0x4f][letters - 4]) return 'no';
    if (strict && third !== 0 && third !== 0x42 && !explicit) return 'no';
    if (letters === 6) return { tagAt, separators, explicit };
    letters++;
  }
  return 'more';
}

/** The separators that go with the byte behind the first tag, where there is no UNA. */
function separatorsBy(byte: number, previous: Separators): Separators | null {
  if (byte === defaultSeparators.element) return defaultSeparators;
  if (byte === controlSeparators.element) return controlSeparators;
  return byte === previous.element ? previous : null;
}

/** Position of the last UNA at the start of a line inside a segment; -1 without one. */
function lineStartingUna(
  buffer: Uint8Array,
  start: number,
  end: number,
  tokens: Uint32Array,
  first: number,
  beyond: number,
): number {
  for (let i = beyond - 1; i >= first; i--) {
    const at = (tokens[i]! >>> 3) + 1;
    if ((tokens[i]! & 7) === tokenKind.lineBreak && at > start && at + 8 <= end && isUna(buffer, at))
      return at;
  }
  return -1;
}

/** Drops all tokens but those of elements, components and repetitions; returns the new end. */
function compact(tokens: Uint32Array, first: number, beyond: number): number {
  let end = first;
  for (let i = first; i < beyond; i++) {
    const kind = tokens[i]! & 7;
    if (kind !== tokenKind.dead && kind < tokenKind.terminator) tokens[end++] = tokens[i]!;
  }
  return end;
}

/** True when "UNA" and six bytes that can be separators stand at `at`. */
function isUna(buffer: Uint8Array, at: number): boolean {
  if (buffer[at] !== 0x55 || buffer[at + 1] !== 0x4e || buffer[at + 2] !== 0x41) return false;
  return readUna(buffer.subarray(at + 3, at + 9)) !== null;
}

function onlyBlanks(buffer: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!isBlank(buffer[i]!) && !isLineBreak(buffer[i]!)) return false;
  return true;
}

/** Space, tab, or the end mark of old file systems (0x1A). */
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x1a;
}

function isLineBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** Text as sent, with bytes that do not print as their number. */
function quoted(text: string): string {
  return `"${text.replace(/[^\x20-\x7e]/g, (c) => `<${c.charCodeAt(0).toString(16).padStart(2, '0')}>`)}"`;
}

/** Whether one of the blocks that `[from, to)` lies in is set. */
function touches(blocks: Uint8Array, from: number, to: number): boolean {
  const last = to >> foreignBlockBits;
  for (let block = from > 0 ? (from - 1) >> foreignBlockBits : 0; block <= last; block++)
    if (blocks[block] === 1) return true;
  return false;
}
