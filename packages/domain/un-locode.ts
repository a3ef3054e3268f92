import type { Brand } from './brand.ts';
import { FormatError } from './format-error.ts';
import { remember } from './remember.ts';

/** Two letters of country (ISO 3166-1 alpha-2) and three of place, A–Z or 2–9; upper case, no blank. */
export type UnLocode = Brand<string, 'UnLocode'>;

/**
 * The UN/LOCODE in `text`, with or without the blank after the country. Only the shape is checked:
 * whether the place is a port we know says `portByCode`.
 *
 * @returns `null` when `text` has another shape
 * @see docs/sources.md#un-locode
 * @example readUnLocode("nl vli") // "NLVLI"
 * @example readUnLocode("NL") // null
 */
export function readUnLocode(text: string): UnLocode | null {
  return codeIn(text);
}

const codeIn = remember((text: string): UnLocode | null => {
  const match = /^\s*([A-Za-z]{2}) ?([A-Za-z2-9]{3})\s*$/.exec(text);
  return match === null ? null : (match.slice(1, 3).join('').toUpperCase() as UnLocode);
});

/**
 * As {@link readUnLocode}, for where nothing else will do.
 *
 * @throws {FormatError} "un-locode/shape"
 * @example parseUnLocode("CRMOB") // "CRMOB"
 */
export function parseUnLocode(text: string): UnLocode {
  const code = readUnLocode(text);
  if (code === null) throw new FormatError('un-locode/shape', text, 'two letters and three of A–Z and 2–9');
  return code;
}

/**
 * Country of a UN/LOCODE, ISO 3166-1 alpha-2.
 *
 * @throws {FormatError} "un-locode/shape"
 * @example countryOf("CRMOB") // "CR"
 */
export function countryOf(code: string): string {
  return parseUnLocode(code).slice(0, 2);
}
