import { asciiText } from './byte-text.ts';
import type { Charset } from './charset.ts';
import type { Segment } from './segment.ts';

/** What a token marks. A token is `position << 3 | kind`, the position counted from the start of the buffer. */
export const tokenKind = {
  /** A byte that a release made ordinary. */
  dead: 0,
  element: 1,
  component: 2,
  repetition: 3,
  terminator: 4,
  release: 5,
  lineBreak: 6,
  nul: 7,
} as const;

/** Tags met so far by slot: the three bytes as one number, and the text. Tags that share a slot take turns. */
export const tagCodes = new Int32Array(1024);
export const tagTexts: string[] = new Array<string>(1024).fill('');

const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * A segment as a view on the bytes and tokens of its tokenizer. One object serves all segments of a file.
 *
 * Hot: `text` and `number` run for every value a mapper reads, expected ten million a second.
 */
export class TokenSegment implements Segment {
  position = 0;
  /** Slot of the tag in {@link tagTexts}; -1 for a tag that is not three letters or digits. */
  tagSlot = -1;
  oddTag = '';
  /** The three bytes of the tag as one number, first byte highest. */
  tagCode = 0;
  bytes: Uint8Array = new Uint8Array(0);
  tokens: Uint32Array = new Uint32Array(0);
  /** Tokens of this segment: `tokens[firstToken, endToken)`, elements, components and repetitions only. */
  firstToken = 0;
  endToken = 0;
  /** Bytes of this segment in `bytes`, from the tag to the terminator, that one not included. */
  start = 0;
  end = 0;
  /** Byte offset in the file of `bytes[0]`. */
  base = 0;
  /** True when releases, line breaks or NUL stand in the segment. */
  dirty = false;
  charset: Charset;
  release = -1;
  decimal = 0x2e;
  /** True in syntax 4, where point and comma are both decimal marks. */
  anyDecimal = false;

  /** The element found last, and the token that opens it (`firstToken - 1` for the tag). */
  #element = 0;
  #elementToken = -1;
  #from = 0;
  #to = 0;
  #scratch = new Uint8Array(64);

  constructor(charset: Charset) {
    this.charset = charset;
  }

  /** To be called when the fields above were set to another segment. */
  rewind(): void {
    this.#element = 0;
    this.#elementToken = this.firstToken - 1;
  }

  get tag(): string {
    const slot = this.tagSlot;
    if (slot < 0) return this.oddTag;
    if (tagCodes[slot] === this.tagCode) return tagTexts[slot]!;
    return String.fromCharCode(this.tagCode >>> 16, (this.tagCode >>> 8) & 255, this.tagCode & 255);
  }

  get offset(): number {
    return this.base + this.start;
  }

  get elementCount(): number {
    let count = 0;
    for (let i = this.firstToken; i < this.endToken; i++) {
      if ((this.tokens[i]! & 7) === tokenKind.element) count++;
    }
    return count;
  }

