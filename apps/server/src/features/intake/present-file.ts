import { z } from 'zod';
import type { Reader } from '../../platform/auth/index.ts';
import { presentFor, type Presented } from '../people/index.ts';
import type { FileInFull } from './file-view.ts';
import type { FileItem } from './intake-store.ts';
import type { SourceView } from './source-view.ts';

const instant = z.string().meta({ format: 'date-time' });
const count = z.int().min(0);

const file = z.object({
  id: z.string(),
  name: z.string(),
  bytes: count,
  receivedAt: instant,
  channel: z.string(),
  verdict: z.string().nullable(),
  state: z.string().nullable(),
  family: z.string().nullable(),
  type: z.string(),
  messages: count,
  rows: count,
  findings: count,
  decision: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
});

/** A file that was received. Fields that the reader may not see are absent. */
export const fileSchema = file.partial().meta({ id: 'File' });

export const fileInFullSchema = file
  .extend({
    findings: z.array(z.object({ code: z.string(), offset: count, text: z.string() })),
    unread: z.array(
      z.object({
        what: z.string(),
        reason: z.string(),
        count,
        firstOffset: count,
        text: z.string(),
      }),
    ),
    interchanges: z.array(
      z.object({
        interchange: count,
        control: z.string(),
        sender: z.string(),
        recipient: z.string(),
        verdict: z.string(),
        messages: z.array(z.unknown()),
      }),
    ),
  })
  .partial()
  .meta({ id: 'FileInFull' });

/** Bytes of a file around one offset, cut into segments. */
export const sourceSchema = z
  .object({
    file: z.string(),
    bytes: count,
    from: count,
    to: count,
    marked: z.object({ from: count, to: count }),
    segments: z.array(
      z.object({ offset: count, end: count, tag: z.string(), text: z.string(), marked: z.boolean() }),
    ),
  })
  .partial()
  .meta({ id: 'Source' });

/** The only way a file's description leaves the node. */
export function presentFile(reader: Reader, item: FileItem): Presented<ReturnType<typeof whole>> {
  return presentFor(reader, 'file', whole(item));
}

function whole(item: FileItem) {
  return {
    id: item.id,
    name: item.name,
    bytes: item.bytes,
    receivedAt: new Date(item.receivedAt).toISOString(),
    channel: item.channel,
    verdict: item.verdict,
    // A file that was taken shows how it was taken; one that waits to be read has no verdict yet.
    state: item.state === 'taken' ? item.verdict : item.state,
    family: item.family,
    type: item.types.join(', '),
    messages: item.messages,
    rows: item.rows,
    findings: item.findings,
    decision:
      item.decision === null ? null : { ...item.decision, at: new Date(item.decision.at).toISOString() },
  };
}

/** A file with what was found in it. */
export function presentFileInFull(reader: Reader, { file: item, findings, unread }: FileInFull) {
  return presentFor(reader, 'file-in-full', {
    ...whole(item),
    findings: [...findings],
    unread: [...unread],
    interchanges: item.interchanges.map(({ interchange, control, sender, recipient, verdict, messages }) => ({
      interchange,
      control,
      sender,
      recipient,
      verdict,
      messages: [...messages],
    })),
  });
}

/** The only way bytes leave the node as text. */
export function presentSource(reader: Reader, view: SourceView) {
  return presentFor(reader, 'source', { ...view, segments: [...view.segments] });
}
