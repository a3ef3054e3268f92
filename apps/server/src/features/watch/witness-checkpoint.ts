import { theNode } from '../../platform/auth/index.ts';
import {
  cosign,
  judgeCheckpoint,
  readAddCheckpoint,
  writeSignatureLine,
  type VerifierKey,
  type WitnessRefusal,
} from '@havenwacht/transparency';
import { verifyEd25519 } from '../../platform/crypto/native-crypto.ts';
import type { Database } from '../../platform/db/index.ts';
import { recordAct } from './act.ts';
import { trees } from './act-log.ts';
import type { NodeKey } from './log-key.ts';

/** What a witness answers to a checkpoint: its signature line, or why it does not sign. */
export type WitnessAnswer =
  { readonly ok: true; readonly line: string } | ({ readonly ok: false } & WitnessRefusal);

/**
 * Signs another node's checkpoint when it continues what was signed for that log before. Reading what
 * was seen, judging and remembering are one transaction under a lock per log, so that two requests at
 * once can't take the witness back. Signatures and refusals of known logs are acts of this node.
 *
 * @param logs verifier keys of the logs that are witnessed
 */
export async function witnessCheckpoint(
  parts: {
    readonly db: Database;
    readonly now: () => number;
    readonly key: NodeKey;
    readonly logs: readonly VerifierKey[];
  },
  body: string,
): Promise<WitnessAnswer> {
  const read = readAddCheckpoint(body);
  if (!read.ok) return { ok: false, status: 400, why: 'malformed' };
  const { note, checkpoint } = read.value;
  const { origin, size, root } = checkpoint;
  const log = parts.logs.find(({ name }) => name === origin) ?? null;
  return parts.db.transaction(async (tx): Promise<WitnessAnswer> => {
    await tx.query("select pg_advisory_xact_lock(hashtextextended('witnessed-log ' || $1, 0))", [origin]);
    const [seen] = await tx.query<{ size: number; root: Buffer }>(
      'select size, root from witnessed_log where origin = $1',
      [origin],
    );
    const judged = judgeCheckpoint(trees, verifyEd25519, read.value, log, seen ?? null);
    const at = parts.now();
    // Who can't sign as the log could fill this node's own log with refusals; those are not acts.
    const isTheirs = judged.ok || judged.status === 409 || judged.status === 422 || judged.status === 400;
    if (isTheirs && (judged.ok ? seen?.size !== size : judged.why !== 'other-size')) {
      await recordAct(tx, {
        kind: judged.ok ? 'change' : 'refusal',
        act: judged.ok ? 'log/cosign' : 'log/refuse-cosign',
        subject: origin,
        by: theNode,
        at,
        content: { text: note.text, why: judged.ok ? null : judged.why },
      });
    }
    if (!judged.ok) return judged;
    await tx.execute(
      `insert into witnessed_log (origin, size, root, checkpoint, cosigned_at)
       values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000.0))
       on conflict (origin) do update set size = excluded.size, root = excluded.root,
         checkpoint = excluded.checkpoint, cosigned_at = excluded.cosigned_at`,
      [origin, size, Buffer.from(root), note.text, at],
    );
    const line = writeSignatureLine(
      cosign(note.text, Math.floor(at / 1_000), parts.key.verifier, parts.key.sign),
    );
    return { ok: true, line };
  });
}
