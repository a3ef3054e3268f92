/**
 * Texts of ASCII bytes. Most values of a cargo message repeat (ports, codes, names), and a text that was
 * made before is given again without allocating. The caches hold a fixed number of short texts.
 *
 * Hot: called for every value a mapper reads, expected twenty million a second.
 */

const utf8 = new TextDecoder();
const of = String.fromCharCode;

const tinySlots = 4096;
const tinyKeys = new Int32Array(tinySlots);
const tinyTexts: string[] = new Array<string>(tinySlots).fill('');

const shortSlots = 8192;
const shortKeys = new Int32Array(3 * shortSlots);
const shortTexts: string[] = new Array<string>(shortSlots).fill('');

const longSlots = 2048;
const longest = 48;
const longBytes = new Uint8Array(longSlots * longest);
const longTexts: string[] = new Array<string>(longSlots).fill('');

/** The text of `bytes[from, to)`, in which NUL must not stand; null when a byte of 128 or more does. */
export function asciiText(bytes: Uint8Array, from: number, to: number): string | null {
  const length = to - from;
  if (length <= 4) return tinyText(bytes, from, length);
  if (length > 12) return longText(bytes, from, to);
  let a = 0;
  let b = 0;
  let c = 0;
  let i = from;
  for (const end = Math.min(from + 4, to); i < end; i++) a = (a << 8) | bytes[i]!;
  for (const end = Math.min(from + 8, to); i < end; i++) b = (b << 8) | bytes[i]!;
  for (; i < to; i++) c = (c << 8) | bytes[i]!;
  if (((a | b | c) & 0x80808080) !== 0) return null;
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
  const [c, d, e, f] = [b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!];
  const [g, h, j, k, l] = [b[i + 4]!, b[i + 5]!, b[i + 6]!, b[i + 7]!, b[i + 8]!];
  if (length === 9) return of(c, d, e, f, g, h, j, k, l);
  if (length === 10) return of(c, d, e, f, g, h, j, k, l, b[i + 9]!);
  if (length === 11) return of(c, d, e, f, g, h, j, k, l, b[i + 9]!, b[i + 10]!);
  return of(c, d, e, f, g, h, j, k, l, b[i + 9]!, b[i + 10]!, b[i + 11]!);
}

function longText(bytes: Uint8Array, from: number, to: number): string | null {
  const length = to - from;
  let hash = length;
  let high = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    high |= byte;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  if (high >= 0x80) return null;
  if (length > longest) return utf8.decode(bytes.subarray(from, to));
  const slot = (hash ^ (hash >>> 13)) & (longSlots - 1);
  const known = longTexts[slot]!;
  const at = slot * longest;
  if (known.length === length) {
    let i = 0;
    while (i < length && longBytes[at + i] === bytes[from + i]) i++;
    if (i === length) return known;
  }
  const text = utf8.decode(bytes.subarray(from, to));
  for (let i = 0; i < length; i++) longBytes[at + i] = bytes[from + i]!;
  longTexts[slot] = text;
  return text;
}
