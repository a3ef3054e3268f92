import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/** A new key of 256 random bits. */
export function newKey(): Buffer {
  return randomBytes(32);
}

/**
 * A key for one purpose, made from another: who has it can't tell the others (HKDF-SHA-256, RFC 5869).
 *
 * @param purpose names what the key is for; two purposes give unrelated keys
 */
export function keyFor(key: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), purpose, 32));
}

/**
 * Seals bytes with AES-256-GCM.
 *
 * @param bound what the sealed bytes belong to, e.g. their row: opened elsewhere they fail
 * @returns nonce, tag and body in one piece
 */
export function sealBytes(key: Uint8Array, secret: Uint8Array, bound: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound));
  const body = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Opens what {@link sealBytes} sealed. Throws when key, bytes or what they are bound to is another. */
export function openBytes(key: Uint8Array, sealed: Uint8Array, bound: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(Buffer.from(bound))
    .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
}
