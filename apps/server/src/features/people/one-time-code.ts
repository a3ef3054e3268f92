import { randomInt } from 'node:crypto';
import { secretHash } from './session-rules.ts';

/** Letters and digits that are not taken for one another when they are read out (after Crockford). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const halfLength = 10;

/** One half of a code, 50 random bits, in two groups: `7KQ2M-V9D4X`. A recovery gives each half to another person. */
export function newHalfCode(): string {
  const letters = Array.from({ length: halfLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** What the node keeps of a half. */
export function halfCodeHash(half: string): Buffer {
  return secretHash(plain(half));
}

/** What the node keeps of a whole code, made from what it keeps of its halves. */
export function wholeCodeHash(first: Uint8Array, second: Uint8Array): Buffer {
  return secretHash(Buffer.concat([first, second]));
}

/** The hash of a code as somebody typed it; null when it can't be one. */
export function typedCodeHash(code: string): Buffer | null {
  const letters = plain(code);
  if (letters.length !== 2 * halfLength) return null;
  return wholeCodeHash(halfCodeHash(letters.slice(0, halfLength)), halfCodeHash(letters.slice(halfLength)));
}

function plain(code: string): string {
  return code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}
