import type { Brand } from './brand.ts';
import { FormatError } from './format-error.ts';

/** Seven digits, the last one a check digit; it stays with a ship's hull for life. */
export type ImoNumber = Brand<string, 'ImoNumber'>;

/**
 * Whether seven digits are an IMO ship number: the first six weighted 7 to 2 sum to a number whose last
 * digit is the seventh.
 *
 * @see docs/sources.md#imo-number
 * @example isImoNumberValid("9074729") // true
 * @example isImoNumberValid("9074728") // false
 */
export function isImoNumberValid(digits: string): boolean {
  if (!/^[1-9][0-9]{6}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < 6; i++) sum += (digits.charCodeAt(i) - 48) * (7 - i);
  return sum % 10 === digits.charCodeAt(6) - 48;
}

/**
 * An IMO ship number, with or without "IMO" before it.
 *
 * @throws {FormatError} "imo-number/shape" or "imo-number/check-digit"
 * @see docs/sources.md#imo-number
 * @example parseImoNumber("IMO 9074729") // "9074729"
 */
export function parseImoNumber(text: string): ImoNumber {
  const digits = /^\s*(?:IMO)?[\s:.\-]*([1-9][0-9]{6})\s*$/i.exec(text)?.[1];
  if (digits === undefined)
    throw new FormatError('imo-number/shape', text, 'seven digits, not beginning with 0');
  if (!isImoNumberValid(digits)) throw new FormatError('imo-number/check-digit', text, 'another check digit');
  return digits as ImoNumber;
}
