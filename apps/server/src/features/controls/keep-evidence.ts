import type { Reader } from '../../platform/auth/index.ts';
import { sql } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { controlStore } from './control-store.ts';

export const evidenceKinds = ['image', 'seal-photo', 'document', 'reading', 'note'] as const;

/**
 * Keeps a piece of evidence of a disclosed control.
 *
 * @param known its SHA-256 where it is known before: what this control has is not kept again, in any state
 * @returns its SHA-256, hex
 */
export async function keepEvidence(
  parts: ControlParts,
  reader: Reader,
  id: string,
  kind: (typeof evidenceKinds)[number],
  bytes: AsyncIterable<Uint8Array>,
  known: string | null = null,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  // Asked before a byte is kept: who may not know of the control leaves nothing behind.
  const now = parts.now();
  const before = await controlStore(parts.db, reader, now).byId(id);
  const [kept] = await parts.db.query<{ sha256: string; bytes: number }>(
    sql`select sha256, bytes::float8 as bytes from control_evidence
        where control_id = ${before?.id ?? null} and sha256 = ${known}`,
  );
  if (kept !== undefined) return kept;
  if (before?.state !== 'disclosed') {
    return attempt(parts, reader, 'control/evidence', id, () => {
      throw before === null
        ? noSuchControl()
        : new HavenwachtError('controls/state', 409, `A ${before.state} control takes no evidence.`);
    });
  }
  const blob = await parts.blobs.write(bytes);
  return attempt(parts, reader, 'control/evidence', id, async (tx) => {
    if (blob.bytes === 0)
      throw new HavenwachtError('controls/empty-evidence', 422, 'This evidence is empty.');
    await tx.execute(
      sql`insert into control_evidence (control_id, sha256, kind, bytes, person, at)
          values (${id}, ${blob.hash}, ${kind}, ${blob.bytes}, ${reader.person}, to_timestamp(${now}::float8 / 1000.0))
          on conflict do nothing`,
    );
    const evidence = { sha256: blob.hash, bytes: blob.bytes };
    await parts.recordAct(tx, {
      kind: 'change',
      act: 'control/evidence',
      subject: id,
      by: reader,
      at: now,
      content: evidence,
    });
    return evidence;
  });
}
