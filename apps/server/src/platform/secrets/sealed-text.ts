import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** A text that only who has the key can read. All parts base64url. */
export interface SealedText {
  readonly iv: string;
  readonly text: string;
  readonly tag: string;
}

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
 * Seals a text with AES-256-GCM.
 *
 * @param bound what the sealed text belongs to, e.g. its row: opened elsewhere it fails
 */
export function sealText(key: Uint8Array, text: string, bound: string): SealedText {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return {
    iv: iv.toString('base64url'),
    text: sealed.toString('base64url'),
    tag: cipher.getAuthTag().toString('base64url'),
  };
}

/** Opens what {@link sealText} sealed. Throws when key, text or what it is bound to is another. */
export function openText(key: Uint8Array, sealed: SealedText, bound: string): string {
  const open = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64url'), {
    authTagLength: 16,
  })
    .setAAD(Buffer.from(bound))
    .setAuthTag(Buffer.from(sealed.tag, 'base64url'));
  return Buffer.concat([open.update(Buffer.from(sealed.text, 'base64url')), open.final()]).toString('utf8');
}
