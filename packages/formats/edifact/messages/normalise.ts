import { normaliseContainerNumber, toKilograms } from '@havenwacht/domain';

/**
 * A container number as rows carry it: upper case, blanks, hyphens and dots removed. Shape and
 * check digit are not judged. A number written properly is handed back as it is.
 *
 * @example containerNumberOf('qzxu 305438-0') // 'QZXU3054380'
 */
export function containerNumberOf(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (!((c >= 48 && c <= 57) || (c >= 65 && c <= 90))) return normaliseContainerNumber(text);
  }
  return text;
}

/**
 * A text in upper case; one that is so already is handed back as it is.
 *
 * @example upperCase('45r1') // '45R1'
 */
export function upperCase(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 0x5a) return text.toUpperCase();
  }
  return text;
}

/**
 * A UN/LOCODE in upper case, or '' where the text has not its shape: two letters, then three of A–Z
 * and 2–9. Whether the code exists is not judged.
 *
 * @see docs/sources.md#un-locode
 * @example normalisePort('nlrtm') // 'NLRTM'
 * @example normalisePort('ROTTERDAM') // ''
 */
export function normalisePort(text: string): string {
  if (text.length !== 5) return '';
  const port = isUpperPort(text) ? text : text.toUpperCase();
  return isUpperPort(port) ? port : '';
}

function isUpperPort(text: string): boolean {
  for (let i = 0; i < 5; i++) {
    const c = text.charCodeAt(i);
    if (!((c >= 65 && c <= 90) || (i > 1 && c >= 50 && c <= 57))) return false;
  }
  return true;
}

/**
 * A stowage cell as BBBRRTT, or '' where it is none.
 *
 * @param digits how many digits the sender may write: 7, 6 (a two-digit bay), or either
 * @see docs/sources.md#iso-9711-1
 * @example normaliseCell('0371582', 'either') // '0371582'
 * @example normaliseCell('371582', 'either') // '0371582'
 * @example normaliseCell('371582', 7) // ''
 */
export function normaliseCell(text: string, digits: 6 | 7 | 'either'): string {
  const length = text.length;
  if (length !== 6 && length !== 7) return '';
  if (digits !== 'either' && digits !== length) return '';
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return '';
  }
  return length === 6 ? '0' + text : text;
}

/**
 * Whether a text is digits, so many of them.
 *
 * @example isDigits('080390', 4, 10) // true
 * @example isDigits('08.03', 4, 10) // false
 */
export function isDigits(text: string, least: number, most: number): boolean {
  const { length } = text;
  if (length < least || length > most) return false;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return false;
  }
  return true;
}

/**
 * Kilograms of a mass, to the gram.
 *
 * @param unit UN/ECE Recommendation 20 code
 * @returns NaN for a unit that is no unit of mass, or a value that is no number from 0 upward
 * @example kilogramsOf(12.5, 'TNE') // 12500
 * @example kilogramsOf(1, 'LBR') // 0.454
 */
export function kilogramsOf(value: number, unit: string): number {
  if (unit === 'KGM') return value;
  try {
    return Math.round(toKilograms(value, unit) * 1000) / 1000;
  } catch {
    return Number.NaN;
  }
}
