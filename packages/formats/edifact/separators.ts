/** The separators of an interchange as byte values; -1 where there is none. */
export interface Separators {
  readonly component: number;
  readonly element: number;
  readonly decimal: number;
  readonly release: number;
  readonly repetition: number;
  readonly terminator: number;
}

/** Separators of ISO 9735 without UNA, before the syntax version is known. */
export const defaultSeparators: Separators = {
  component: 0x3a,
  element: 0x2b,
  decimal: 0x2e,
  release: 0x3f,
  repetition: -1,
  terminator: 0x27,
};

/** Separators of level B as ISO 9735:1987 names them: IS1, IS3 and IS4, no release. */
export const controlSeparators: Separators = {
  component: 0x1f,
  element: 0x1d,
  decimal: 0x2e,
  release: -1,
  repetition: -1,
  terminator: 0x1c,
};

/**
 * Reads the six bytes behind "UNA". A blank as release or repetition separator means there is none; a
 * repetition separator that cannot work is left out, because before syntax 4 its place was reserved.
 *
 * @param six bytes in the order of ISO 9735: component, element, decimal mark, release, repetition, terminator
 * @returns null when two of them are alike or one is a letter, a digit, a blank, NUL, or (but for the terminator) a line break
 * @example readUna(new TextEncoder().encode(":+.? '"))?.release // 63
 * @example readUna(new TextEncoder().encode("++.? '")) // null
 */
export function readUna(six: Uint8Array): Separators | null {
  const [component = 0, element = 0, decimal = 0, release = 0, repetition = 0, terminator = 0] = six;
  const needed =
    release === 0x20 ? [component, element, terminator] : [component, element, release, terminator];
  if (new Set(needed).size !== needed.length) return null;
  if (needed.some((byte) => !canSeparate(byte) && !(byte === terminator && isLineBreak(byte)))) return null;
  return {
    component,
    element,
    decimal,
    release: release === 0x20 ? -1 : release,
    repetition: canSeparate(repetition) && !needed.includes(repetition) ? repetition : -1,
    terminator,
  };
}

function canSeparate(byte: number): boolean {
  const letterOrDigit =
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return !letterOrDigit && byte !== 0x20 && byte !== 0 && !isLineBreak(byte);
}

function isLineBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}
