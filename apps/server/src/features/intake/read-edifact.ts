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

type EdifactVisitor = ConstructorParameters<typeof EdifactReader>[0];

/**
 * Reads a file that is held in memory, once: the rows of an interchange are given when its verdict is known.
 *
 * @param all gives those of quarantined interchanges too
 */
export function readAtOnce(bytes: Uint8Array, all: boolean, row: (row: CargoRow) => void): ReadReport {
  const { visitor, report } = checking();
  const held: CargoRow[] = [];
  const maps = mapping(
    () => true,
    (one) => held.push(one),
  );
  const reader = new EdifactReader({
    ...visitor,
    ...maps,
    interchangeStart(header) {
      visitor.interchangeStart?.(header);
      maps.interchangeStart?.(header);
    },
    messageEnd(end) {
      visitor.messageEnd?.(end);
      maps.messageEnd?.(end);
    },
    interchangeEnd(end) {
      visitor.interchangeEnd?.(end);
      if (all || end.verdict !== 'quarantined') for (const one of held) row(one);
      held.length = 0;
    },
  });
  reader.push(bytes);
  reader.end();
  return report();
}

/** First reading of a file of any size: the verdict on every interchange. Memory stays flat. */
export async function checkFile(bytes: AsyncIterable<Uint8Array>): Promise<ReadReport> {
  const { visitor, report } = checking();
  const reader = new EdifactReader(visitor);
  for await (const block of bytes) reader.push(block);
  reader.end();
  return report();
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
  const reader = new EdifactReader(mapping(take, row));
  for await (const block of bytes) {
    reader.push(block);
    await between();
  }
  reader.end();
  await between();
}

/** Collects the verdicts; long lists are shortened and say so. */
function checking(): { readonly visitor: EdifactVisitor; report(): ReadReport } {
  const interchanges: InterchangeReport[] = [];
  const findings: EdifactFinding[] = [];
  const types = new Set<string>();
  let own: EdifactFinding[] = [];
  let messages: MessageReport[] = [];
  let count = 0;
  let verdict: Verdict = 'accepted';
  const visitor: EdifactVisitor = {
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
  };
  return {
    visitor,
    report: () => ({ verdict, interchanges, types: [...types].sort(), messages: count, findings }),
  };
}

/** Gives the rows of the interchanges that are wanted. */
function mapping(take: (interchange: number) => boolean, row: (row: CargoRow) => void): EdifactVisitor {
  let interchange: InterchangeHeader | null = null;
  let mapper: MessageMapper | null = null;
  return {
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
  };
}
