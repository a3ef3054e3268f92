import type { CargoRow } from '../../cargo-row.ts';
import type { Segment } from '../segment.ts';

/**
 * What the envelope says about a message before its first segment is read: the reader's message
 * header with the sender and recipient of its interchange.
 */
export interface MessageIdentity {
  /** UNH S009/0065, e.g. "BAPLIE". */
  readonly type: string;
  /** UNH S009/0052, e.g. "D" or "1". */
  readonly version: string;
  /** UNH S009/0054, e.g. "95B". */
  readonly release: string;
  /** UNH S009/0057, e.g. "SMDG22"; empty when absent. */
  readonly association: string;
  /** Interchange sender and recipient, empty when the envelope names none. */
  readonly sender: string;
  readonly recipient: string;
  /** UNH 0062. */
  readonly reference: string;
  /** Byte offset of UNH; the first segment's where it is not given. */
  readonly offset?: number;
}

/**
 * Turns the segments of one message into rows. Segments are handed over in order, without UNH
 * and UNT; `end` is called once after the last one, also when the message is cut off.
 * Neither throws for any input.
 */
export interface MessageMapper {
  segment(segment: Segment): void;
  end(): void;
}

export type RowSink = (row: CargoRow) => void;
