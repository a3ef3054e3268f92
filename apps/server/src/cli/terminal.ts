import type { Writable } from 'node:stream';
import { stripVTControlCharacters, styleText } from 'node:util';
import { exitCode, type ExitCode } from './exit-code.ts';

/** A column of a table for people. */
export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

export interface ProgressBar {
  /** `total` of 0 = not known. */
  update(done: number, total: number): void;
  end(): void;
}

type Colour = 'green' | 'yellow' | 'red' | 'dim' | 'bold';

/**
 * Where a command writes: data to stdout, everything said to a person to stderr.
 *
 * ```ts
 * if (terminal.json) for (const row of rows) terminal.line(row);
 * else terminal.table([{ title: 'container' }], rows.map((row) => [row.container]));
 * terminal.say('12 files taken');
 * ```
 */
export interface Terminal {
  readonly json: boolean;
  /** What the command ends with; `done` unless it says otherwise. */
  exitCode: ExitCode;
  /** One JSON object as a line of data. */
  line(value: object): Promise<void>;
  /** A line of data for people. */
  print(text: string): Promise<void>;
  table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): Promise<void>;
  /** A message on stderr; silent with `--quiet`. */
  say(text: string): void;
  /** An error on stderr; also with `--quiet`. */
  complain(text: string): void;
  /** A bar on stderr when that is a terminal; otherwise nothing. */
  progress(label: string): ProgressBar;
  /** Text in a colour for stdout where that shows colours. */
  colour(colour: Colour, text: string): string;
}

export interface TerminalStreams {
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function createTerminal(
  streams: TerminalStreams,
  options: { readonly json: boolean; readonly quiet: boolean },
): Terminal {
  const { stdout, stderr, env } = streams;
  const colours = stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const bars = stderr.isTTY === true && !options.quiet && env['TERM'] !== 'dumb';
  const write = async (text: string): Promise<void> => {
    if (stdout.write(text)) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        stdout.off('drain', go).off('close', go).off('error', go);
        resolve();
      };
      stdout.once('drain', go).once('close', go).once('error', go);
    });
  };
  return {
    json: options.json,
    exitCode: exitCode.done,
    line: (value) => write(`${JSON.stringify(value)}\n`),
    print: (text) => write(`${text}\n`),
    table: (columns, rows) => write(layOut(columns, rows, (title) => paint(colours, 'bold', title))),
    say(text) {
      if (!options.quiet) stderr.write(`${text}\n`);
    },
    complain: (text) => void stderr.write(`${text}\n`),
    progress: (label) => (bars ? drawBar(stderr, label) : { update() {}, end() {} }),
    colour: (colour, text) => paint(colours, colour, text),
  };
}

function paint(colours: boolean, colour: Colour, text: string): string {
  return colours ? styleText(colour, text, { validateStream: false }) : text;
}

/** Columns as wide as their widest cell; control characters of foreign text don't reach the terminal. */
function layOut(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  heading: (title: string) => string,
): string {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => visible(row[index] ?? '').length)),
  );
  const write = (cells: readonly string[], style: (cell: string) => string): string =>
    cells
      .map((cell, index) => {
        const gap = ' '.repeat(Math.max(0, (widths[index] ?? 0) - visible(cell).length));
        const isLast = index === cells.length - 1;
        return columns[index]?.align === 'right' ? gap + style(cell) : style(cell) + (isLast ? '' : gap);
      })
      .join('  ')
      .trimEnd();
  const lines = [
    write(
      columns.map(({ title }) => title),
      heading,
    ),
    ...rows.map((row) =>
      write(
        columns.map((_, index) => row[index] ?? ''),
        (cell) => cell,
      ),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function visible(text: string): string {
  return stripVTControlCharacters(text);
}

/** Foreign text as one line that can't command the terminal. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

const barWidth = 24;
const betweenMs = 100;

function drawBar(stderr: TerminalStreams['stderr'], label: string): ProgressBar {
  const started = Date.now();
  let drawnAt = 0;
  let ended = false;
  const draw = (done: number, total: number): void => {
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const filled = Math.round(share * barWidth);
    const bar =
      total > 0
        ? ` [${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${Math.floor(share * 100)} %`
        : '';
    const seconds = Math.round((Date.now() - started) / 1000);
    const text = `${label}${bar} ${done.toLocaleString('en')} ${seconds} s`;
    stderr.write(`\r\u001b[2K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
  };
  return {
    update(done, total) {
      if (ended || Date.now() - drawnAt < betweenMs) return;
      drawnAt = Date.now();
      draw(done, total);
    },
    end() {
      if (!ended && drawnAt > 0) stderr.write('\r\u001b[2K');
      ended = true;
    },
  };
}
