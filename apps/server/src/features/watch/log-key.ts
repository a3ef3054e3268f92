import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  readSignerKey,
  verifierKey,
  writeSignerKey,
  type NoteKeyKind,
  type VerifierKey,
} from '@havenwacht/transparency';
import { sha256, signingKey, type SigningKey } from '../../platform/crypto/native-crypto.ts';
import { writeWholeFile } from '../../platform/files/write-whole-file.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';

/** A key of this node, and what others check its signatures with. */
export interface NodeKey {
  readonly verifier: VerifierKey;
  readonly sign: SigningKey['sign'];
}

/**
 * The key that signs the node's checkpoints, or the one it signs others' with as a witness. A file
 * that only the node's user reads, made at the first start; its name is the log's origin. It is in no
 * backup: who has it can sign another history in the node's name.
 *
 * @param mayMake false where the log has been signed already, so that a lost key is seen as that
 */
export async function openNodeKey(
  folder: string,
  kind: NoteKeyKind,
  country: string,
  mayMake: boolean,
): Promise<NodeKey> {
  const path = join(folder, kind === 'note' ? 'log.key' : 'witness.key');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text !== null) return fromText(path, text.trim());
  if (!mayMake) {
    throw new HavenwachtError(
      'log/key-missing',
      500,
      `${path} is missing, and the log has been signed with it. Put the copy back that was kept, or see docs/guides/auditor.md.`,
    );
  }
  const seed = new Uint8Array(randomBytes(32));
  const mark = Buffer.from(signingKey(seed).publicKey.slice(0, 5)).toString('hex');
  const name = `havenwacht-${country.toLowerCase() || 'xx'}-${mark}${kind === 'note' ? '' : '/witness'}`;
  const key = named(name, kind, seed);
  const written = writeSignerKey({ name, kind, keyId: key.verifier.keyId, seed });
  await writeWholeFile(path, `${written}\n`, { durable: true, mode: 0o600 });
  return key;
}

function fromText(path: string, text: string): NodeKey {
  const read = readSignerKey(sha256, (seed) => signingKey(seed).publicKey, text);
  if (!read.ok) throw new HavenwachtError('log/key-damaged', 500, `${path} can't be used: ${read.problem}.`);
  return named(read.value.name, read.value.kind, read.value.seed);
}

function named(name: string, kind: NoteKeyKind, seed: Uint8Array): NodeKey {
  const { publicKey, sign } = signingKey(seed);
  return { verifier: verifierKey(sha256, { name, kind, publicKey }), sign };
}
