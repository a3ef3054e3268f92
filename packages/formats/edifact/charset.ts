/**
 * Character sets of UNB: which bytes they have, and how their bytes become text.
 *
 * @see docs/sources.md#edifact-0001
 */
export interface Charset {
  /** Syntax identifier (0001), e.g. "UNOC". */
  readonly id: string;
  readonly kind: 'single-byte' | 'utf-8';
  /** False for an identifier that is not read here; its bytes are then read as ISO 8859-1. */
  readonly known: boolean;
  /** `Uint8Array` of 256: 1 where the byte is not of the set. For UTF-8, 1 where a sequence has to be checked. */
  readonly foreign: Uint8Array;
  /** Unicode number of each byte, `Uint16Array` of 256; for UTF-8 its first 128 only. */
  readonly codes: Uint16Array;
}

/** ISO 8859 part of each syntax identifier of UN/ECE code list 0001; UNOA and UNOB are 7-bit. */
const partOfIdentifier: Readonly<Record<string, number>> = {
  UNOC: 1,
  UNOD: 2,
  UNOE: 5,
  UNOF: 7,
  UNOG: 3,
  UNOH: 4,
  UNOI: 6,
  UNOJ: 8,
  UNOK: 9,
};

const levelAMarks = ` .,-()/='+:?!"%&*;<>`;

function foreignOf(id: string): Uint8Array {
  const foreign = new Uint8Array(256).fill(1);
  const have = (from: number, to: number): void => {
    foreign.fill(0, from, to + 1);
  };
  if (id === 'UNOA' || id === 'UNOB') {
    for (const mark of levelAMarks) foreign[mark.charCodeAt(0)] = 0;
    have(0x30, 0x39);
    have(0x41, 0x5a);
    if (id === 'UNOB') have(0x61, 0x7a);
    return foreign;
  }
  have(0x20, 0x7e);
  if (id === 'UNOW' || id === 'UNOY') return foreign;
  have(0xa0, 0xff);
  return foreign;
}

function codesOf(id: string): { codes: Uint16Array; missing: number[] } {
  const codes = new Uint16Array(256).map((_, byte) => byte);
  const missing: number[] = [];
  const part = partOfIdentifier[id];
  if (part !== undefined && part !== 1) {
    const decoder = new TextDecoder(`iso-8859-${part}`);
    for (let byte = 0xa0; byte <= 0xff; byte++) {
      const code = decoder.decode(Uint8Array.of(byte)).charCodeAt(0);
      codes[byte] = code;
      if (code === 0xfffd) missing.push(byte);
    }
  }
  return { codes, missing };
}

const charsets = new Map<string, Charset>();
const latin1 = make('UNOC', true);
charsets.set('UNOC', latin1);

function make(id: string, known: boolean): Charset {
  const { codes, missing } = codesOf(id);
  const foreign = foreignOf(id);
  for (const byte of missing) foreign[byte] = 1;
  return { id, kind: id === 'UNOW' || id === 'UNOY' ? 'utf-8' : 'single-byte', known, foreign, codes };
}

const knownIdentifiers = new Set([
  'UNOA',
  'UNOB',
  'UNOW',
  'UNOY',
  'IATA',
  'IATB',
  ...Object.keys(partOfIdentifier),
]);

/**
 * The character set of a syntax identifier in upper case. UNOA and UNOB are the 7-bit sets of level A
 * and B, UNOC … UNOK parts of ISO 8859, UNOW and UNOY are UTF-8. "IATA" and "IATB", which airlines send, are read
 * as ISO 8859-1. Any other identifier (UNOX with its escape sequences too) gives `known: false`.
 *
 * @see docs/sources.md#edifact-0001
 * @example charsetOf("UNOE").codes[0xb0] // 1040
 * @example charsetOf("UNOX").known // false
 */
export function charsetOf(id: string): Charset {
  if (!knownIdentifiers.has(id)) return { ...latin1, id, known: false };
  let charset = charsets.get(id);
  if (charset === undefined) {
    charset = make(id, true);
    charsets.set(id, charset);
  }
  return charset;
}

/**
 * Number of bytes in `bytes[from, to)` that are no part of a well-formed UTF-8 sequence.
 *
 * @example utf8Faults(Uint8Array.of(0x5a, 0xc3, 0xbc, 0xff), 0, 4) // 1
 */
export function utf8Faults(bytes: Uint8Array, from: number, to: number): number {
  let faults = 0;
  let at = from;
  while (at < to) {
    const length = sequenceLength(bytes, at, to);
    if (length === 0) {
      faults++;
      at++;
    } else {
      at += length;
    }
  }
  return faults;
}

/** Length of the well-formed sequence at `at`; 0 when there is none (Unicode 16, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number, to: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const second = at + 1 < to ? bytes[at + 1]! : 0;
  if (first < 0xe0) return second >> 6 === 2 ? 2 : 0;
  const third = at + 2 < to ? bytes[at + 2]! : 0;
  if (first < 0xf0) {
    const low = first === 0xe0 ? 0xa0 : 0x80;
    const high = first === 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && third >> 6 === 2 ? 3 : 0;
  }
  const fourth = at + 3 < to ? bytes[at + 3]! : 0;
  const low = first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high && third >> 6 === 2 && fourth >> 6 === 2 ? 4 : 0;
}
