import type { Act } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import type { Transaction } from '../../platform/db/index.ts';
import { fileById, lockFiles, writeDecision, type FileItem } from './intake-store.ts';
import { recordAct } from '../watch/index.ts';
import { takeFiles, takeOutFile, type TakingParts } from './take-file.ts';

export interface Decision {
  readonly at: number;
  readonly by: string;
  /** The same person as the log knows him. */
  readonly reader: Act['by'];
  readonly reason: string;
}

/** Takes what is readable of a quarantined file, because a person says it can be trusted. */
export function releaseFile(parts: TakingParts, id: string, decision: Decision): Promise<FileItem> {
  return decide(parts, id, 'file/release', decision, async (tx) => {
    await takeFiles(tx, parts, [id], { all: true });
    await writeDecision(tx, id, { state: 'released', ...decision });
  });
}

/** Takes out everything that was taken of a quarantined file; the bytes and the decision stay. */
export function rejectFile(parts: TakingParts, id: string, decision: Decision): Promise<FileItem> {
  return decide(parts, id, 'file/reject', decision, async (tx) => {
    await takeOutFile(tx, parts, id);
    await writeDecision(tx, id, { state: 'rejected', ...decision });
    await tx.news('file-taken', { file: id, verdict: 'quarantined' });
  });
}

function decide(
  parts: TakingParts,
  id: string,
  name: 'file/release' | 'file/reject',
  { at, reader, reason }: Decision,
  act: (tx: Transaction) => Promise<void>,
): Promise<FileItem> {
  return parts.db.transaction(async (tx) => {
    const file = (await lockFiles(tx, [id])).get(id);
    if (file === undefined) throw notFound(id);
    if (file.state !== 'quarantined') throw notQuarantined(id);
    await act(tx);
    await recordAct(tx, { kind: 'change', act: name, subject: id, by: reader, at, content: { reason } });
    return (await fileById(tx, id)) ?? file;
  });
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
