/**
 * One side of the EDIFACT benchmark in a process of its own: reads a file whole, pushes it in blocks
 * `rounds` times and prints what it counted and MB per CPU-second of each round.
 *
 *     node bench/edifact-side.ts check|rows|edifact|ts-edifact FILE ROUNDS
 *     node bench/edifact-side.ts memory FILE MEGABYTES
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { validateRow } from '@havenwacht/formats';
import { createMapper, EdifactReader, type MessageMapper } from '@havenwacht/formats/edifact';

/** What one side prints. */
export interface SideResult {
  readonly mbPerCpuSecond: readonly number[];
  readonly segments: number;
  readonly rows: number;
  /** Rows that say what the mapper did not read. */
  readonly unread: number;
  /** What validating the rows found. */
  readonly implausible: number;
  readonly clean: boolean;
  readonly peakOverIdleMb?: number;
}

interface Counted {
  segments: number;
  rows: number;
  unread: number;
  implausible: number;
  clean: boolean;
}

const blockBytes = 65_536;
const peers = createRequire(new URL('./peers/package.json', import.meta.url));

/** Tokenise and check: every segment is handed to a callback, as the peers do. */
function check(): { push(block: Uint8Array): void; end(): Counted } {
  const counted = { segments: 0, rows: 0, unread: 0, implausible: 0, clean: true };
  const reader = new EdifactReader({
    segment() {
      counted.segments++;
    },
    messageEnd() {
      counted.segments += 2;
    },
    interchangeEnd({ verdict }) {
      counted.segments += 2;
      if (verdict !== 'accepted') counted.clean = false;
    },
  });
  return {
    push: (block) => reader.push(block),
    end() {
      reader.end();
      return counted;
    },
  };
}

/** Every segment is mapped, and every row validated. */
function rows(): { push(block: Uint8Array): void; end(): Counted } {
  const counted = { segments: 0, rows: 0, unread: 0, implausible: 0, clean: true };
  let mapper: MessageMapper | null = null;
  const reader = new EdifactReader({
    messageStart(header, { sender, recipient }) {
      mapper = createMapper({ ...header, sender, recipient }, (row) => {
        counted.rows++;
        if (row.kind === 'unread') counted.unread++;
        counted.implausible += validateRow(row).length;
      });
    },
    segment(segment) {
      counted.segments++;
      mapper?.segment(segment);
    },
    messageEnd() {
      mapper?.end();
      mapper = null;
    },
    interchangeEnd({ verdict }) {
      if (verdict !== 'accepted') counted.clean = false;
    },
  });
  return {
    push: (block) => reader.push(block),
    end() {
      reader.end();
      return counted;
    },
  };
}

interface PeerParser {
  write(chunk: string): void;
  end(): void;
}

/** The widest character set, so that it refuses nothing, and callbacks in place of events. */
function edifact(): { push(block: Uint8Array): void; end(): Counted } {
  const { Parser } = peers('edifact') as {
    Parser: new () => PeerParser & { encoding(level: string): void } & Record<string, unknown>;
  };
  const parser = new Parser();
  parser.encoding('UCS2');
  const counted = { segments: 0, rows: 0, unread: 0, implausible: 0, clean: true };
  const nothing = (): void => undefined;
  Object.assign(parser, { onopensegment: nothing, onelement: nothing, oncomponent: nothing });
  Object.assign(parser, { onclosesegment: () => void counted.segments++ });
  return pushingText(parser, counted);
}

/**
 * Its parser alone (its index file needs packages it does not name), with a validator that does nothing:
 * the one it brings prints a line for every segment.
 */
function tsEdifact(): { push(block: Uint8Array): void; end(): Counted } {
  const { Parser } = peers('ts-edifact/lib/parser') as { Parser: new (configuration: unknown) => PeerParser };
  const { Configuration } = peers('ts-edifact/lib/configuration') as {
    Configuration: new (config: unknown) => unknown;
  };
  const nothing = (): void => undefined;
  const silent = Object.fromEntries(
    [
      'disable',
      'enable',
      'define',
      'format',
      'onOpenSegment',
      'onElement',
      'onOpenComponent',
      'onCloseComponent',
      'onCloseSegment',
    ].map((name) => [name, nothing]),
  );
  const parser = new Parser(new Configuration({ charset: 'UNOC', validator: silent }));
  const counted = { segments: 0, rows: 0, unread: 0, implausible: 0, clean: true };
  Object.assign(parser, { onOpenSegment: nothing, onElement: nothing, onComponent: nothing });
  Object.assign(parser, { onCloseSegment: () => void counted.segments++ });
  return pushingText(parser, counted);
}

function pushingText(
  parser: PeerParser,
  counted: Counted,
): { push(block: Uint8Array): void; end(): Counted } {
  return {
    push: (block) =>
      parser.write(Buffer.from(block.buffer, block.byteOffset, block.length).toString('latin1')),
    end() {
      parser.end();
      return counted;
    },
  };
}

const sides = { check, rows, edifact, 'ts-edifact': tsEdifact };

function measure(side: keyof typeof sides, file: Uint8Array, rounds: number): SideResult {
  const mbPerCpuSecond: number[] = [];
  let counted: Counted = { segments: 0, rows: 0, unread: 0, implausible: 0, clean: false };
  for (let round = 0; round < rounds; round++) {
    const parser = sides[side]();
    const before = process.cpuUsage();
    for (let at = 0; at < file.length; at += blockBytes) parser.push(file.subarray(at, at + blockBytes));
    counted = parser.end();
    const { user, system } = process.cpuUsage(before);
    mbPerCpuSecond.push(file.length / (user + system));
  }
  return { mbPerCpuSecond, ...counted };
}

/** Streams a file over and over, as if it were one of `megabytes`; peak of the whole process over what it had before. */
function memory(file: Uint8Array, megabytes: number): SideResult {
  const idle = process.memoryUsage().rss;
  const parser = check();
  for (let done = 0; done < megabytes * 1e6; done += file.length) {
    for (let at = 0; at < file.length; at += blockBytes) parser.push(file.subarray(at, at + blockBytes));
  }
  const counted = parser.end();
  const peak = process.resourceUsage().maxRSS * 1024;
  return { mbPerCpuSecond: [], ...counted, peakOverIdleMb: (peak - idle) / 1e6 };
}

const [, script, side = '', path = '', amount = '3'] = process.argv;
if (script === import.meta.filename) {
  const file = readFileSync(path);
  const result =
    side === 'memory'
      ? memory(file, Number(amount))
      : measure(side as keyof typeof sides, file, Number(amount));
  console.log(JSON.stringify(result));
}
