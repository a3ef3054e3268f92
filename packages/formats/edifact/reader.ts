import type { EdifactFinding } from './finding.ts';
import type { InterchangeEnd, InterchangeHeader, MessageEnd, MessageHeader } from './interchange.ts';
import type { Segment } from './segment.ts';

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
