import { fromBase64, readWhole, sameBytes, toBase64 } from './bytes.ts';
import { readCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { VerifierKey, VerifyEd25519 } from './note-key.ts';
import { refused, type ReadResult } from './read-result.ts';
import { readNote, verifySignature, type SignedNote } from './signed-note.ts';
import type { TreeHash } from './tree-hash.ts';
import { verifyConsistency } from './verify-proof.ts';

/** What a log sends to a witness: its new checkpoint, and proof that it continues the one before. */
export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  readonly note: SignedNote;
  readonly checkpoint: Checkpoint;
}

/** What a witness remembers of a log. */
export interface WitnessedTree {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Why a witness does not sign, with the status that C2SP tlog-witness gives it. */
export type WitnessRefusal =
  | { readonly status: 400; readonly why: 'malformed' | 'shrinks' }
  | { readonly status: 403; readonly why: 'not-signed' }
  | { readonly status: 404; readonly why: 'unknown-log' }
  /** `size` is what the witness saw last; the log proves from there. */
  | { readonly status: 409; readonly why: 'other-size'; readonly size: number }
  /** Two trees of one size: the log shows different histories. */
  | { readonly status: 409; readonly why: 'fork'; readonly size: number }
  | { readonly status: 422; readonly why: 'not-consistent' };

const mostHashes = 63;

/** The body of an add-checkpoint request. @see docs/sources.md#c2sp-tlog-witness */
export function writeAddCheckpoint(oldSize: number, proof: readonly Uint8Array[], note: string): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;
}

/** Reads the body of an add-checkpoint request; nothing of it is checked yet. */
export function readAddCheckpoint(body: string): ReadResult<AddCheckpoint> {
  const cut = body.indexOf('\n\n');
  if (cut < 0) return refused('an empty line stands before the checkpoint');
  const [first = '', ...lines] = body.slice(0, cut).split('\n');
  const oldSize = first.startsWith('old ') ? readWhole(first.slice(4)) : null;
  if (oldSize === null) return refused('the first line is "old" and a size');
  if (lines.length > mostHashes) return refused('the proof has too many hashes');
  const proof = lines.map(fromBase64);
  if (!proof.every((hash) => hash?.length === 32)) return refused('a hash of the proof is not 32 bytes');
  const note = readNote(body.slice(cut + 2));
  if (!note.ok) return note;
  const checkpoint = readCheckpoint(note.value.text);
  if (!checkpoint.ok) return checkpoint;
  return {
    ok: true,
    value: { oldSize, proof: proof as Uint8Array[], note: note.value, checkpoint: checkpoint.value },
  };
}

/**
 * Whether a witness may sign a checkpoint: it is of a log it knows and signed by it, and it continues
 * what the witness signed last. Judging and remembering have to be one step for the caller, or two
 * requests at once could take the witness back.
 *
 * @param key the log's key by its origin; `null` for a log that is not witnessed
 * @param seen what was signed last for this log; `null` for nothing
 */
export function judgeCheckpoint(
  hash: TreeHash,
  verify: VerifyEd25519,
  { note, checkpoint, oldSize, proof }: AddCheckpoint,
  key: VerifierKey | null,
  seen: WitnessedTree | null,
): { readonly ok: true } | ({ readonly ok: false } & WitnessRefusal) {
  if (key === null) return { ok: false, status: 404, why: 'unknown-log' };
  if (!verifySignature(note, key, verify)) return { ok: false, status: 403, why: 'not-signed' };
  const { size, root } = checkpoint;
  if (oldSize > size) return { ok: false, status: 400, why: 'shrinks' };
  const last = seen ?? { size: 0, root: hash.empty };
  if (oldSize !== last.size) return { ok: false, status: 409, why: 'other-size', size: last.size };
  if (oldSize === size && !sameBytes(root, last.root)) {
    return { ok: false, status: 409, why: 'fork', size: last.size };
  }
  return verifyConsistency(hash, { oldSize, oldRoot: last.root, size, root, proof })
    ? { ok: true }
    : { ok: false, status: 422, why: 'not-consistent' };
}
