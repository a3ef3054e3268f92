import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median, type Bench, type BenchLine } from './bench-line.ts';
import { largeMessages, measuredTypes, type MeasuredType } from './edifact-messages.ts';
import type { SideResult } from './edifact-side.ts';

const run = promisify(execFile);
const unit = 'MB per CPU-second';
const peers = ['edifact', 'ts-edifact'] as const;
const rounds = 5;

/**
 * Speed of reading EDIFACT. Each side reads the same file in 64 kB blocks in a process of its own; the
 * file is in memory before the clock starts; the figure is the median of the rounds by CPU time of
 * the process, so it includes collecting garbage and compiling.
 */
export const bench: Bench = {
  name: 'edifact',
  about: 'tokenise and check, map to validated rows, and memory, against the npm parsers',
  async *run({ quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'havenwacht-bench-'));
    const megabytes = quick ? 10 : 101;
    try {
      for (const type of measuredTypes) {
        const file = join(folder, 'measured.edi');
        const size = writeMessages(file, type, megabytes);
        process.stderr.write(`edifact: ${type} of ${size} MB\n`);
        const check = await measured('check', file, rounds);
        for (const peer of peers)
          yield against(
            `${type} ${size} MB, tokenise and check`,
            check,
            peer,
            await measured(peer, file, rounds),
          );
        const rows = await measured('rows', file, rounds);
        yield {
          bench: 'edifact',
          case: `${type} ${size} MB, to validated rows`,
          ours: rounded(median(rows.mbPerCpuSecond)),
          peer: null,
          unit,
          ratio: null,
          limit: 150,
          note: `${rows.rows} rows, ${rows.unread} of them unread, ${rows.implausible} findings; ${load()}`,
        };
      }
      const streamed = join(folder, 'streamed.edi');
      writeMessages(streamed, 'BAPLIE', quick ? 2 : 10);
      const total = quick ? 50 : 1000;
      const memory = await measured('memory', streamed, total);
      yield {
        bench: 'edifact',
        case: `memory over the idle process, ${total} MB streamed`,
        ours: rounded(memory.peakOverIdleMb ?? Number.NaN),
        peer: null,
        unit: 'MB, at most',
        ratio: null,
        limit: 64,
        note: `${memory.segments} segments`,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function writeMessages(path: string, type: MeasuredType, megabytes: number): number {
  const file = openSync(path, 'w');
  let bytes = 0;
  for (const text of largeMessages(type, megabytes)) bytes += writeSync(file, text, null, 'latin1');
  closeSync(file);
  return Math.round(bytes / 1e6);
}

async function measured(
  side: string,
  file: string,
  amount: number,
): Promise<SideResult & { error?: string }> {
  try {
    const args = [join(import.meta.dirname, 'edifact-side.ts'), side, file, String(amount)];
    const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 26 });
    return JSON.parse(stdout) as SideResult;
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    const reason = /^\w*Error: .*$/m.exec(stderr)?.[0] ?? String(error);
    return {
      mbPerCpuSecond: [],
      segments: 0,
      rows: 0,
      unread: 0,
      implausible: 0,
      clean: false,
      error: reason,
    };
  }
}

function against(
  name: string,
  ours: SideResult,
  peer: (typeof peers)[number],
  theirs: SideResult & { error?: string },
): BenchLine {
  const figure = median(ours.mbPerCpuSecond);
  const version = versionOf(peer);
  const common = { bench: 'edifact', case: name, ours: rounded(figure), unit };
  if (version === null || theirs.error !== undefined) {
    const note =
      version === null ? `${peer} is not installed` : `${peer} does not read the file: ${theirs.error}`;
    return { ...common, peer: null, ratio: null, note };
  }
  const peerFigure = median(theirs.mbPerCpuSecond);
  const equal = ours.segments === theirs.segments ? 'the same' : `${theirs.segments} by the peer`;
  return {
    ...common,
    peer: { name: peer, version, figure: rounded(peerFigure) },
    ratio: rounded(figure / peerFigure),
    limit: 4,
    note: `${ours.segments} segments, ${equal}; ${ours.clean ? 'verdict accepted' : 'findings'}; ${load()}`,
  };
}

function versionOf(peer: string): string | null {
  try {
    const path = join(import.meta.dirname, 'peers', 'node_modules', peer, 'package.json');
    return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
  } catch {
    return null;
  }
}

function load(): string {
  return `load ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores`;
}

function rounded(figure: number): number {
  return Math.round(figure * 10) / 10;
}
