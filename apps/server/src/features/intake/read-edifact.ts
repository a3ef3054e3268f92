import {
  createMapper,
  EdifactReader,
  graverVerdict,
  type EdifactFinding,
  type InterchangeHeader,
  type InterchangeReport,
  type MessageMapper,
  type MessageReport,
  type Verdict,
} from '@havenwacht/formats/edifact';
import type { CargoRow } from '@havenwacht/formats';

/** What reading a file told, whatever its family. */
export interface ReadReport {
  readonly verdict: Verdict;
  readonly interchanges: readonly InterchangeReport[];
  readonly types: readonly string[];
  readonly messages: number;
  readonly findings: readonly { readonly code: string; readonly offset: number; readonly text: string }[];
}

/** More findings than this are counted, not listed. */
const findingsListed = 1_000;
/** More messages than this are counted, not listed. */
const messagesListed = 10_000;

/** First reading: the verdict on every interchange. Memory stays flat; long lists are shortened and say so. */
export async function checkFile(bytes: AsyncIterable<Uint8Array>): Promise<ReadReport> {
  const interchanges: InterchangeReport[] = [];
  const findings: EdifactFinding[] = [];
  const types = new Set<string>();
  let own: EdifactFinding[] = [];
  let messages: MessageReport[] = [];
  let count = 0;
  let verdict: Verdict = 'accepted';
  const reader = new EdifactReader({
    interchangeStart() {
      own = [];
      messages = [];
    },
    messageEnd(end) {
      count += 1;
      types.add(end.type);
      if (messages.length < messagesListed) {
        const { type, version, reference, segments, verdict: of } = end;
        messages.push({ type, version, reference, segments, verdict: of });
      }
    },
    finding(finding) {
      if (findings.length < findingsListed) {
        findings.push(finding);
        own.push(finding);
      }
    },
    interchangeEnd(end) {
      verdict = graverVerdict(verdict, end.verdict);
      interchanges.push({
        interchange: end.header.interchange,
        sender: end.header.sender,
        recipient: end.header.recipient,
        control: end.header.control,
        verdict: end.verdict,
        messages,
        findings: own,
      });
    },
  });
  for await (const block of bytes) reader.push(block);
  reader.end();
  return { verdict, interchanges, types: [...types].sort(), messages: count, findings };
}

/**
 * Second reading: the rows of the interchanges that are taken.
 *
 * @param take whether the rows of an interchange (numbered from 1) are wanted
 * @param between called after each block, so that rows can be written before more are made
 */
export async function mapFile(
  bytes: AsyncIterable<Uint8Array>,
  take: (interchange: number) => boolean,
  row: (row: CargoRow) => void,
  between: () => Promise<void>,
): Promise<void> {
  let interchange: InterchangeHeader | null = null;
  let mapper: MessageMapper | null = null;
  const reader = new EdifactReader({
    interchangeStart(header) {
      interchange = header;
    },
    messageStart(header) {
      if (interchange === null || !take(interchange.interchange)) return;
      mapper = createMapper(
        {
          type: header.type,
          version: header.version,
          release: header.release,
          association: header.association,
          reference: header.reference,
          offset: header.offset,
          sender: interchange.sender,
          recipient: interchange.recipient,
          ...(interchange.preparedAt === undefined ? {} : { preparedAt: interchange.preparedAt }),
        },
        row,
      );
      if (mapper === null) {
        row({
          kind: 'unread',
          offset: header.offset,
          what: header.type,
          reason: 'not-mapped',
          text: `messages of type ${header.type} are kept but not read`,
        });
      }
    },
    segment(segment) {
      mapper?.segment(segment);
    },
    messageEnd() {
      mapper?.end();
      mapper = null;
    },
  });
  for await (const block of bytes) {
    reader.push(block);
    await between();
  }
  reader.end();
  await between();
}
