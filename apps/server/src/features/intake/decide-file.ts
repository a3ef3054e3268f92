import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { fileById, lockFile, writeDecision, type FileItem } from './intake-store.ts';
import { takeFile, type TakingParts } from './take-file.ts';

export interface Decision {
  readonly at: number;
  readonly by: string;
  readonly reason: string;
}

/** Takes what is readable of a quarantined file, because a person says it can be trusted. */
export async function releaseFile(parts: TakingParts, id: string, decision: Decision): Promise<FileItem> {
  const before = await quarantined(parts, id);
  const file = await takeFile(parts, before.id, {
    all: true,
    then: async (tx) => {
      const [now] = await tx.query<{ decided: boolean }>('select decided_at is not null as decided from file where id = $1', [id]);
      if (now?.decided === true) throw notQuarantined(id);
      await writeDecision(tx, id, { state: 'released', ...decision });
    },
  });
  if (file === null) throw notFound(id);
  return file;
}

/** Takes out everything that was taken of a quarantined file; the bytes and the decision stay. */
export async function rejectFile(parts: TakingParts, id: string, decision: Decision): Promise<FileItem> {
  await quarantined(parts, id);
  return parts.db.transaction(async (tx) => {
    const file = await lockFile(tx, id);
    if (file === null) throw notFound(id);
    if (file.state !== 'quarantined') throw notQuarantined(id);
    const sink = await parts.rows.open(tx, { id, receivedAt: file.receivedAt, family: file.family ?? 'edifact' });
    await sink.end();
    await writeDecision(tx, id, { state: 'rejected', ...decision });
    await tx.news('file-taken', { file: id, verdict: 'quarantined' });
    return (await fileById(tx, id)) ?? file;
  });
}

async function quarantined(parts: TakingParts, id: string): Promise<FileItem> {
  const file = await fileById(parts.db, id);
  if (file === null) throw notFound(id);
  if (file.state !== 'quarantined') throw notQuarantined(id);
  return file;
}

export const notFound = (id: string): HavenwachtError =>
  new HavenwachtError('intake/not-found', 404, 'There is no such file.', { details: { id } });

const notQuarantined = (id: string): HavenwachtError =>
  new HavenwachtError(
    'intake/not-quarantined',
    409,
    'This file is not in quarantine, or somebody decided about it already.',
    { details: { id } },
  );
