import { joinBytes } from '../join-bytes.ts';
import { charsetOf } from './charset.ts';
import { edifactFindingKinds, type EdifactFinding, type EdifactFindingCode } from './finding.ts';
import type { InterchangeHeader, MessageHeader } from './interchange.ts';
import type { EdifactReaderHandler } from './envelope.ts';
import { canEncode, writeSegment, type WrittenElement } from './write-segment.ts';

/** The service segment, and the error of code list 0085, that a finding is told as. */
interface ContrlError {
  readonly error: string;
  readonly segment?: string;
}

/**
 * How each quarantining finding is told in CONTRL. Warnings are not told: the data was taken.
 *
 * @see docs/sources.md#edifact-0085
 */
const contrlErrors: Readonly<Partial<Record<EdifactFindingCode, ContrlError>>> = {
  'edifact/separators': { error: '22', segment: 'UNA' },
  'edifact/cut-in-segment': { error: '13' },
  'edifact/no-unt': { error: '13', segment: 'UNT' },
  'edifact/no-unz': { error: '13', segment: 'UNZ' },
  'edifact/nul-byte': { error: '21' },
  'edifact/element-too-long': { error: '39' },
  'edifact/segment-too-long': { error: '39' },
  'edifact/too-many-components': { error: '16' },
  'edifact/too-many-elements': { error: '16' },
  'edifact/too-many-segments': { error: '35' },
};

const unspecified: ContrlError = { error: '18' };
const rejected = '4';
const acknowledged = '7';
/** Segments in error that one message is told of, and messages, as the message type allows. */
const mostSegments = 999;
const mostMessages = 999_999;

/** A message of the answered interchange that is rejected, with the findings that say why. */
export interface RejectedMessage {
  readonly header: MessageHeader;
  readonly findings: readonly EdifactFinding[];
}

/** An interchange to be answered. `interchangeOutcomes` collects it from a reader. */
export interface InterchangeOutcome {
  readonly header: InterchangeHeader;
  /** Findings about the interchange itself, not about one of its messages. */
  readonly findings: readonly EdifactFinding[];
  readonly rejectedMessages: readonly RejectedMessage[];
  /** False when nothing of the interchange was taken. */
  readonly taken: boolean;
}

export interface ContrlOptions {
  /** Control reference of the answer, also its message reference; up to 14 characters. */
  readonly control: string;
  /** Epoch milliseconds. */
  readonly preparedAt: number;
}

/**
 * Collects what CONTRL has to say, as a handler beside or around another.
 *
 * @param done called for every interchange that has a UNB; the others can't be answered
 */
export function interchangeOutcomes(
  done: (outcome: InterchangeOutcome) => void,
): Required<
  Pick<
    EdifactReaderHandler,
    'interchangeStart' | 'messageStart' | 'messageEnd' | 'finding' | 'interchangeEnd'
  >
> {
  let own: EdifactFinding[] = [];
  let ofMessage: EdifactFinding[] = [];
  let rejectedMessages: RejectedMessage[] = [];
  return {
    interchangeStart() {
      own = [];
      ofMessage = [];
      rejectedMessages = [];
    },
    messageStart() {
      ofMessage = [];
    },
    finding(finding) {
      (finding.message === undefined ? own : ofMessage).push(finding);
    },
    messageEnd({ header, verdict }) {
      if (verdict === 'quarantined' && rejectedMessages.length < mostMessages) {
        rejectedMessages.push({ header, findings: ofMessage });
      }
      ofMessage = [];
    },
    interchangeEnd({ header, verdict }) {
      if (header.charset === '' && header.control === '') return;
      done({ header, findings: own, rejectedMessages, taken: verdict !== 'quarantined' });
    },
  };
}

