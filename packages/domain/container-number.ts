import type { Brand } from './brand.ts';
import { FormatError } from './format-error.ts';

/** Owner code (3 letters), category U, J, Z or R, six digits of serial, one check digit; upper case, no blanks. */
export type ContainerNumber = Brand<string, 'ContainerNumber'>;

/** Values of A–Z: from 10 upward without the multiples of 11. */
const LETTER_VALUES: readonly number[] = [
  10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 34, 35, 36, 37, 38,
];

/**
 * Whether a text is three letters, U, J, Z or R, and seven digits. Hot: asked for every container of every
 * message, two million times a second.
 */
function hasShape(text: string): boolean {
  if (text.length !== 11) return false;
  for (let i = 0; i < 3; i++) {
    const c = text.charCodeAt(i);
    if (c < 65 || c > 90) return false;
  }
  const category = text.charCodeAt(3);
  if (category !== 85 && category !== 74 && category !== 90 && category !== 82) return false;
  for (let i = 4; i < 11; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return false;
  }
  return true;
}

/** The check digit over the first ten characters, or −1 where a character has no value. */
function checkDigitOf(text: string): number {
  let sum = 0;
  for (let i = 0; i < 10; i++) {
    const c = text.charCodeAt(i);
    const value = c >= 48 && c <= 57 ? c - 48 : LETTER_VALUES[c - 65];
    if (value === undefined) return -1;
    sum += value << i;
  }
  return (sum % 11) % 10;
}

/**
 * Check digit of a container number, 0–9.
 *
 * @param prefix owner code, category letter and serial: 10 characters, A–Z and 0–9, e.g. "CSQU305438"
 * @returns the eleventh character as a number; a remainder of 10 counts as 0
 * @throws {FormatError} "container-number/shape" when `prefix` has another shape
 * @see docs/sources.md#iso-6346
 * @example containerCheckDigit("CSQU305438") // 3
 * @example containerCheckDigit("CSQU305407") // 0
 */
export function containerCheckDigit(prefix: string): number {
  const digit = prefix.length === 10 ? checkDigitOf(prefix) : -1;
  if (digit < 0) {
    throw new FormatError('container-number/shape', prefix, 'ten characters A–Z and 0–9');
  }
  return digit;
}

/**
 * A container number as people write it, brought to one spelling: upper case, without blanks, hyphens
 * and dots. Nothing is checked and nothing is corrected; what is not a number comes back just so.
 *
 * @example normaliseContainerNumber(" csqu 305438-3 ") // "CSQU3054383"
 */
export function normaliseContainerNumber(text: string): string {
  return text.toUpperCase().replace(/[\s.\-\u2010-\u2015]+/gu, '');
}

/**
 * The number in `text` when it is well formed: three letters, U, J, Z or R, seven digits, after
 * normalising. The check digit may be any: real messages carry wrong ones and the box is still there;
 * ask {@link isCheckDigitValid}.
 *
 * @returns `null` when `text` has another shape
 * @see docs/sources.md#iso-6346
 * @example readContainerNumber("csqu 305438 0") // "CSQU3054380"
 * @example readContainerNumber("CSQ305438") // null
 */
export function readContainerNumber(text: string): ContainerNumber | null {
  if (text.length > 40) return null;
  const number = normaliseContainerNumber(text);
  return hasShape(number) ? (number as ContainerNumber) : null;
}

/**
 * Whether the last digit is the check digit of the ten characters before it. A remainder of 10 counts
 * as 0 and is valid: about one real number in ten has it.
 *
 * @param number a normalised number; any other text is not valid
 * @see docs/sources.md#iso-6346
 * @example isCheckDigitValid("CSQU3054383") // true
 * @example isCheckDigitValid("CSQU3054384") // false
 */
export function isCheckDigitValid(number: string): boolean {
  return hasShape(number) && checkDigitOf(number) === number.charCodeAt(10) - 48;
}

/**
 * A container number that is well formed and whose check digit is right.
 *
 * A number that fails is never corrected: one with a wrong digit has about eight valid neighbours.
 *
 * @throws {FormatError} "container-number/shape" or "container-number/check-digit"
 * @see docs/sources.md#iso-6346
 * @example parseContainerNumber("CSQU 305438-3") // "CSQU3054383"
 */
export function parseContainerNumber(text: string): ContainerNumber {
  const number = readContainerNumber(text);
  if (number === null) {
    throw new FormatError('container-number/shape', text, 'three letters, U, J, Z or R, and seven digits');
  }
  if (!isCheckDigitValid(number)) {
    throw new FormatError(
      'container-number/check-digit',
      text,
      `check digit ${String(checkDigitOf(number))}`,
    );
  }
  return number;
}
