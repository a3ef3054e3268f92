import type { FileItem, Unread } from './intake-store.ts';

/** The only way a file's description leaves the node. */
export function presentFile(file: FileItem) {
  return {
    id: file.id,
    name: file.name,
    bytes: file.bytes,
    receivedAt: new Date(file.receivedAt).toISOString(),
    channel: file.channel,
    verdict: file.verdict,
    // A file that was taken shows how it was taken; one that waits to be read has no verdict yet.
    state: file.state === 'taken' ? file.verdict : file.state,
    family: file.family,
    type: file.types.join(', '),
    messages: file.messages,
    rows: file.rows,
    findings: file.findings,
    decision:
      file.decision === null ? null : { ...file.decision, at: new Date(file.decision.at).toISOString() },
  };
}

/** A file with what was found in it. */
export function presentFileInFull(
  file: FileItem,
  findings: readonly { readonly code: string; readonly offset: number; readonly text: string }[],
  unread: readonly Unread[],
) {
  return {
    ...presentFile(file),
    findings,
    unread,
    interchanges: file.interchanges.map(({ interchange, control, sender, recipient, verdict, messages }) => ({
      interchange,
      control,
      sender,
      recipient,
      verdict,
      messages,
    })),
  };
}