/**
 * Writes the CONTRL interchange that answers an interchange: acknowledged when it was accepted or taken
 * with warnings, rejected when it is quarantined. An interchange of syntax 4 is answered in syntax 4
 * (CONTRL 4:1), any other in syntax 3 (CONTRL D:3). Sender and recipient change places. Messages in
 * functional groups are answered by the interchange alone.
 *
 * @returns the bytes, in UNOA where the answered interchange had it and it is enough, else in its own set or UNOC
 * @throws {EdifactWriteError} when a reference of the answered interchange can't be written
 * @see docs/sources.md#contrl
 */
export function writeContrl(outcome: InterchangeOutcome, options: ContrlOptions): Uint8Array {
  const { header } = outcome;
  const syntax4 = header.syntaxVersion === 4;
  const segments: [string, WrittenElement[]][] = [];
  const reference = options.control.slice(0, 14);
  const sender = [header.sender, header.senderQualifier];
  const recipient = [header.recipient, header.recipientQualifier];

  segments.push(['UNH', [reference, syntax4 ? ['CONTRL', '4', '1', 'UN'] : ['CONTRL', 'D', '3', 'UN']]]);
  const reason = outcome.taken ? undefined : gravest(outcome.findings);
  segments.push([
    'UCI',
    [
      header.control,
      sender,
      recipient,
      outcome.taken ? acknowledged : rejected,
      reason?.error ?? '',
      reason?.segment ?? '',
    ],
  ]);
  for (const { header: message, findings } of outcome.rejectedMessages) {
    if (message.group !== undefined) continue;
    const inSegments = findings.filter((finding) => {
      const told = contrlErrors[finding.code];
      return told !== undefined && told.segment === undefined;
    });
    const inService = findings
      .map(({ code }) => contrlErrors[code])
      .find((told) => told?.segment !== undefined);
    const serviceError = inService ?? (inSegments.length === 0 ? unspecified : undefined);
    const type = [message.type, message.version, message.release, message.agency, message.association];
    segments.push([
      'UCM',
      [message.reference, type, rejected, serviceError?.error ?? '', serviceError?.segment ?? ''],
    ]);
    for (const finding of inSegments.slice(0, mostSegments)) {
      segments.push(['UCS', [String(finding.position ?? 1), contrlErrors[finding.code]!.error]]);
    }
  }
  segments.push(['UNT', [String(segments.length + 1), reference]]);
  segments.push(['UNZ', ['1', options.control]]);

  const charset = charsetFor(header.charset, [...sender, ...recipient, header.control, options.control]);
  const [date, time] = dateAndTime(options.preparedAt, syntax4);
  const unb: WrittenElement[] = [
    [charset, syntax4 ? '4' : '3'],
    recipient,
    sender,
    [date, time],
    options.control,
    '',
    '',
    '',
    '',
    '',
    header.test ? '1' : '',
  ];
  return joinBytes(
    [['UNB', unb] as const, ...segments].map(([tag, elements]) => writeSegment(tag, elements, { charset })),
  );
}

/** The first error that CONTRL can tell, or 18 (unspecified) when something is quarantined without one. */
function gravest(findings: readonly EdifactFinding[]): ContrlError | undefined {
  for (const finding of findings) {
    const told = contrlErrors[finding.code];
    if (told !== undefined) return told;
  }
  return findings.some(({ code }) => edifactFindingKinds[code].verdict === 'quarantined')
    ? unspecified
    : undefined;
}

function charsetFor(asked: string, texts: readonly string[]): string {
  for (const id of ['UNOA', asked, 'UNOC']) {
    const answerable =
      id === asked ? charsetOf(id).known && id.startsWith('UNO') : id === 'UNOC' || asked === 'UNOA';
    if (answerable && texts.every((text) => canEncode(text, id))) return id;
  }
  return 'UNOY';
}

function dateAndTime(at: number, fourDigitYear: boolean): [string, string] {
  const text = new Date(at).toISOString();
  const date = text.slice(fourDigitYear ? 0 : 2, 10).replaceAll('-', '');
  return [date, text.slice(11, 16).replace(':', '')];
}
