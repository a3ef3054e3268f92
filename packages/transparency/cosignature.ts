import { joinBytes, readUint64, toUint64 } from './bytes.ts';
import type { VerifierKey, VerifyEd25519 } from './note-key.ts';
import { signaturesOf, type NoteSignature, type SignedNote } from './signed-note.ts';

/**
 * A witness' signature over a checkpoint and the time at which it saw it.
 *
 * @param at seconds since 1970, UTC, above 0
 * @param sign Ed25519 over bytes: 64 bytes
 * @see docs/sources.md#c2sp-tlog-cosignature
 */
export function cosign(
  checkpoint: string,
  at: number,
  key: Pick<VerifierKey, 'name' | 'keyId'>,
  sign: (message: Uint8Array) => Uint8Array,
): NoteSignature {
  return {
    name: key.name,
    keyId: key.keyId,
    bytes: joinBytes(toUint64(at), sign(cosignedMessage(checkpoint, at))),
  };
}

/** When a witness saw this checkpoint, in seconds since 1970; `null` when it did not sign it. */
export function verifyCosignature(note: SignedNote, key: VerifierKey, verify: VerifyEd25519): number | null {
  if (key.kind !== 'cosignature') return null;
  let newest: number | null = null;
  for (const { bytes } of signaturesOf(note, key)) {
    const at = bytes.length === 72 ? readUint64(bytes) : null;
    if (at === null || at === 0) return null;
    if (!verify(key.publicKey, cosignedMessage(note.text, at), bytes.slice(8))) return null;
    newest = Math.max(newest ?? 0, at);
  }
  return newest;
}

function cosignedMessage(checkpoint: string, at: number): Uint8Array {
  return new TextEncoder().encode(`cosignature/v1\ntime ${at}\n${checkpoint}`);
}
