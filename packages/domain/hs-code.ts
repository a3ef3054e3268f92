import type { Brand } from './brand.ts';
import { FormatError } from './format-error.ts';

/** 2, 4 or 6–10 digits of the Harmonized System or of a national extension of it (CN, TARIC, NCM, HTS). */
export type HsCode = Brand<string, 'HsCode'>;

/** Four digits of a heading. */
export type HsHeading = Brand<string, 'HsHeading'>;

/**
 * The digits of a goods code; dots and blanks between them are left out.
 *
 * Only the shape is checked: 2, 4 or 6–10 digits in chapter 01–76 or 78–99 (77 is reserved, 98 and 99 are
 * national). Three and five digits are refused: they are codes that lost a zero in front, and which
 * one can't be told. Whether the heading exists says `hsHeadings`.
 *
 * @returns `null` when `text` has another shape
 * @see docs/sources.md#harmonized-system
 * @example readHsCode("0803.90.10") // "08039010"
 * @example readHsCode("80390") // null
 */
export function readHsCode(text: string): HsCode | null {
  const digits = text.replace(/[.\s]+/gu, '');
  return /^(?!00|77)(?:[0-9]{2}|[0-9]{4}|[0-9]{6,10})$/.test(digits) ? (digits as HsCode) : null;
}

/**
 * As {@link readHsCode}, for where nothing else will do.
 *
 * @throws {FormatError} "hs-code/shape"
 * @example parseHsCode("0803 90") // "080390"
 */
export function parseHsCode(text: string): HsCode {
  const code = readHsCode(text);
  if (code === null)
    throw new FormatError('hs-code/shape', text, '2, 4 or 6–10 digits beginning with 01–76 or 78–99');
  return code;
}

/**
 * Heading of a goods code, four digits; `null` when the code is a chapter only or not a code.
 *
 * @example hsHeading("0803.90.10") // "0803"
 * @example hsHeading("08") // null
 */
export function hsHeading(code: string): HsHeading | null {
  const digits = readHsCode(code);
  return digits === null || digits.length < 4 ? null : (digits.slice(0, 4) as string as HsHeading);
}

/**
 * Chapter of a goods code, two digits; `null` when it is not a code.
 *
 * @example hsChapter("0803.90.10") // "08"
 */
export function hsChapter(code: string): string | null {
  return readHsCode(code)?.slice(0, 2) ?? null;
}
