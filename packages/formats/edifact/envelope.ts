import { charsetOf } from './charset.ts';
import {
  edifactFindingKinds,
  graverVerdict,
  type EdifactFinding,
  type EdifactFindingCode,
  type Verdict,
} from './finding.ts';
import type { InterchangeEnd, InterchangeHeader, MessageEnd, MessageHeader } from './interchange.ts';
import type { Segment } from './segment.ts';
import type { TokenSegment } from './token-segment.ts';
import { edifactLimits, type EdifactLimits, type StopReason, type TokenizerHandler } from './tokenizer.ts';

/** What an {@link EdifactReader} calls, in file order. Every member may be left out. */
export interface EdifactReaderHandler {
  interchangeStart?(header: InterchangeHeader): void;
  messageStart?(header: MessageHeader, interchange: InterchangeHeader): void;
  /** Every segment between UNH and UNT, without these two. The object is reused. */
  segment?(segment: Segment): void;
  messageEnd?(end: MessageEnd): void;
  interchangeEnd?(end: InterchangeEnd): void;
  /** After `interchangeStart` of the interchange it is about, before its `interchangeEnd`. */
  finding?(finding: EdifactFinding): void;
}

/** Findings of one interchange that are told one by one; the rest are counted. */
const mostFindings = 1000;
const associationCode = /^[A-Z]{3,5}[0-9]{2,3}[A-Z]?$/;
const emptyHeader = {
  sender: '',
  senderQualifier: '',
  recipient: '',
  recipientQualifier: '',
  control: '',
  charset: '',
  syntaxVersion: 0,
  test: false,
  acknowledgementRequested: false,
};

interface OpenGroup {
  readonly reference: string;
  readonly offset: number;
  messages: number;
}

/**
 * Follows UNB, UNG, UNH, UNT, UNE and UNZ, checks their counts and references and gives each message
 * and interchange its verdict: the gravest of its findings. A message that is accepted may stand in an
 * interchange that is quarantined.
 *
 * Hot: `segment` is called for every segment of a file.
 *
 * @see docs/sources.md#iso-9735
 */
export class EdifactEnvelope implements TokenizerHandler {
  readonly #handler: EdifactReaderHandler;
  readonly #forwards: boolean;
  readonly #mostSegments: number;

  #interchange = 0;
  #offset = 0;
  #endOffset = 0;
  #header: InterchangeHeader | null = null;
  #verdict: Verdict = 'accepted';
  #early: EdifactFinding[] = [];
  #findings = 0;
  #bare = false;
  #edifact = true;
  #messages = 0;
  #groups = 0;
  #group: OpenGroup | null = null;
  #stray = false;

  #message: MessageHeader | null = null;
  #messageVerdict: Verdict = 'accepted';
  #segments = 0;
  #tooManyTold = false;

  constructor(handler: EdifactReaderHandler, limits: Partial<EdifactLimits> = {}) {
    this.#handler = handler;
    this.#forwards = handler.segment !== undefined;
    this.#mostSegments = limits.segmentsPerMessage ?? edifactLimits.segmentsPerMessage;
  }

  begin(offset: number, edifact: boolean): void {
    this.#interchange++;
    this.#offset = offset;
    this.#endOffset = offset;
    this.#header = null;
    this.#verdict = 'accepted';
    this.#early = [];
    this.#findings = 0;
    this.#bare = false;
    this.#edifact = edifact;
    this.#messages = 0;
    this.#groups = 0;
    this.#group = null;
    this.#stray = false;
    this.#message = null;
    if (!edifact) this.#open(emptyHeader);
  }

