import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import {
  cargoKinds,
  simulatePair,
  type CargoKind,
  type PairGeometry,
  type SimulatedScan,
} from '@havenwacht/imaging';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import { scanFileOf } from './scan-file-of.ts';
import type { Terminal } from './terminal.ts';
import { wholeNumber } from './whole-number.ts';

interface Options {
  readonly seed: number;
  readonly pairs: number;
  readonly out: string;
  readonly cargo?: CargoKind;
  readonly threatKg: number;
  readonly geometry: PairGeometry;
  readonly pitch: number;
}

/** Adds `simulate`: pairs of synthetic scans with what was hidden in them. */
export function declareScanSimulate(command: Command, terminal: () => Terminal): void {
  command
    .command('simulate')
    .description('write pairs of synthetic scans: departure, arrival, and truth.json')
    .requiredOption('--seed <n>', 'the same seed gives the same bytes', wholeNumber)
    .requiredOption('--pairs <n>', 'how many', wholeNumber)
    .requiredOption('--out <folder>', 'an empty folder, or one to be made')
    .addOption(new Option('--cargo <kind>', 'goods; all in turn when it is not given').choices(cargoKinds))
    .option('--threat-kg <kg>', 'hidden in every second pair, 0 to 50', Number, 25)
    .addOption(
      new Option('--geometry <relation>', 'of the two scanners')
        .choices(['same', 'unlike', 'mirrored'])
        .default('same'),
    )
    .option('--pitch <mm>', 'size of a pixel', wholeNumber, 5)
    .addHelpText(
      'before',
      'Example: havenwacht scan simulate --seed 7 --pairs 4 --out /tmp/scans --cargo bananas\n',
    )
    .action((options: Options) => writePairs(options, terminal()));
}

async function writePairs(
  { seed, pairs, out: folder, cargo, threatKg, geometry, pitch }: Options,
  out: Terminal,
): Promise<void> {
  if (!(threatKg >= 0 && threatKg <= 50)) {
    throw new HavenwachtError('scan-simulate/threat-kg', 400, '--threat-kg is from 0 to 50.');
  }
  if (!(pitch >= 2 && pitch <= 20))
    throw new HavenwachtError('scan-simulate/pitch', 400, '--pitch is from 2 to 20 mm.');
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new HavenwachtError('scan-simulate/not-empty', 409, 'The folder is not empty.');
  const truth = [];
  const bar = out.progress('scan simulate');
  try {
    for (let index = 0; index < pairs; index++) {
      const goods = cargo ?? cargoKinds[index % cargoKinds.length]!;
      const massKg = index % 2 === 1 ? threatKg : 0;
      const pair = simulatePair({
        seed: `${seed}/${index}`,
        family: 'training',
        cargo: goods,
        geometry,
        threatKg: massKg,
        pitchMm: pitch,
      });
      const name = String(index + 1).padStart(4, '0');
      await writeFile(join(folder, `${name}-departure.tiff`), scanFileOf(pair.departure.image));
      await writeFile(join(folder, `${name}-arrival.tiff`), scanFileOf(pair.arrival.image));
      const region = regionOf(pair.arrival);
      truth.push({
        pair: name,
        container: pair.arrival.image.container,
        cargo: goods,
        geometry,
        threatKg: massKg,
        place: pair.place,
        region,
      });
      bar.update(index + 1, pairs);
    }
  } finally {
    bar.end();
  }
  await writeFile(
    join(folder, 'truth.json'),
    `${JSON.stringify({ synthetic: true, seed, pairs: truth }, null, 2)}\n`,
  );
  if (out.json) await out.line({ out: folder, pairs });
  else await out.print(`${folder}: ${pairs} pairs of synthetic scans (truth.json)`);
}

/** Bounds of what was hidden, pixels of the arrival; `null` when nothing was. */
function regionOf({ mask, image: { columns } }: SimulatedScan): object | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  mask.forEach((seen, at) => {
    if (seen === 0) return;
    const [x, y] = [at % columns, Math.floor(at / columns)];
    [left, top, right, bottom] = [
      Math.min(left, x),
      Math.min(top, y),
      Math.max(right, x),
      Math.max(bottom, y),
    ];
  });
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
