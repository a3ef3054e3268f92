import { fromBase64, joinBytes, sameBytes, toBase64 } from './bytes.ts';
import { isKeyName, type VerifierKey, type VerifyEd25519 } from './note-key.ts';
import { refused, type ReadResult } from './read-result.ts';

/** One line below a note. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  /** What follows the id: 64 bytes of Ed25519, with eight bytes of time before them in a cosignature. */
  readonly bytes: Uint8Array;
}

/** A text and who signed it, as C2SP signed-note writes it. Nothing of it is checked yet. */
export interface SignedNote {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const mostBytes = 1_000_000;
const mostSignatures = 100;

/**
 * Writes a note: the text, an empty line, a line a signature.
 *
 * @throws {RangeError} for a text that does not end in a newline or holds control characters
 * @see docs/sources.md#c2sp-signed-note
 */
export function writeNote({ text, signatures }: SignedNote): string {
  if (!isNoteText(text)) throw new RangeError('the text of a note ends in a newline and is plain text');
  return `${text}\n${signatures.map(writeSignatureLine).join('')}`;
}

/** A signature as its line, with the newline. */
export function writeSignatureLine({ name, keyId, bytes }: NoteSignature): string {
  return `— ${name} ${toBase64(joinBytes(keyId, bytes))}\n`;
}

/** Reads a note strictly; whether its signatures hold is for {@link verifySignature} to say. */
export function readNote(note: string): ReadResult<SignedNote> {
  if (note.length > mostBytes) return refused('the note is too long');
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0) return refused('a note has an empty line between text and signatures');
  const text = note.slice(0, cut + 1);
  if (!isNoteText(text)) return refused('the text of a note ends in a newline and is plain text');
  const lines = readSignatureLines(note.slice(cut + 2));
  if (!lines.ok) return lines;
  if (lines.value.length === 0) return refused('the note is not signed');
  return { ok: true, value: { text, signatures: lines.value } };
}

/** Reads signature lines as they stand below a note, or as a witness answers them. */
export function readSignatureLines(text: string): ReadResult<readonly NoteSignature[]> {
  if (text !== '' && !text.endsWith('\n')) return refused('the last signature has no end of line');
  const lines = text === '' ? [] : text.slice(0, -1).split('\n');
  if (lines.length > mostSignatures) return refused('the note has too many signatures');
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name = '', base64 = ''] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
    const bytes = fromBase64(base64);
    if (!isKeyName(name) || bytes === null || bytes.length < 5) {
      return refused('a signature is a dash, a name and base64');
    }
    signatures.push({ name, keyId: bytes.slice(0, 4), bytes: bytes.slice(4) });
  }
  return { ok: true, value: signatures };
}

/** Signs a text as it stands. @param sign Ed25519 over bytes: 64 bytes */
export function signNote(
  text: string,
  key: Pick<VerifierKey, 'name' | 'keyId'>,
  sign: (message: Uint8Array) => Uint8Array,
): NoteSignature {
  return { name: key.name, keyId: key.keyId, bytes: sign(new TextEncoder().encode(text)) };
}

/** Whether a key signed this note; one that did twice, or wrongly beside rightly, did not. */
export function verifySignature(note: SignedNote, key: VerifierKey, verify: VerifyEd25519): boolean {
  const found = signaturesOf(note, key);
  if (key.kind !== 'note' || found.length === 0) return false;
  const message = new TextEncoder().encode(note.text);
  return found.every(({ bytes }) => bytes.length === 64 && verify(key.publicKey, message, bytes));
}

/** The signatures that claim to be of a key. */
export function signaturesOf(note: SignedNote, key: VerifierKey): readonly NoteSignature[] {
  return note.signatures.filter(({ name, keyId }) => name === key.name && sameBytes(keyId, key.keyId));
}

function isNoteText(text: string): boolean {
  return text.endsWith('\n') && text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}
