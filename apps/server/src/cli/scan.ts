import type { ScanFile, ScanReading } from '@havenwacht/formats/scan';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import type { DeclareCommand } from './declare-command.ts';
import { errorWords, exitCode, exitCodeOf } from './exit-code.ts';
import { readScanPath } from './read-scan-path.ts';
import { declareScanCompare } from './scan-compare.ts';
import { declareScanSimulate } from './scan-simulate.ts';
import { plainText, type Terminal } from './terminal.ts';

export const declare: DeclareCommand = (command, terminal) => {
  command
    .command('info')
    .description('say what a scan file holds and what is wrong with it')
    .argument('<file...>', 'TIFF, PNG or DICOS files; the JSON of a.tiff may lie beside it as a.json')
    .addHelpText('before', 'Example: havenwacht scan info scans/*.tiff\n')
    .addHelpText('after', '\nEnds with 3 when a file is quarantined, with 5 when it is not there.')
    .action((files: readonly string[]) => informOn(files, terminal()));
  declareScanCompare(command, terminal);
  declareScanSimulate(command, terminal);
};

async function informOn(files: readonly string[], terminal: Terminal): Promise<void> {
  for (const file of files) {
    try {
      const reading = await readScanPath(file);
      if (terminal.json) await terminal.line(inJson(file, reading));
      else await printReading(file, reading, terminal);
      if (!reading.ok && terminal.exitCode === exitCode.done) terminal.exitCode = exitCode.someRejected;
    } catch (error) {
      terminal.complain(error instanceof HavenwachtError ? `${file}: ${error.message}` : errorWords(error));
      terminal.exitCode = exitCodeOf(error);
    }
  }
}

function inJson(file: string, reading: ScanReading<ScanFile>): object {
  const { findings } = reading;
  if (!reading.ok) return { file, verdict: 'quarantined', findings };
  const { format, columns, rows, channels, about, part } = reading.record;
  const ranges = channels.map((samples, index) => ({
    ...about?.channels[part === null ? index : part.number - 1],
    ...rangeOf(samples),
  }));
  const verdict = findings.length > 0 ? 'warning' : 'accepted';
  return { file, verdict, format, columns, rows, ...about, part, channels: ranges, findings };
}

function rangeOf(samples: Uint16Array): { readonly least: number; readonly most: number } {
  let [least, most] = [65_535, 0];
  for (const sample of samples) {
    least = Math.min(least, sample);
    most = Math.max(most, sample);
  }
  return { least, most };
}

async function printReading(file: string, reading: ScanReading<ScanFile>, terminal: Terminal): Promise<void> {
  if (reading.ok) {
    const { format, columns, rows, channels, about } = reading.record;
    const word =
      reading.findings.length > 0
        ? terminal.colour('yellow', 'warning')
        : terminal.colour('green', 'accepted');
    const what = `${format}, ${columns} × ${rows}, ${channels.length} × 16 bits`;
    await terminal.print(
      `${word}  ${plainText(file)}  ${what}  ${plainText(about?.container ?? 'no container number')}`,
    );
  } else await terminal.print(`${terminal.colour('red', 'quarantined')}  ${plainText(file)}`);
  for (const { code, offset, text } of reading.findings) {
    await terminal.print(`  byte ${offset}  ${code}  ${plainText(text)}`);
  }
}
