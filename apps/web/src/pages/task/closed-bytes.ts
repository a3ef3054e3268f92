import { bytesOf, fromBase64, joined, textOf, toBase64, type Bytes } from './bytes.ts';

/** What opens on arrival, as the node closes it with the number of the box. */
export interface ArrivalEnvelope {
  readonly salt: string;
  readonly rounds: number;
  readonly sealed: string;
}

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM in the order the node writes it: nonce, tag, body. */
export async function closeBytes(key: CryptoKey, bytes: Bytes, bound: string): Promise<Bytes> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const parameters = { name: 'AES-GCM', iv: nonce, additionalData: bytesOf(bound) };
  const closed = new Uint8Array(await crypto.subtle.encrypt(parameters, key, bytes));
  const body = closed.length - tagBytes;
  return joined(nonce, closed.subarray(body), closed.subarray(0, body));
}

/** Opens what {@link closeBytes} or the node closed. Throws when key, bytes or what they are bound to is another. */
export async function openBytes(key: CryptoKey, closed: Uint8Array, bound: string): Promise<Bytes> {
  const nonce = closed.slice(0, nonceBytes);
  const tag = closed.subarray(nonceBytes, nonceBytes + tagBytes);
  const parameters = { name: 'AES-GCM', iv: nonce, additionalData: bytesOf(bound) };
  const body = joined(closed.subarray(nonceBytes + tagBytes), tag);
  return new Uint8Array(await crypto.subtle.decrypt(parameters, key, body));
}

/**
 * Closes an item for the node's inbox of a task. The key it is closed with is thrown away: from here the
 * phone itself can't read it, so it may stay until it is sent, whatever is wiped meanwhile.
 */
export async function closeForNode(inbox: string, bound: string, bytes: Bytes): Promise<Bytes> {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const theirs = await crypto.subtle.importKey('raw', fromBase64(inbox), curve, false, []);
  const own = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: bytesOf(`task-item/${toBase64(point)}`) },
    await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']),
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  );
  return joined(point, await closeBytes(key, bytes, bound));
}

/** Opens an envelope with the number of the box; `null` when it is not the one. Slow on purpose. */
export async function openEnvelope(
  task: string,
  { salt, rounds, sealed }: ArrivalEnvelope,
  number: string,
): Promise<Readonly<Record<string, string>> | null> {
  const key = await crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(salt), iterations: rounds },
    await crypto.subtle.importKey('raw', bytesOf(number), 'PBKDF2', false, ['deriveKey']),
    { name: 'AES-GCM', length: 256 },
    false,
    ['decrypt'],
  );
  try {
    return JSON.parse(textOf(await openBytes(key, fromBase64(sealed), `${task}/arrival`))) as Record<
      string,
      string
    >;
  } catch {
    return null;
  }
}
