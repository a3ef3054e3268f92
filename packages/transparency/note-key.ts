import { fromBase64, fromHex, joinBytes, sameBytes, toBase64, toHex } from './bytes.ts';
import { refused, type ReadResult } from './read-result.ts';
import type { Sha256 } from './tree-hash.ts';

/** What a key signs: notes as they are, or checkpoints with the time at which a witness saw them. */
export type NoteKeyKind = 'note' | 'cosignature';

/** A public Ed25519 key under a name, as signed notes and their readers know it. */
export interface VerifierKey {
  readonly name: string;
  readonly kind: NoteKeyKind;
  /** Four bytes that tell keys of one name apart. */
  readonly keyId: Uint8Array;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Checks an Ed25519 signature (RFC 8032) of 64 bytes. */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

const algorithms: Readonly<Record<NoteKeyKind, number>> = { note: 0x01, cosignature: 0x04 };

/**
 * Names a public key as C2SP signed-note does: the id is the beginning of
 * SHA-256(name ‖ newline ‖ algorithm ‖ key).
 *
 * @throws {RangeError} for a name with a space, a plus or nothing in it, or a key that is not 32 bytes
 * @see docs/sources.md#c2sp-signed-note
 */
export function verifierKey(
  sha256: Sha256,
  about: { readonly name: string; readonly kind: NoteKeyKind; readonly publicKey: Uint8Array },
): VerifierKey {
  const { name, kind, publicKey } = about;
  if (!isKeyName(name)) throw new RangeError(`"${name}" can't name a key: no spaces, no plus, not empty`);
  if (publicKey.length !== 32) throw new RangeError('an Ed25519 key has 32 bytes');
  const keyId = sha256(
    joinBytes(new TextEncoder().encode(`${name}\n`), Uint8Array.of(algorithms[kind]), publicKey),
  ).slice(0, 4);
  return { name, kind, keyId, publicKey };
}

/** A verifier key as text: `name+id+base64`, what is handed to those who check. */
export function writeVerifierKey({ name, kind, keyId, publicKey }: VerifierKey): string {
  return `${name}+${toHex(keyId)}+${toBase64(joinBytes(Uint8Array.of(algorithms[kind]), publicKey))}`;
}

/** Reads what {@link writeVerifierKey} writes; a key whose id is not its own is refused. */
export function readVerifierKey(sha256: Sha256, text: string): ReadResult<VerifierKey> {
  const [name = '', id = '', ...rest] = text.split('+');
  const read = readKeyBytes(name, id, rest.join('+'));
  if (!read.ok) return read;
  const { kind, key: publicKey, keyId } = read.value;
  const made = verifierKey(sha256, { name, kind, publicKey });
  return sameBytes(made.keyId, keyId)
    ? { ok: true, value: made }
    : refused('the id of the verifier key is not that of its name and key');
}

/** A private key: whoever has it signs in this name. */
export interface SignerKey {
  readonly name: string;
  readonly kind: NoteKeyKind;
  /** Of the public key. */
  readonly keyId: Uint8Array;
  /** The 32 bytes that RFC 8032 makes the key of. */
  readonly seed: Uint8Array;
}

const secretMark = 'PRIVATE+KEY+';

/** A signer key as text. It is a secret. */
export function writeSignerKey({ name, kind, keyId, seed }: SignerKey): string {
  return `${secretMark}${name}+${toHex(keyId)}+${toBase64(joinBytes(Uint8Array.of(algorithms[kind]), seed))}`;
}

/**
 * Reads what {@link writeSignerKey} writes.
 *
 * @param publicKeyOf makes the public key of a seed, so that a key whose id is another's is refused
 */
export function readSignerKey(
  sha256: Sha256,
  publicKeyOf: (seed: Uint8Array) => Uint8Array,
  text: string,
): ReadResult<SignerKey> {
  if (!text.startsWith(secretMark)) return refused('this is no signer key');
  const [name = '', id = '', ...rest] = text.slice(secretMark.length).split('+');
  const read = readKeyBytes(name, id, rest.join('+'));
  if (!read.ok) return read;
  const { kind, key: seed, keyId } = read.value;
  const made = verifierKey(sha256, { name, kind, publicKey: publicKeyOf(seed) });
  return sameBytes(made.keyId, keyId)
    ? { ok: true, value: { name, kind, keyId, seed } }
    : refused('the id of the signer key is not that of its name and key');
}

function readKeyBytes(
  name: string,
  id: string,
  base64: string,
): ReadResult<{ readonly kind: NoteKeyKind; readonly keyId: Uint8Array; readonly key: Uint8Array }> {
  const keyId = fromHex(id);
  const bytes = fromBase64(base64);
  if (!isKeyName(name) || keyId?.length !== 4 || bytes === null) {
    return refused('a key is written name+id+base64');
  }
  const kind = (Object.keys(algorithms) as NoteKeyKind[]).find((one) => algorithms[one] === bytes[0]);
  if (kind === undefined) return refused('the key is of an algorithm that is not known here');
  if (bytes.length !== 33) return refused('an Ed25519 key has 32 bytes');
  return { ok: true, value: { kind, keyId, key: bytes.slice(1) } };
}

/** Whether a text can name a key: something, without white space and plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s+\p{Cc}]/u.test(name);
}
