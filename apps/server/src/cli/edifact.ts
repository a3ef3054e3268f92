import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { checkEdifact, type InterchangeReport } from '@havenwacht/formats/edifact';
import { answerFile } from '../features/intake/index.ts';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import type { DeclareCommand } from './declare-command.ts';
import { errorWords, exitCode, exitCodeOf } from './exit-code.ts';
import { plainText, type Terminal } from './terminal.ts';

/** Findings of one interchange that are printed for people; `--json` gives all. */
const mostPrinted = 50;

export const declare: DeclareCommand = (command, terminal) => {
  command
    .command('check')
    .description('check the envelope of EDIFACT files and say what is wrong, with byte offsets')
    .argument('<file...>', 'files; - is standard input')
    .addHelpText('before', 'Example: havenwacht edifact check inbox/*.edi\n')
    .addHelpText(
      'after',
      '\nEnds with 3 when an interchange is quarantined, with 5 when a file is not there.',
    )
    .action((files: readonly string[]) => checkFiles(files, terminal()));
  command
    .command('contrl')
    .description('write CONTRL, the syntax answer, for the interchanges of an EDIFACT file')
    .argument('<file>', 'a file; - is standard input')
    .addHelpText('before', 'Example: havenwacht edifact contrl inbox/manifest.edi > answer.edi\n')
    .action(async (file: string) => {
      const out = terminal();
      const answer = await answerFile(await openFile(file, () => {}), Date.now());
      await out.print(new TextDecoder('latin1').decode(answer));
    });
};

async function checkFiles(files: readonly string[], terminal: Terminal): Promise<void> {
  let quarantined = false;
  for (const file of files) {
    const bar = terminal.progress(file);
    try {
      for await (const report of checkEdifact(await openFile(file, bar.update))) {
        quarantined ||= report.verdict === 'quarantined';
        if (terminal.json) await terminal.line({ file, ...report });
        else await printReport(file, report, terminal);
      }
    } catch (error) {
      terminal.complain(error instanceof HavenwachtError ? `${file}: ${error.message}` : errorWords(error));
      terminal.exitCode = exitCodeOf(error);
    } finally {
      bar.end();
    }
  }
  if (quarantined && terminal.exitCode === exitCode.done) terminal.exitCode = exitCode.someRejected;
}

async function openFile(
  file: string,
  onProgress: (done: number, total: number) => void,
): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return counted(process.stdin, 0, onProgress);
  const found = await stat(file);
  if (found.isDirectory()) {
    throw new HavenwachtError('edifact-check/folder', 400, 'This is a folder; name the files in it.');
  }
  return counted(createReadStream(file, { highWaterMark: 1_048_576 }), found.size, onProgress);
}

async function* counted(
  blocks: AsyncIterable<Uint8Array>,
  total: number,
  onProgress: (done: number, total: number) => void,
): AsyncIterable<Uint8Array> {
  let done = 0;
  for await (const block of blocks) {
    yield block;
    done += block.length;
    onProgress(done, total);
  }
}

const colours = { accepted: 'green', warning: 'yellow', quarantined: 'red' } as const;

async function printReport(file: string, report: InterchangeReport, terminal: Terminal): Promise<void> {
  const { verdict, sender, recipient, control, messages, findings } = report;
  const kinds = Map.groupBy(messages, ({ type, version }) => `${type} ${version}`.trim());
  const what = [...kinds].map(([kind, list]) => `${list.length} × ${kind}`).join(', ');
  const who = `${sender || '?'} to ${recipient || '?'}, ${control || 'no control reference'}`;
  await terminal.print(
    `${terminal.colour(colours[verdict], verdict)}  ${plainText(file)}  ${plainText(who)}  ${plainText(what)}`,
  );
  for (const { code, offset, text } of findings.slice(0, mostPrinted)) {
    await terminal.print(`  byte ${offset}  ${code}  ${plainText(text)}`);
  }
  if (findings.length > mostPrinted)
    await terminal.print(`  and ${findings.length - mostPrinted} more; --json gives all`);
}