  componentCount(element: number, repetition = 0): number {
    if (!this.#find(element)) return 0;
    let token = this.#elementToken;
    if (repetition !== 0 && (token = this.#repetitionToken(token, repetition)) < 0) return 0;
    let count = 1;
    while (++token < this.endToken && (this.tokens[token]! & 7) === tokenKind.component) count++;
    return count;
  }

  repetitionCount(element: number): number {
    if (!this.#find(element)) return 0;
    let count = 1;
    for (let i = this.#elementToken + 1; i < this.endToken; i++) {
      const kind = this.tokens[i]! & 7;
      if (kind === tokenKind.element) break;
      if (kind === tokenKind.repetition) count++;
    }
    return count;
  }

  text(element: number, component = 0, repetition = 0): string {
    if (!this.#locate(element, component, repetition)) return '';
    return this.#decode();
  }

  code(element: number, component = 0): number {
    if (!this.#locate(element, component, 0)) return 0;
    const bytes = this.#clean();
    const from = this.#from;
    const length = this.#to - from;
    if (length === 0) return 0;
    if (length > 4) return -1;
    let code = bytes[from]!;
    if (length > 1) code = (code << 8) | bytes[from + 1]!;
    if (length > 2) code = (code << 8) | bytes[from + 2]!;
    if (length > 3) code = (code << 8) | bytes[from + 3]!;
    return (code & 0x80808080) === 0 ? code : -1;
  }

  number(element: number, component = 0, repetition = 0): number {
    if (!this.#locate(element, component, repetition)) return Number.NaN;
    const bytes = this.#clean();
    const from = this.#from;
    const to = this.#to;
    if (to === from || to - from > 9) return this.#longNumber(bytes);
    let whole = 0;
    for (let i = from; i < to; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit < 0 || digit > 9) return this.#longNumber(bytes);
      whole = whole * 10 + digit;
    }
    return whole;
  }

  /** A number with a decimal mark or more than nine digits. */
  #longNumber(bytes: Uint8Array): number {
    const to = this.#to;
    let whole = 0;
    let digits = 0;
    let fraction = -1;
    for (let i = this.#from; i < to; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit >= 0 && digit <= 9) {
        whole = whole * 10 + digit;
        digits++;
        if (fraction >= 0) fraction++;
      } else if (fraction < 0 && this.#isDecimalMark(bytes[i]!)) {
        fraction = 0;
      } else {
        return Number.NaN;
      }
    }
    if (digits === 0) return Number.NaN;
    if (digits > 15) {
      const text = String.fromCharCode(...bytes.subarray(this.#from, to));
      return Number(text.replace(/[^0-9]/, '.'));
    }
    return fraction > 0 ? whole / powersOfTen[fraction]! : whole;
  }

  offsetOf(element: number, component = 0, repetition = 0): number {
    if (!this.#locate(element, component, repetition)) return -1;
    if (!this.dirty) return this.base + this.#from;
    const { bytes } = this;
    let from = this.#from;
    // A line break before the value is no part of it.
    while (from < this.#to && (bytes[from] === 13 || bytes[from] === 10)) from++;
    return this.base + (from < this.#to ? from : this.#from);
  }

  #isDecimalMark(byte: number): boolean {
    return byte === this.decimal || byte === 0x2c || (this.anyDecimal && byte === 0x2e);
  }

  /** Sets `#elementToken` to the token that opens an element; false when there is no such element. */
  #find(element: number): boolean {
    let at = this.#element;
    if (at === element) return true;
    let token = this.#elementToken;
    if (element < at) {
      at = 0;
      token = this.firstToken - 1;
    }
    const { tokens, endToken } = this;
    while (at !== element) {
      if (++token >= endToken) return false;
      if ((tokens[token]! & 7) === tokenKind.element) at++;
    }
    this.#element = at;
    this.#elementToken = token;
    return true;
  }

  /** The token before a further repetition of the element that `elementToken` opens; -1 when there is none. */
  #repetitionToken(elementToken: number, repetition: number): number {
    let left = repetition;
    for (let i = elementToken + 1; i < this.endToken; i++) {
      const kind = this.tokens[i]! & 7;
      if (kind === tokenKind.element) return -1;
      if (kind === tokenKind.repetition && --left === 0) return i;
    }
    return -1;
  }

  /** Sets `#from` and `#to` to the bytes of a component as sent; false when there is none. */
  #locate(element: number, component: number, repetition: number): boolean {
    if (!this.#find(element)) return false;
    let token = this.#elementToken;
    if (repetition !== 0 && (token = this.#repetitionToken(token, repetition)) < 0) return false;
    const { tokens, endToken } = this;
    for (let left = component; left > 0; left--) {
      if (++token >= endToken || (tokens[token]! & 7) !== tokenKind.component) return false;
    }
    this.#from = token < this.firstToken ? this.start : (tokens[token]! >>> 3) + 1;
    this.#to = ++token < endToken ? tokens[token]! >>> 3 : this.end;
    return true;
  }

  /** The bytes of the component, trimmed; afterwards `#from` and `#to` count in the result. */
  #clean(): Uint8Array {
    const bytes = this.dirty ? this.#undirtied() : this.bytes;
    let from = this.#from;
    let to = this.#to;
    if (from < to && (bytes[from] === 0x20 || bytes[to - 1] === 0x20)) {
      while (from < to && bytes[from] === 0x20) from++;
      while (to > from && bytes[to - 1] === 0x20) to--;
      this.#from = from;
      this.#to = to;
    }
    return bytes;
  }

  /** Resolves releases, drops line breaks and NUL. */
  #undirtied(): Uint8Array {
    const { bytes } = this;
    const from = this.#from;
    const to = this.#to;
    if (this.#scratch.length < to - from) this.#scratch = new Uint8Array(2 * (to - from));
    const scratch = this.#scratch;
    let length = 0;
    for (let i = from; i < to; i++) {
      let byte = bytes[i]!;
      if (byte === this.release && i + 1 < to) byte = bytes[++i]!;
      else if (byte === 0x0a || byte === 0x0d || byte === this.release) continue;
      if (byte !== 0) scratch[length++] = byte;
    }
    this.#from = 0;
    this.#to = length;
    return scratch;
  }

  #decode(): string {
    const bytes = this.#clean();
    const from = this.#from;
    const to = this.#to;
    return asciiText(bytes, from, to) ?? this.#decodeHigh(bytes, from, to);
  }

  #decodeHigh(bytes: Uint8Array, from: number, to: number): string {
    if (this.charset.kind === 'utf-8') return utf8.decode(bytes.subarray(from, to));
    const codes = this.charset.codes;
    let text = '';
    for (let i = from; i < to; i++) text += String.fromCharCode(codes[bytes[i]!]!);
    return text;
  }
}
