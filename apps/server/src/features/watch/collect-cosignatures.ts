import {
  makeConsistencyProof,
  nodesFromTiles,
  readCheckpoint,
  readNote,
  readSignatureLines,
  readWhole,
  verifyCosignature,
  writeAddCheckpoint,
  writeSignatureLine,
  type VerifierKey,
} from '@havenwacht/transparency';
import { verifyEd25519 } from '../../platform/crypto/native-crypto.ts';
import type { Database } from '../../platform/db/index.ts';
import type { LogFolder } from './log-folder.ts';
import { checkOwn, trees, type ActLog } from './act-log.ts';

/** A node elsewhere that is asked to sign this node's checkpoints. */
export interface Witness {
  readonly key: VerifierKey;
  /** What comes before `/add-checkpoint`. */
  readonly url: string;
}

/** How one witness stands; `finding` says what is wrong with it, null when nothing is. */
export interface WitnessState {
  readonly name: string;
  readonly size: number | null;
  readonly cosignedAt: number | null;
  readonly finding: string | null;
  readonly triedAt: number;
}

const answerWithinMs = 10_000;
const longestAnswer = 20_000;

/**
 * Sends the present checkpoint to every witness that has not signed it. One that is down, refuses or
 * answers with a signature that does not hold becomes a finding; the log goes on without it.
 */
export async function collectCosignatures(
  parts: { readonly db: Database; readonly now: () => number; readonly log: ActLog },
  witnesses: readonly Witness[],
): Promise<void> {
  const key = parts.log.key();
  const note = await parts.log.folder.checkpoint();
  if (key === null || note === null || witnesses.length === 0) return;
  const { size } = checkOwn(note, key);
  await Promise.all(
    witnesses.map(async (witness) => {
      const [last] = await parts.db.query<{ size: number | null; checkpoint: string | null }>(
        'select size, checkpoint from log_witness where name = $1',
        [witness.key.name],
      );
      if (last?.checkpoint === textOf(note)) return;
      const answer = await ask(parts.log, witness, note, size, last?.size ?? 0);
      const signed = answer.ok ? { size, checkpoint: textOf(note), line: answer.line, at: answer.at } : null;
      await parts.db.execute(
        `insert into log_witness (name, size, checkpoint, signature, cosigned_at, finding, tried_at)
         values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000.0), $6, to_timestamp($7::float8 / 1000.0))
         on conflict (name) do update set finding = excluded.finding, tried_at = excluded.tried_at,
           size = coalesce(excluded.size, log_witness.size),
           checkpoint = coalesce(excluded.checkpoint, log_witness.checkpoint),
           signature = coalesce(excluded.signature, log_witness.signature),
           cosigned_at = coalesce(excluded.cosigned_at, log_witness.cosigned_at)`,
        [
          witness.key.name,
          signed?.size ?? null,
          signed?.checkpoint ?? null,
          signed?.line ?? null,
          signed?.at ?? null,
          answer.ok ? null : answer.finding,
          parts.now(),
        ],
      );
    }),
  );
}

/** The present checkpoint with the cosignatures that were collected for it. */
export async function cosignedCheckpoint(db: Database, folder: LogFolder): Promise<string | null> {
  const note = await folder.checkpoint();
  if (note === null) return null;
  const lines = await db.query<{ signature: string }>(
    'select signature from log_witness where checkpoint = $1 and signature is not null order by name',
    [textOf(note)],
  );
  return note + lines.map(({ signature }) => signature).join('');
}

export async function witnessStates(db: Database): Promise<readonly WitnessState[]> {
  return db.query(
    `select name, size, cosigned_at as "cosignedAt", finding, tried_at as "triedAt" from log_witness order by name`,
  );
}

/**
 * How much of this node's log a witness has signed, checked again with its key: what the table says is
 * taken for nothing else than where the signature lies. `null` where no signature holds.
 */
export async function cosignedSize(
  parts: { readonly db: Database; readonly log: ActLog },
  witnesses: readonly Witness[],
): Promise<{ readonly witness: string; readonly size: number } | null> {
  const own = parts.log.key();
  if (own === null) return null;
  const rows = await parts.db.query<{ name: string; checkpoint: string | null; signature: string | null }>(
    'select name, checkpoint, signature from log_witness where signature is not null',
  );
  let most: { readonly witness: string; readonly size: number } | null = null;
  for (const { name, checkpoint, signature } of rows) {
    const key = witnesses.find((one) => one.key.name === name)?.key;
    const signatures = readSignatureLines(signature ?? '');
    const signed = readCheckpoint(checkpoint ?? '');
    if (key === undefined || checkpoint === null || !signatures.ok || !signed.ok) continue;
    const note = { text: checkpoint, signatures: signatures.value };
    const { origin, size } = signed.value;
    if (origin !== own.name || verifyCosignature(note, key, verifyEd25519) === null) continue;
    if (most === null || size > most.size) most = { witness: name, size };
  }
  return most;
}

type Asked =
  | { readonly ok: true; readonly line: string; readonly at: number }
  | { readonly ok: false; readonly finding: string };

/** A witness that saw another size than is remembered here says so, and is asked once more from there. */
async function ask(log: ActLog, witness: Witness, note: string, size: number, from: number): Promise<Asked> {
  try {
    let answer = await send(log, witness, note, size, from);
    if (answer.status === 409) {
      const seen = readWhole(answer.text.trim());
      if (seen === null) return { ok: false, finding: 'it says that this log forked' };
      if (seen > size)
        return { ok: false, finding: `it has seen ${seen} entries of this log, which has ${size}` };
      if (seen !== from) answer = await send(log, witness, note, size, seen);
    }
    if (answer.status !== 200) return { ok: false, finding: `it answered ${answer.status} and did not sign` };
    const signatures = readSignatureLines(answer.text);
    const read = readNote(note);
    if (!signatures.ok || !read.ok) return { ok: false, finding: 'its answer is no signature' };
    const at = verifyCosignature(
      { text: read.value.text, signatures: signatures.value },
      witness.key,
      verifyEd25519,
    );
    if (at === null) return { ok: false, finding: 'its signature does not hold for this checkpoint' };
    const own = signatures.value.filter(({ name }) => name === witness.key.name);
    return { ok: true, line: own.map(writeSignatureLine).join(''), at: at * 1_000 };
  } catch (error) {
    const cause =
      error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : '';
    return { ok: false, finding: `it can't be reached: ${cause}` };
  }
}

async function send(
  log: ActLog,
  { url }: Witness,
  note: string,
  size: number,
  from: number,
): Promise<{ readonly status: number; readonly text: string }> {
  const oldSize = Math.min(from, size);
  const nodes = nodesFromTiles(trees, (tile) => log.folder.readTile(tile), size);
  const proof = await makeConsistencyProof(trees, nodes, oldSize, size);
  const answer = await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, {
    method: 'POST',
    body: writeAddCheckpoint(oldSize, proof, note),
    headers: { 'content-type': 'text/plain; charset=utf-8', 'havenwacht-csrf': '1' },
    redirect: 'error',
    signal: AbortSignal.timeout(answerWithinMs),
  });
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of answer.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > longestAnswer) throw new Error('its answer is too long');
  }
  return { status: answer.status, text };
}

/** What is signed: the note up to the empty line. */
function textOf(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1);
}
