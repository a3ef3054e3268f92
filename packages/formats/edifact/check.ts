import { EdifactReader } from './reader.ts';
import type { EdifactFinding } from './finding.ts';
import type { InterchangeReport, MessageReport } from './interchange.ts';
import type { EdifactLimits } from './tokenizer.ts';

/** Messages of one interchange that the report lists; the rest are counted. */
const mostMessages = 100_000;

/**
 * Checks the envelope of EDIFACT bytes and yields a report for each interchange as soon as it ends.
 *
 * @param chunks the bytes of one file in order, in blocks of any size
 * @see docs/sources.md#iso-9735
 */
export async function* checkEdifact(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits: Partial<EdifactLimits> = {},
): AsyncGenerator<InterchangeReport, void, undefined> {
  const done: InterchangeReport[] = [];
  const reader = reporting(done, limits);
  for await (const chunk of chunks) {
    reader.push(chunk);
    yield* done.splice(0);
  }
  reader.end();
  yield* done;
}

/**
 * Checks the bytes of a whole file that is in memory.
 *
 * @example checkEdifactBytes(new Uint8Array(0))[0].verdict // "quarantined"
 */
export function checkEdifactBytes(
  bytes: Uint8Array,
  limits: Partial<EdifactLimits> = {},
): InterchangeReport[] {
  const done: InterchangeReport[] = [];
  const reader = reporting(done, limits);
  reader.push(bytes);
  reader.end();
  return done;
}

function reporting(done: InterchangeReport[], limits: Partial<EdifactLimits>): EdifactReader {
  let messages: MessageReport[] = [];
  let findings: EdifactFinding[] = [];
  return new EdifactReader(
    {
      interchangeStart() {
        messages = [];
        findings = [];
      },
      messageEnd({ type, version, reference, segments, verdict }) {
        if (messages.length < mostMessages) messages.push({ type, version, reference, segments, verdict });
      },
      finding(finding) {
        findings.push(finding);
      },
      interchangeEnd({ header, verdict, messageCount, endOffset }) {
        if (messageCount > messages.length) {
          const text = `${messageCount - messages.length} more messages are not listed`;
          findings.push({ code: 'edifact/shortened', offset: endOffset, text });
        }
        const { interchange, sender, recipient, control } = header;
        done.push({ interchange, sender, recipient, control, verdict, messages, findings });
      },
    },
    limits,
  );
}