  segment(segment: TokenSegment): void {
    if (this.#message === null) {
      this.#outOfPlace(segment);
      return;
    }
    segment.position = ++this.#segments;
    if (this.#segments > this.#mostSegments) this.#tooMany(segment.offset);
    else if (this.#forwards) this.#handler.segment!(segment);
  }

  service(segment: TokenSegment): void {
    segment.position = 0;
    this.#endOffset = segment.base + segment.end + 1;
    switch (segment.tag) {
      case 'UNB':
        this.#readUnb(segment);
        break;
      case 'UNG':
        this.#readUng(segment);
        break;
      case 'UNH':
        this.#readUnh(segment);
        break;
      case 'UNT':
        this.#readUnt(segment);
        break;
      case 'UNE':
        this.#readUne(segment);
        break;
      case 'UNZ':
        this.#readUnz(segment);
        break;
      default:
        this.segment(segment);
    }
  }

  finding(code: EdifactFindingCode, offset: number, text: string): void {
    const verdict = edifactFindingKinds[code].verdict;
    let finding: EdifactFinding = { code, offset, text };
    if (this.#message !== null) {
      if (isDropped(code)) this.#segments++;
      this.#messageVerdict = graverVerdict(this.#messageVerdict, verdict);
      finding = { ...finding, message: this.#message.index, position: Math.max(1, this.#segments) };
    }
    this.#tell(finding, verdict);
  }

  stop(reason: StopReason, endOffset: number, foreign: number, foreignOffset: number): void {
    this.#endOffset = endOffset;
    if (this.#message !== null) this.#endWithoutUnt(endOffset);
    if (this.#header === null) this.#open(emptyHeader);
    if (reason !== 'unz' && this.#edifact && !this.#bare) {
      this.finding(
        'edifact/no-unz',
        endOffset,
        reason === 'end' ? 'The data ends before UNZ' : 'Another interchange begins before UNZ',
      );
    }
    if (foreign > 0) {
      const bytes = foreign === 1 ? '1 byte is' : `${foreign} bytes are`;
      this.finding(
        'edifact/charset',
        foreignOffset,
        `${bytes} not of the character set ${this.#header!.charset || 'UNOC'}`,
      );
    }
    if (this.#findings > mostFindings) {
      const text = `${this.#findings - mostFindings} more findings are not listed`;
      this.#verdict = graverVerdict(this.#verdict, 'warning');
      this.#handler.finding?.({ code: 'edifact/shortened', offset: endOffset, text });
    }
    this.#handler.interchangeEnd?.({
      header: this.#header!,
      verdict: this.#verdict,
      messageCount: this.#messages,
      endOffset,
    });
    this.#header = null;
  }

  #open(fields: Omit<InterchangeHeader, 'interchange' | 'offset'>): void {
    this.#header = { interchange: this.#interchange, offset: this.#offset, ...fields };
    this.#handler.interchangeStart?.(this.#header);
    for (const finding of this.#early) this.#handler.finding?.(finding);
    this.#early = [];
  }

  #tell(finding: EdifactFinding, verdict: Verdict): void {
    this.#verdict = graverVerdict(this.#verdict, verdict);
    if (++this.#findings > mostFindings) return;
    if (this.#header === null) this.#early.push(finding);
    else this.#handler.finding?.(finding);
  }

  #readUnb(unb: TokenSegment): void {
    const charset = unb.text(1, 0);
    const version = unb.number(1, 1);
    const known = version >= 1 && version <= 4;
    const preparedAt = preparationTime(unb.text(4, 0), unb.text(4, 1));
    this.#open({
      sender: unb.text(2, 0),
      senderQualifier: unb.text(2, 1),
      recipient: unb.text(3, 0),
      recipientQualifier: unb.text(3, 1),
      control: unb.text(5, 0),
      charset: charset.toUpperCase(),
      syntaxVersion: known ? version : 3,
      ...(preparedAt === null ? {} : { preparedAt }),
      test: unb.text(11, 0) === '1',
      acknowledgementRequested: unb.text(9, 0) === '1',
    });
    if (charset !== charset.toUpperCase()) {
      this.finding(
        'edifact/lower-case',
        unb.offsetOf(1),
        `The syntax identifier "${charset}" is written in lower case`,
      );
    }
    if (!charsetOf(charset.toUpperCase()).known) {
      this.finding(
        'edifact/charset-unknown',
        unb.offset,
        `The character set "${charset.slice(0, 20)}" is not read here`,
      );
    }
    if (!known) {
      this.finding(
        'edifact/syntax-version',
        unb.offset,
        `The syntax version "${unb.text(1, 1).slice(0, 20)}" is not 1, 2, 3 or 4`,
      );
    }
    const missing = (['sender', 'recipient', 'control'] as const).filter(
      (name) => this.#header![name] === '',
    );
    if (missing.length > 0) {
      this.finding('edifact/unb-incomplete', unb.offset, `UNB has no ${missing.join(', no ')}`);
    }
  }

  #readUng(ung: TokenSegment): void {
    this.#openBare(ung.offset);
    if (this.#message !== null) this.#endWithoutUnt(ung.offset);
    if (this.#group !== null) this.finding('edifact/no-une', ung.offset, 'Another group begins before UNE');
    this.#groups++;
    this.#group = { reference: ung.text(5, 0), offset: ung.offset, messages: 0 };
    this.#stray = false;
  }

  #readUnh(unh: TokenSegment): void {
    this.#openBare(unh.offset);
    if (this.#message !== null) this.#endWithoutUnt(unh.offset);
    this.#stray = false;
    this.#messages++;
    if (this.#group !== null) this.#group.messages++;
    const sentType = unh.text(2, 0);
    const reference = unh.text(1, 0);
    let association = unh.text(2, 4);
    const misplaced = association === '' && associationCode.test(unh.text(3, 0));
    if (misplaced) association = unh.text(3, 0);
    this.#message = {
      index: this.#messages,
      offset: unh.offset,
      reference,
      type: sentType.toUpperCase(),
      version: unh.text(2, 1),
      release: unh.text(2, 2),
      agency: unh.text(2, 3),
      association,
      ...(this.#group === null ? {} : { group: this.#group.reference }),
    };
    this.#messageVerdict = 'accepted';
    this.#segments = 1;
    this.#tooManyTold = false;
    this.#handler.messageStart?.(this.#message, this.#header!);
    if (misplaced) {
      this.finding(
        'edifact/association',
        unh.offsetOf(3),
        `The association code "${association}" stands in the third element of UNH`,
      );
    }
    if (sentType !== this.#message.type) {
      this.finding(
        'edifact/lower-case',
        unh.offsetOf(2),
        `The message type "${sentType}" is written in lower case`,
      );
    }
    if (reference === '' || sentType === '') {
      const missing = reference === '' ? 'reference' : 'message type';
      this.finding('edifact/unh-incomplete', unh.offset, `UNH has no ${missing}`);
    }
  }

  #readUnt(unt: TokenSegment): void {
    const message = this.#message;
    if (message === null) {
      this.#outOfPlace(unt);
      return;
    }
    this.#segments++;
    if (this.#segments > this.#mostSegments) this.#tooMany(unt.offset);
    if (unt.number(1) !== this.#segments) {
      this.finding(
        'edifact/unt-count',
        unt.offset,
        `UNT counts ${said(unt.text(1))} segments, the message has ${this.#segments}`,
      );
    }
    if (unt.text(2) !== message.reference) {
      this.finding(
        'edifact/unt-reference',
        unt.offset,
        `UNT says ${said(unt.text(2))}, UNH says ${said(message.reference)}`,
      );
    }
    this.#endMessage(this.#endOffset);
  }

  #readUne(une: TokenSegment): void {
    if (this.#message !== null) this.#endWithoutUnt(une.offset);
    const group = this.#group;
    if (group === null) {
      this.#outOfPlace(une);
      return;
    }
    if (une.number(1) !== group.messages) {
      this.finding(
        'edifact/une-count',
        une.offset,
        `UNE counts ${said(une.text(1))} messages, the group has ${group.messages}`,
      );
    }
    if (une.text(2) !== group.reference) {
      this.finding(
        'edifact/une-reference',
        une.offset,
        `UNE says ${said(une.text(2))}, UNG says ${said(group.reference)}`,
      );
    }
    this.#group = null;
    this.#stray = false;
  }

  #readUnz(unz: TokenSegment): void {
    if (this.#message !== null) this.#endWithoutUnt(unz.offset);
    if (this.#group !== null) this.finding('edifact/no-une', unz.offset, 'The group is not closed by UNE');
    if (this.#header === null || this.#bare) {
      this.#openBare(unz.offset);
      this.finding('edifact/out-of-place', unz.offset, 'UNZ stands here without UNB');
      return;
    }
    const held = this.#groups > 0 ? this.#groups : this.#messages;
    if (unz.number(1) !== held) {
      const what = this.#groups > 0 ? 'groups' : 'messages';
      this.finding(
        'edifact/unz-count',
        unz.offset,
        `UNZ counts ${said(unz.text(1))} ${what}, the interchange has ${held}`,
      );
    }
    if (unz.text(2) !== this.#header.control) {
      this.finding(
        'edifact/unz-reference',
        unz.offset,
        `UNZ says ${said(unz.text(2))}, UNB says ${said(this.#header.control)}`,
      );
    }
  }

  #openBare(offset: number): void {
    if (this.#header !== null) return;
    this.#bare = true;
    this.#open(emptyHeader);
    this.finding('edifact/no-unb', offset, 'Messages stand here without UNB');
  }

  #outOfPlace(segment: TokenSegment): void {
    if (this.#header === null) this.#openBare(segment.offset);
    if (this.#stray) return;
    this.#stray = true;
    this.finding(
      'edifact/out-of-place',
      segment.offset,
      `${segment.tag.slice(0, 12)} stands outside any message`,
    );
  }

  #tooMany(offset: number): void {
    if (this.#tooManyTold) return;
    this.#tooManyTold = true;
    this.finding(
      'edifact/too-many-segments',
      offset,
      `The message has more than ${this.#mostSegments} segments`,
    );
  }

  #endWithoutUnt(offset: number): void {
    this.finding('edifact/no-unt', offset, `Message ${said(this.#message!.reference)} ends without UNT`);
    this.#endMessage(offset);
  }

  #endMessage(endOffset: number): void {
    const header = this.#message!;
    const verdict = this.#messageVerdict;
    const segments = this.#segments;
    this.#message = null;
    this.#handler.messageEnd?.({
      header,
      type: header.type,
      version: `${header.version}${header.release} ${header.association}`.trim(),
      reference: header.reference,
      segments,
      verdict,
      endOffset,
    });
  }
}

function isDropped(code: EdifactFindingCode): boolean {
  return (
    code === 'edifact/element-too-long' ||
    code === 'edifact/segment-too-long' ||
    code === 'edifact/too-many-components' ||
    code === 'edifact/too-many-elements'
  );
}

function said(text: string): string {
  return text === '' ? 'nothing' : `"${text.slice(0, 40)}"`;
}

/**
 * Date and time of UNB (YYMMDD or, in syntax 4, CCYYMMDD; HHMM) as epoch milliseconds read as UTC; null
 * when it is none. Years 70 to 99 of a two-digit year are of the last century.
 */
function preparationTime(date: string, time: string): number | null {
  const day = /^(\d{2}|\d{4})(\d{2})(\d{2})$/.exec(date);
  const clock = /^(\d{2})(\d{2})$/.exec(time === '' ? '0000' : time);
  if (day === null || clock === null) return null;
  let year = Number(day[1]);
  if (day[1]!.length === 2) year += year < 70 ? 2000 : 1900;
  const [month, dayOfMonth, hour, minute] = [
    Number(day[2]),
    Number(day[3]),
    Number(clock[1]),
    Number(clock[2]),
  ];
  const at = new Date(Date.UTC(year, month - 1, dayOfMonth, hour, minute));
  const same = at.getUTCMonth() === month - 1 && at.getUTCDate() === dayOfMonth && hour < 24 && minute < 60;
  return same ? at.getTime() : null;
}
