import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';

/** Memory in KiB, passes and lanes that OWASP asks of argon2id (docs/sources.md). */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const tagLength = 32;
const shortest = 15;
const longest = 256;
const derive = promisify(argon2);

/**
 * Hashes a passphrase with argon2id; the text says with which cost, so that it can be raised later.
 *
 * @throws {HavenwachtError} `people/passphrase` when it is too short, too long or one character repeated
 */
export async function hashPassphrase(passphrase: string): Promise<string> {
  const text = normal(passphrase);
  const length = [...text].length;
  if (length < shortest || length > longest || new Set(text).size < 5) {
    throw new HavenwachtError(
      'people/passphrase',
      422,
      `A passphrase has ${shortest} to ${longest} characters and is not a few repeated ones. Several words are easy to keep.`,
    );
  }
  return encoded(text, randomBytes(16));
}

/** Costs the same for every hash of this node. */
export async function passphraseMatches(passphrase: string, hash: string): Promise<boolean> {
  const salt = hash.split('$')[4];
  if (salt === undefined) return false;
  const given = Buffer.from(
    await encoded(normal(passphrase.slice(0, 4 * longest)), Buffer.from(salt, 'base64')),
  );
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** A hash that nothing gives, to spend the same work on somebody who is not there. */
export const hashOfNothing = `${prefix()}$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(tagLength).toString('base64')}`;

async function encoded(text: string, salt: Buffer): Promise<string> {
  const tag = await derive('argon2id', { message: text, nonce: salt, tagLength, ...cost });
  return `${prefix()}$${salt.toString('base64')}$${tag.toString('base64')}`;
}

function prefix(): string {
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}`;
}

/** The same letters typed on another keyboard are the same passphrase. */
function normal(passphrase: string): string {
  return passphrase.normalize('NFKC');
}
