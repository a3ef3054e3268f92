import { charsetOf, utf8Faults, type Charset } from './charset.ts';
import type { EdifactFindingCode } from './finding.ts';
import { controlSeparators, defaultSeparators, readUna, type Separators } from './separators.ts';
import { TokenSegment, tokenKind } from './token-segment.ts';

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

const codeUna = 0x554e41;
const codeUnb = 0x554e42;
const codeUnz = 0x554e5a;
const foreignKind = 8;
const longestBlock = 1 << 20;
const shortestWindow = 512;
const longestWindow = 16_384;
/** Raw bytes that may stand from the first byte of UNA to the tag behind it. */
const longestHead = 96;

const between = 0;
const inside = 1;
const lost = 2;

const tagSlots = 1024;
const tagCodes = new Int32Array(tagSlots);
const tagTexts: string[] = new Array<string>(tagSlots).fill('');

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
 * Hot: the loop over bytes in `#scan` and the loop over tokens in `#walk`, 400 MB a second.
 *
 * @see docs/sources.md#iso-9735
 */
export class EdifactTokenizer {
  readonly #handler: TokenizerHandler;
  readonly #limits: EdifactLimits;
  readonly #segment: TokenSegment;

  #mode = between;
  #separators = defaultSeparators;
  #charset: Charset = charsetOf('UNOC');
  #syntaxVersion = 0;
  #kinds = new Uint8Array(256);
  #explicitSeparators = false;

  #tokens = new Uint32Array(2 * longestWindow);
  #tokenCount = 0;
  #window = shortestWindow;
  #foreignInWindow = 0;
  /** Where the segment begins in the buffer being scanned. */
  #start = 0;
  #dirty = false;
  #released = false;
  #suspect = false;
  #over = false;
  #overCode: EdifactFindingCode = 'edifact/segment-too-long';
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
  #previousElementSeparator = -1;
  #previousSeparators = defaultSeparators;

  #consumed = 0;
  #seen = false;
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
      const part =
        block.length <= longestBlock ? block : block.subarray(from, Math.min(from + longestBlock, block.length));
      this.#feed(part, this.#consumed);
      this.#consumed += part.length;
    }
  }

  /** Tells that the file has ended. */
  end(): void {
    while (this.#mode === inside) {
      const length = this.#carryLength;
      if (length === 0 && !this.#over) break;
      const tokens = this.#tokens;
      const restart = this.#over || !this.#dirty ? -1 : this.#lineStartingUna(this.#carry, 0, length, 0, this.#tokenCount);
      if (restart < 0) {
        if (this.#over || !this.#onlyBlanks(this.#carry, 0, length)) {
          if (this.#over) this.#reportOver();
          this.#handler.finding(
            'edifact/cut-in-segment',
            this.#over ? this.#overOffset : this.#carryBase,
            'The data ends inside a segment',
          );
        }
        break;
      }
      void tokens;
      this.#cutAt(this.#carryBase, this.#carryBase + restart);
      const rest = this.#carry.slice(restart, length);
      const base = this.#carryBase + restart;
      this.#carryLength = 0;
      this.#feed(rest, base);
    }
    if (this.#mode === between && this.#headLength > 0) {
      const at = this.#headBase;
      this.#headLength = 0;
      this.#begin(at, true);
      this.#handler.finding('edifact/cut-in-segment', at, 'The data ends inside the first segment of an interchange');
      this.#stop('end', this.#consumed);
    } else if (this.#mode !== between) {
      this.#stop('end', this.#consumed);
    } else if (!this.#seen) {
      this.#begin(0, false);
      this.#handler.finding(
        'edifact/empty',
        0,
        this.#consumed === 0 ? 'The file is empty' : 'The file holds nothing but blanks',
      );
      this.#stop('end', this.#consumed);
    }
  }

  #feed(block: Uint8Array, base: number): void {
    let at = 0;
    while (at < block.length) {
      if (this.#mode !== inside) at = this.#seek(block, at, base);
      else if (this.#carryLength > 0) at = this.#complete(block, at, base);
      else {
        this.#start = at;
        at = this.#scan(block, base, at, block.length, false);
        if (this.#mode === inside && at >= block.length) this.#keep(block, base, block.length);
      }
    }
  }
