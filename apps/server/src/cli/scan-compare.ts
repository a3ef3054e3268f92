import type { Command } from 'commander';
import type { ScanFile } from '@havenwacht/formats/scan';
import { comparePair, type PairComparison, type ScanImage } from '@havenwacht/imaging';
import { exitCode } from './exit-code.ts';
import { readScanPath } from './read-scan-path.ts';
import { plainText, type Terminal } from './terminal.ts';

/** Adds `compare`: two scans of a container, what came or went between them. */
export function declareScanCompare(command: Command, terminal: () => Terminal): void {
  command
    .command('compare')
    .description('compare two scans of one container, the earlier first')
    .argument('<earlier>', 'a scan file that tells its energies, air levels and geometry')
    .argument('<later>', 'the later scan')
    .option('--cargo <class>', 'class of goods whose clean pairs the chance is taken from')
    .addHelpText('before', 'Example: havenwacht scan compare departure.tiff arrival.tiff --json\n')
    .addHelpText(
      'after',
      '\n"Cannot compare" is an answer, never a clear one. Ends with 3 when a file is quarantined.',
    )
    .action(async (earlier: string, later: string, { cargo }: { readonly cargo?: string }) => {
      const out = terminal();
      const images: ScanImage[] = [];
      for (const file of [earlier, later]) {
        const reading = await readScanPath(file);
        if (reading.ok) {
          images.push(imageOf(reading.record));
          continue;
        }
        for (const { code, offset, text } of reading.findings) {
          out.complain(`${plainText(file)}: byte ${offset}  ${code}  ${plainText(text)}`);
        }
        out.exitCode = exitCode.someRejected;
      }
      const [first, second] = images;
      if (first === undefined || second === undefined) return;
      const compared = comparePair({
        earlier: first,
        later: second,
        ...(cargo === undefined ? {} : { cargo }),
      });
      if (out.json) await out.line(compared);
      else await printComparison(compared, out);
    });
}

/** A scan file in the words of the analysers. One that tells nothing of itself has no channel to compute with. */
function imageOf({ columns, rows, channels, about, part }: ScanFile): ScanImage {
  const told = about?.channels ?? [];
  return {
    columns,
    rows,
    container: about?.container ?? null,
    scanner: about?.scanner ?? { id: '', manufacturer: '', model: '' },
    acquiredAt: about?.acquiredAt ?? null,
    lane: about?.lane ?? null,
    direction: about?.direction ?? null,
    geometry: about?.geometry ?? null,
    channels: channels.flatMap((samples, index) => {
      const channel = told[part === null ? index : part.number - 1];
      return channel === undefined ? [] : [{ ...channel, samples }];
    }),
  };
}

async function printComparison(compared: PairComparison, out: Terminal): Promise<void> {
  if (!compared.comparable) {
    await out.print(`${out.colour('yellow', 'cannot compare')}  ${compared.reason}`);
    return;
  }
  const { score, pValue, registration, changes } = compared;
  await out.print(
    `score ${score.toFixed(1)}, chance of a clean pair ${pValue.toPrecision(2)}; ${registration.relation} geometry`,
  );
  for (const { x, y, width, height, excessKg, sigmaKg, pValue: chance } of changes) {
    await out.print(
      `  ${width} × ${height} at ${x}, ${y}: ${excessKg.toFixed(1)} ± ${sigmaKg.toFixed(1)} kg, chance ${chance.toPrecision(2)}`,
    );
  }
}
