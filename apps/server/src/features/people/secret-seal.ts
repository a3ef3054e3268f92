import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps secrets that the node has to read again, so that the database alone does not give them away. */
export interface SecretSeal {
  /** @param context what the secret belongs to; it opens for the same only */
  close(secret: Uint8Array, context: string): Buffer;
  /** @throws when it was closed with another key or for something else, or was changed */
  open(sealed: Uint8Array, context: string): Buffer;
}

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM. @param key 32 bytes */
function secretSeal(key: Uint8Array): SecretSeal {
  return {
    close(secret, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      const nonce = sealed.subarray(0, nonceBytes);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.from(context))
        .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
    },
  };
}

/** The key in a folder, made at the first start, for the node's own user only; null = a key that is not kept. */
export function openSecretSeal(folder: string | null): SecretSeal {
  if (folder === null) return secretSeal(randomBytes(32));
  const file = join(folder, 'people.key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    // 'wx': of two that start at once, one writes and both read.
    writeFileSync(file, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return secretSeal(readFileSync(file));
}
