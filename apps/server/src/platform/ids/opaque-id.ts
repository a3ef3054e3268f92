import { randomBytes } from 'node:crypto';

/** Where randomness comes from; injected so that a test can repeat. */
export type RandomBytes = (size: number) => Uint8Array;

/**
 * A new identifier that says nothing about what it names: `<prefix>_` and 22 letters and digits
 * (128 random bits, base64url).
 */
export function opaqueId(prefix: string, random: RandomBytes = randomBytes): string {
  return `${prefix}_${Buffer.from(random(16)).toString('base64url')}`;
}
