/**
 * Texts of ASCII bytes. Most values of a cargo message repeat (ports, codes, names), and a text that was
 * made before is given again without allocating. The caches hold a fixed number of short texts. A text of
 * five or more that ends in a digit is mostly a number of one thing (a container, a bill, a cell), so it is
 * made anew and pushes no other out.
 *
 * Hot: called for every value a mapper reads, expected twenty million a second.
 */

const of = String.fromCharCode;
const utf8 = new TextDecoder();

const tinySlots = 4096;
const tinyKeys = new Int32Array(tinySlots);
const tinyTexts: string[] = new Array<string>(tinySlots).fill('');

const shortSlots = 2048;
const shortKeys = new Int32Array(3 * shortSlots);
const shortTexts: string[] = new Array<string>(shortSlots).fill('');

const longSlots = 1024;
const longest = 48;
const longBytes = new Uint8Array(longSlots * longest);
const longTexts: string[] = new Array<string>(longSlots).fill('');

/** The text of `bytes[from, to)`, in which NUL must not stand; null when a byte of 128 or more does. */
export function asciiText(bytes: Uint8Array, from: number, to: number): string | null {
  const length = to - from;
  if (length <= 4) return tinyText(bytes, from, length);
  const last = bytes[to - 1]!;
  const serial = last >= 0x30 && last <= 0x39;
  if (length > 12) return longText(bytes, from, to, serial);
  const a = word(bytes, from);
  const b = word(bytes, length > 8 ? from + 4 : to - 4);
  const c = length > 8 ? word(bytes, to - 4) : length;
  if (((a | b | c) & 0x80808080) !== 0) return null;
  if (serial) return shortText(bytes, from, length);
  const hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  const slot = (hash ^ (hash >>> 15)) & (shortSlots - 1);
  const known = shortTexts[slot]!;
  const at = 3 * slot;
  if (shortKeys[at] === a && shortKeys[at + 1] === b && shortKeys[at + 2] === c && known.length === length)
    return known;
  const text = shortText(bytes, from, length);
  shortKeys[at] = a;
  shortKeys[at + 1] = b;
  shortKeys[at + 2] = c;
  shortTexts[slot] = text;
  return text;
}

function word(b: Uint8Array, i: number): number {
  return (b[i]! << 24) | (b[i + 1]! << 16) | (b[i + 2]! << 8) | b[i + 3]!;
}

/** Up to four bytes, which are their own key; NUL is never among them. */
function tinyText(bytes: Uint8Array, from: number, length: number): string | null {
  if (length === 0) return '';
  let key = bytes[from]!;
  if (length > 1) key = (key << 8) | bytes[from + 1]!;
  if (length > 2) key = (key << 8) | bytes[from + 2]!;
  if (length > 3) key = (key << 8) | bytes[from + 3]!;
  if ((key & 0x80808080) !== 0) return null;
  const slot = Math.imul(key, 0x9e3779b1) >>> 20;
  if (tinyKeys[slot] === key) return tinyTexts[slot]!;
  const text = shortText(bytes, from, length);
  tinyKeys[slot] = key;
  tinyTexts[slot] = text;
  return text;
}

function shortText(b: Uint8Array, i: number, length: number): string {
  switch (length) {
    case 1:
      return of(b[i]!);
    case 2:
      return of(b[i]!, b[i + 1]!);
    case 3:
      return of(b[i]!, b[i + 1]!, b[i + 2]!);
    case 4:
      return of(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!);
    case 5:
      return of(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!, b[i + 4]!);
    case 6:
      return of(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!, b[i + 4]!, b[i + 5]!);
    case 7:
      return of(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!, b[i + 4]!, b[i + 5]!, b[i + 6]!);
    case 8:
      return of(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!, b[i + 4]!, b[i + 5]!, b[i + 6]!, b[i + 7]!);
    default:
      return nineToTwelve(b, i, length);
  }
}

function nineToTwelve(b: Uint8Array, i: number, length: number): string {
  const c = b[i]!;
  const d = b[i + 1]!;
  const e = b[i + 2]!;
  const f = b[i + 3]!;
  const g = b[i + 4]!;
  const h = b[i + 5]!;
  const j = b[i + 6]!;
  const k = b[i + 7]!;
  const l = b[i + 8]!;
  if (length === 9) return of(c, d, e, f, g, h, j, k, l);
  if (length === 10) return of(c, d, e, f, g, h, j, k, l, b[i + 9]!);
  if (length === 11) return of(c, d, e, f, g, h, j, k, l, b[i + 9]!, b[i + 10]!);
  return of(c, d, e, f, g, h, j, k, l, b[i + 9]!, b[i + 10]!, b[i + 11]!);
}

function longText(bytes: Uint8Array, from: number, to: number, serial: boolean): string | null {
  const length = to - from;
  if (serial || length > longest) return isAscii(bytes, from, to) ? freshText(bytes, from, to) : null;
  const middle = from + (length >> 1);
  const hash =
    Math.imul(word(bytes, from), 0x9e3779b1) ^
    Math.imul(word(bytes, middle - 4), 0xc2b2ae35) ^
    Math.imul(word(bytes, middle), 0x85ebca6b) ^
    Math.imul(word(bytes, to - 4), 0x27d4eb2f);
  const slot = (hash ^ (hash >>> 13) ^ (hash >>> 21)) & (longSlots - 1);
  const known = longTexts[slot]!;
  const at = slot * longest;
  if (known.length === length) {
    let i = 0;
    while (i < length && longBytes[at + i] === bytes[from + i]) i++;
    if (i === length) return known;
  }
  if (!isAscii(bytes, from, to)) return null;
  const text = freshText(bytes, from, to);
  for (let i = 0; i < length; i++) longBytes[at + i] = bytes[from + i]!;
  longTexts[slot] = text;
  return text;
}

function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  let all = 0;
  for (let i = from; i < to; i++) all |= bytes[i]!;
  return all < 0x80;
}

/** Text of 13 or more ASCII bytes. */
function freshText(b: Uint8Array, from: number, to: number): string {
  if (to - from > 16) return utf8.decode(b.subarray(from, to));
  return nineToTwelve(b, from, 12) + shortText(b, from + 12, to - from - 12);
}
