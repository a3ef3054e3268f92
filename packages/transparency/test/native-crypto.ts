import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto';
import type { VerifyEd25519 } from '../note-key.ts';
import { treeHash, type Sha256 } from '../tree-hash.ts';

/** What the package is handed on a server: Node's own SHA-256 and Ed25519. */
export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

export const trees = treeHash(sha256);

const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

const privateKey = (seed: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });

export const publicKeyOf = (seed: Uint8Array): Uint8Array =>
  new Uint8Array(createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(-32));

export const signWith =
  (seed: Uint8Array) =>
  (message: Uint8Array): Uint8Array =>
    new Uint8Array(sign(null, message, privateKey(seed)));

export const verifyEd25519: VerifyEd25519 = (key, message, signature) => {
  try {
    const publicKey = createPublicKey({
      key: Buffer.concat([publicPrefix, key]),
      format: 'der',
      type: 'spki',
    });
    return verify(null, message, publicKey, signature);
  } catch {
    return false;
  }
};

/** Copies with one bit turned, one copy a bit. */
export function* oneBitOff(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
    const copy = Uint8Array.from(bytes);
    copy[bit >> 3]! ^= 1 << (bit & 7);
    yield copy;
  }
}
