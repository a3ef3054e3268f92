import { mutated, randomSizes, seeded } from './mutate.ts';
import { readCases } from './fixtures/core/read-cases.ts';
import { EdifactReader } from './reader.ts';
import { edifactFindingKinds } from './finding.ts';
import type { Segment } from './segment.ts';

export interface FuzzResult {
  readonly inputs: number;
  readonly bytes: number;
  readonly segments: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly slowestMs: number;
}

const pieces = [
  "UNA:+.? '",
  'UNA|^,! \n',
  "UNB+UNOA:2+S+R+240115:1200+C'",
  "UNH+1+CODECO:D:95B:UN'",
  "UNT+2+1'",
]
  .concat([
    "UNZ+1+C'",
    "UNG+A+B+C'",
    "UNE+1+G'",
    "'",
    "''",
    '+',
    ':',
    '?',
    "?'",
    '*',
    '\0',
    '\r\n',
    ' ',
    '\xef\xbb\xbf',
  ])
  .concat([
    '\xff',
    'unb',
    'UN',
    'UNB+UNO',
    '\x1d',
    'UNOY:4',
    '\xc3\xbc',
    "?\n'",
    '~',
    'A'.repeat(300),
    ':B'.repeat(120),
  ]);

/**
 * Reads `count` mutated inputs, each in one block and in random blocks.
 *
 * @throws when an input makes the reader throw, gives other events in other blocks, leaves an interchange
 *   without a verdict, or gives an offset outside the input
 */
export function fuzzEdifact(count: number, seed: number): FuzzResult {
  const random = seeded(seed);
  const bases = readCases()
    .map(({ bytes }) => bytes)
    .filter(({ length }) => length < 2000);
  const verdicts: Record<string, number> = { accepted: 0, warning: 0, quarantined: 0 };
  let bytes = 0;
  let segments = 0;
  let slowestMs = 0;
  for (let i = 0; i < count; i++) {
    const input = mutated(bases, pieces, random);
    bytes += input.length;
    const started = performance.now();
    try {
      const whole = eventsOf(input, [input.length]);
      const parts = eventsOf(input, randomSizes(input.length, random));
      compare(whole.log, parts.log);
      judge(input, whole);
      segments += whole.segments;
      for (const verdict of whole.verdicts) verdicts[verdict]! += 1;
    } catch (error) {
      const shown = [...input].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      throw new Error(`input ${i} of seed ${seed}: ${shown}`, { cause: error });
    }
    slowestMs = Math.max(slowestMs, performance.now() - started);
  }
  return { inputs: count, bytes, segments, verdicts, slowestMs };
}

export interface Recorded {
  readonly log: readonly string[];
  readonly verdicts: readonly string[];
  readonly offsets: readonly number[];
  readonly segments: number;
}

/** All that the reader tells about an input that is pushed in blocks of the given sizes, over and over. */
export function eventsOf(input: Uint8Array, sizes: readonly number[]): Recorded {
  const log: string[] = [];
  const verdicts: string[] = [];
  const offsets: number[] = [];
  let segments = 0;
  const reader = new EdifactReader({
    interchangeStart: (header) => void log.push(`interchange ${JSON.stringify(header)}`),
    messageStart: (header) => void log.push(`message ${JSON.stringify(header)}`),
    segment(segment) {
      segments++;
      offsets.push(segment.offset);
      log.push(described(segment));
    },
    messageEnd(end) {
      offsets.push(end.endOffset);
      log.push(`message end ${JSON.stringify(end)}`);
    },
    interchangeEnd(end) {
      verdicts.push(end.verdict);
      offsets.push(end.endOffset);
      log.push(`interchange end ${JSON.stringify(end)}`);
    },
    finding(finding) {
      if (!(finding.code in edifactFindingKinds)) throw new Error(`unlisted code ${finding.code}`);
      offsets.push(finding.offset);
      log.push(`finding ${JSON.stringify(finding)}`);
    },
  });
  let at = 0;
  for (let i = 0; at < input.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    // A copy, wiped after the push: what the reader keeps must be its own.
    const block = input.slice(at, at + size);
    reader.push(block);
    block.fill(0x2b);
    at += size;
  }
  reader.end();
  return { log, verdicts, offsets, segments };
}

/** A segment with every element, repetition and component as text, number and offset. */
function described(segment: Segment): string {
  let text = `${segment.position} ${segment.tag}@${segment.offset}`;
  for (let e = 0; e <= segment.elementCount; e++) {
    for (let r = 0; r < segment.repetitionCount(e); r++) {
      for (let c = 0; c < segment.componentCount(e, r); c++) {
        text += ` ${e}.${r}.${c}=${segment.text(e, c, r)}/${segment.number(e, c, r)}@${segment.offsetOf(e, c, r)}`;
      }
    }
  }
  return text;
}

function compare(whole: readonly string[], parts: readonly string[]): void {
  for (let i = 0; i < Math.max(whole.length, parts.length); i++) {
    if (whole[i] !== parts[i]) throw new Error(`in one block: ${whole[i]}\nin parts: ${parts[i]}`);
  }
}

function judge(input: Uint8Array, { verdicts, offsets, log }: Recorded): void {
  if (verdicts.length === 0) throw new Error('no verdict');
  const starts = log.filter((line) => line.startsWith('interchange {')).length;
  if (starts !== verdicts.length) throw new Error(`${starts} interchanges began, ${verdicts.length} ended`);
  for (const offset of offsets) {
    if (!(offset >= 0 && offset <= input.length)) throw new Error(`offset ${offset} of ${input.length}`);
  }
}
