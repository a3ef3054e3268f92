import type { Brand } from './brand.ts';
import { FormatError } from './format-error.ts';
import { remember } from './remember.ts';

/** A seal number in normal form, see {@link normaliseSealNumber}; never empty. */
export type SealNumber = Brand<string, 'SealNumber'>;

/** What people write where there is no seal, with O as 0 and I as 1. */
const NO_SEAL = /^(?:0*|X+|NA|N0|N1L|N0NE|N0T?SEAL(?:ED)?|UNSEALED|UNKN0WN|TBA|TBD|TBN)$/;

/** With fewer digits, a number without its prefix says too little to be taken for the same. */
const MIN_DIGITS_WITHOUT_PREFIX = 6;

/** In a shorter number one edit changes too much of it to be a slip of the pen. */
const MIN_LENGTH_FOR_TYPO = 5;

/**
 * A seal number brought to one spelling, to compare with; people are shown the number as it was sent.
 *
 * Rules: upper case; only letters and digits stay; O becomes 0 and I becomes 1, which print and hand
 * confuse; leading zeros of the digits at the end go. A word for "no seal" ("NONE", "N/A", "XXXX",
 * zeros only) becomes the empty text.
 *
 * @see docs/sources.md#seal-numbers
 * @example normaliseSealNumber("ml-cn 0012345") // "MLCN12345"
 * @example normaliseSealNumber("HO12345") // "H12345"
 * @example normaliseSealNumber("N/A") // ""
 */
export function normaliseSealNumber(text: string): string {
  return normalised(text);
}

const normalised = remember((text: string): string => {
  const folded = text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/gu, '')
    .replaceAll('O', '0')
    .replaceAll('I', '1');
  const digitsFrom = /[0-9]*$/.exec(folded)?.index ?? folded.length;
  const number = folded.slice(0, digitsFrom) + folded.slice(digitsFrom).replace(/^0+(?=.)/, '');
  return NO_SEAL.test(folded) || NO_SEAL.test(number) ? '' : number;
});

/**
 * The normal form of a text that names a seal.
 *
 * @throws {FormatError} "seal-number/shape" when nothing is left of it or it is longer than 35 characters
 * @see docs/sources.md#seal-numbers
 * @example parseSealNumber("H-1234567") // "H1234567"
 */
export function parseSealNumber(text: string): SealNumber {
  const number = normaliseSealNumber(text);
  if (number === '' || number.length > 35) {
    throw new FormatError('seal-number/shape', text, '1–35 letters and digits that name a seal');
  }
  return number as SealNumber;
}

/**
 * Whether two messages speak of one seal.
 *
 * - "same": equal in normal form, or one is the other without the letters before its digits
 *   ("H1234567" and "1234567"), from six digits upward. Two different prefixes are never the same.
 * - "typo": one character replaced, left out or added, or two neighbours swapped, in numbers of five
 *   characters and more. It says how the texts look, not that the seal is the same one.
 * - "different": all else; also a seal against no seal.
 *
 * @see docs/sources.md#seal-numbers
 * @example compareSealNumbers("H1234567", "1234567") // "same"
 * @example compareSealNumbers("H1234567", "H1234576") // "typo"
 * @example compareSealNumbers("H1234567", "H7654321") // "different"
 */
export function compareSealNumbers(a: string, b: string): 'same' | 'typo' | 'different' {
  const first = normaliseSealNumber(a);
  const second = normaliseSealNumber(b);
  if (first === second || isWithoutPrefix(first, second) || isWithoutPrefix(second, first)) return 'same';
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  return short.length >= MIN_LENGTH_FOR_TYPO && isOneSlipAway(short, long) ? 'typo' : 'different';
}

function isWithoutPrefix(bare: string, full: string): boolean {
  if (!/^[0-9]+$/.test(bare) || bare.length < MIN_DIGITS_WITHOUT_PREFIX) return false;
  const parts = /^([A-Z0-9]*[A-Z])0*([0-9]+)$/.exec(full);
  return parts?.[2] === bare;
}

/** One character replaced, added or left out, or two neighbours swapped; `short` is not the longer one. */
function isOneSlipAway(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return (
    short.slice(at + 1) === long.slice(at + 1) || (swapped && short.slice(at + 2) === long.slice(at + 2))
  );
}
