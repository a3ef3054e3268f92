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
  code = 0;
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
    this.#elementToken = -1;
  }

  get tag(): string {
    const slot = this.tagSlot;
    if (slot < 0) return this.oddTag;
    if (tagCodes[slot] === this.code) return tagTexts[slot]!;
    return String.fromCharCode(this.code >>> 16, (this.code >>> 8) & 255, this.code & 255);
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
    const first = this.#repetitionToken(element, repetition);
    if (first === -2) return 0;
    let count = 1;
    for (let i = this.#behind(first); i < this.endToken; i++) {
      if ((this.tokens[i]! & 7) !== tokenKind.component) break;
      count++;
    }
    return count;
  }

  repetitionCount(element: number): number {
    const first = this.#find(element);
    if (first === -2) return 0;
    let count = 1;
    for (let i = this.#behind(first); i < this.endToken; i++) {
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

  number(element: number, component = 0, repetition = 0): number {
    if (!this.#locate(element, component, repetition)) return Number.NaN;
    const bytes = this.#clean();
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
    if (digits > 15) return Number(this.#decode().replace(/[^0-9]/, '.'));
    return fraction > 0 ? whole / powersOfTen[fraction]! : whole;
  }

  offsetOf(element: number, component = 0, repetition = 0): number {
    return this.#locate(element, component, repetition) ? this.base + this.#from : -1;
  }

  #isDecimalMark(byte: number): boolean {
    return byte === this.decimal || byte === 0x2c || (this.anyDecimal && byte === 0x2e);
  }

  /** Index of the token that opens an element; -1 for the tag, -2 when there is no such element. */
  #find(element: number): number {
    let token = -1;
    let at = 0;
    if (element >= this.#element) {
      at = this.#element;
      token = this.#elementToken;
    }
    if (at === element) return token;
    for (let i = this.#behind(token); i < this.endToken; i++) {
      if ((this.tokens[i]! & 7) === tokenKind.element && ++at === element) {
        this.#element = at;
        this.#elementToken = i;
        return i;
      }
    }
    return -2;
  }

  #behind(token: number): number {
    return token === -1 ? this.firstToken : token + 1;
  }

  #repetitionToken(element: number, repetition: number): number {
    const token = this.#find(element);
    if (token === -2 || repetition === 0) return token;
    let left = repetition;
    for (let i = this.#behind(token); i < this.endToken; i++) {
      const kind = this.tokens[i]! & 7;
      if (kind === tokenKind.element) return -2;
      if (kind === tokenKind.repetition && --left === 0) return i;
    }
    return -2;
  }

  /** Sets `#from` and `#to` to the bytes of a component as sent; false when there is none. */
  #locate(element: number, component: number, repetition: number): boolean {
    let token = repetition === 0 ? this.#find(element) : this.#repetitionToken(element, repetition);
    if (token === -2) return false;
    let next = this.#behind(token);
    for (let left = component; left > 0; left--) {
      if (next >= this.endToken || (this.tokens[next]! & 7) !== tokenKind.component) return false;
      token = next++;
    }
    this.#from = token === -1 ? this.start : (this.tokens[token]! >>> 3) + 1;
    this.#to = next < this.endToken ? this.tokens[next]! >>> 3 : this.end;
    return true;
  }

  /** Resolves releases, drops line breaks and NUL, trims; afterwards `#from` and `#to` count in the result. */
  #clean(): Uint8Array {
    let bytes = this.bytes;
    let from = this.#from;
    let to = this.#to;
    if (this.dirty) {
      if (this.#scratch.length < to - from) this.#scratch = new Uint8Array(2 * (to - from));
      const scratch = this.#scratch;
      let length = 0;
      for (let i = from; i < to; i++) {
        let byte = bytes[i]!;
        if (byte === this.release && i + 1 < to) byte = bytes[++i]!;
        else if (byte === 0x0a || byte === 0x0d || byte === this.release) continue;
        if (byte !== 0) scratch[length++] = byte;
      }
      bytes = scratch;
      from = 0;
      to = length;
    }
    while (from < to && bytes[from] === 0x20) from++;
    while (to > from && bytes[to - 1] === 0x20) to--;
    this.#from = from;
    this.#to = to;
    return bytes;
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
