import type { CargoRow } from '../../cargo-row.ts';
import type { MessageHeader } from '../interchange.ts';
import type { Segment } from '../segment.ts';
import type { DialectProfile } from './dialects.ts';
import type { MessageMapper } from './message-mapper.ts';
import { EdifactReader } from '../reader.ts';
import { createMapper } from './create-mapper.ts';
import { chooseDialect } from './dialects.ts';

/** For tests: what the reader and the mappers make of a file, and where each segment stood. */
export interface Mapped {
  readonly rows: CargoRow[];
  readonly segments: { readonly tag: string; readonly offset: number; end: number }[];
  readonly unmapped: string[];
}

export function mapBytes(
  bytes: Uint8Array,
  profiles?: readonly DialectProfile[],
  chunk = bytes.length,
): Mapped {
  const mapped: Mapped = { rows: [], segments: [], unmapped: [] };
  let mapper: MessageMapper | null = null;
  let sender = '';
  let recipient = '';
  const closeLast = (end: number): void => {
    const last = mapped.segments.at(-1);
    if (last !== undefined && last.end < 0) last.end = end;
  };
  const reader = new EdifactReader({
    interchangeStart(header) {
      ({ sender, recipient } = header);
    },
    messageStart(header: MessageHeader) {
      const identity = { ...header, sender, recipient };
      mapper = createMapper(identity, (row) => mapped.rows.push(row), chooseDialect(identity, profiles));
      if (mapper === null) mapped.unmapped.push(header.type);
    },
    segment(segment: Segment) {
      closeLast(segment.offset);
      if (mapper === null) return;
      mapped.segments.push({ tag: segment.tag, offset: segment.offset, end: -1 });
      mapper.segment(segment);
    },
    messageEnd(end) {
      closeLast(end.endOffset);
      mapper?.end();
      mapper = null;
    },
  });
  for (let at = 0; at < bytes.length; at += Math.max(chunk, 1))
    reader.push(bytes.subarray(at, at + Math.max(chunk, 1)));
  reader.end();
  return mapped;
}

/** Rows of one message written as text, one segment a line, without UNB, UNH, UNT and UNZ. */
export function rowsOf(
  type: string,
  body: string,
  options: { sender?: string; profiles?: DialectProfile[] } = {},
): CargoRow[] {
  const lines = body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [name, ...directory] = type.split(':');
  const text = [
    `UNB+UNOC:3+${options.sender ?? 'QZXLINE'}+QZCUSTOMS+260101:0000+1`,
    `UNH+1+${name}:${directory.length === 0 ? 'D:95B:UN' : directory.join(':')}`,
    ...lines,
    `UNT+${lines.length + 2}+1`,
    'UNZ+1+1',
  ]
    .map((line) => `${line}'`)
    .join('\n');
  return mapBytes(new TextEncoder().encode(text), options.profiles).rows;
}
