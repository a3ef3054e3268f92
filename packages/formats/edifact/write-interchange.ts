import { joinBytes } from '../join-bytes.ts';
import { stampMinutes } from './stamp-minutes.ts';
import { writeSegment, type WriteOptions } from './write-segment.ts';

export interface WrittenInterchange {
  readonly sender: string;
  readonly recipient: string;
  /** UNB 0020, up to 14 characters. */
  readonly reference: string;
  /** Epoch milliseconds; written in UTC. */
  readonly madeAt: number;
}

/**
 * Puts UNB and UNZ around messages, in syntax 3.
 *
 * @param messages each from its UNH to its UNT
 * @throws {EdifactWriteError} for a text the character set can't hold
 * @see docs/sources.md#iso-9735
 * @example new TextDecoder().decode(writeInterchange({ sender: 'A', recipient: 'B', reference: '1', madeAt: 0 }, [])) // "UNB+UNOC:3+A+B+700101:0000+1'UNZ+0+1'"
 */
export function writeInterchange(
  { sender, recipient, reference, madeAt }: WrittenInterchange,
  messages: readonly Uint8Array[],
  options: WriteOptions = {},
): Uint8Array {
  const stamp = stampMinutes(madeAt);
  const charset = options.charset ?? 'UNOC';
  const moment = [stamp.slice(2, 8), stamp.slice(8)];
  return joinBytes([
    writeSegment('UNB', [[charset, '3'], sender, recipient, moment, reference], options),
    ...messages,
    writeSegment('UNZ', [String(messages.length), reference], options),
  ]);
}
