/**
 * Summarises the pairs that run-evaluation.ts judged.
 *
 *     node bench/scans/write-results.ts FILE          prints the table and writes the plots of docs/cards
 *     node bench/scans/write-results.ts FILE --null   writes the clean scores that chances are taken from
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detection, rateOf, rocPicture, thresholdFor, type Rate } from './rates.ts';
import type { PairLine } from './run-evaluation.ts';

const root = join(import.meta.dirname, '..', '..');
const [file = '', option] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as PairLine);
const of = (family: PairLine['family'], name: string): PairLine[] =>
  lines.filter((line) => line.family === family && line.case === name);

if (option === '--null') writeNull();
else writeTable();

function writeNull(): void {
  const parts = (['same', 'unlike', 'mirrored'] as const).map((relation) => {
    const clean = of('training', `${relation}-clean`).filter(({ comparable }) => comparable);
    const byCargo = Object.groupBy(clean, ({ cargo }) => cargo);
    const rows = Object.entries(byCargo).map(
      ([cargo, scores]) =>
        `    '${cargo}': [${scores!.map(({ score }) => Number(score.toFixed(2))).join(', ')}],`,
    );
    return `  ${relation}: {\n${rows.join('\n')}\n  },`;
  });
  writeFileSync(
    join(root, 'packages/imaging/analysers/clean-scores.ts'),
    `import type { GeometryRelation } from '../register.ts';

/**
 * Scores of clean pairs of the training scenes, by geometry and class of goods.
 *
 * Written by \`node bench/scans/write-results.ts FILE --null\`, from the same seeds to the same numbers.
 */
export const cleanScores: Readonly<Record<GeometryRelation, Readonly<Record<string, readonly number[]>>>> = {
${parts.join('\n')}
};
`,
  );
}

function writeTable(): void {
  const cards = join(root, 'docs/cards');
  mkdirSync(cards, { recursive: true });
  const say = ({ share, low, high, of: n }: Rate): string =>
    `${(share * 100).toFixed(1)} % (${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)}, n = ${n})`;
  const rows: string[] = [];
  for (const [clean, loaded, alarms] of [
    ['same-clean', 'same-25', 0.005],
    ['same-clean', 'same-5', 0.01],
    ['same-clean', 'doors-1', 0.01],
    ['settled-clean', 'settled-25', 0.01],
    ['unlike-clean', 'unlike-25', 0.02],
    ['mirrored-clean', 'mirrored-25', 0.02],
    ['same-clean', 'swap-25', 0.02],
  ] as const) {
    const cleanLines = of('evaluation', clean);
    const threshold = thresholdFor(cleanLines, alarms);
    rows.push(
      `| ${loaded} | ${alarms * 100} % of ${cleanLines.length} | ${say(detection(of('evaluation', loaded), threshold))} |`,
    );
  }
  for (const name of [
    'same-clean',
    'settled-clean',
    'unlike-clean',
    'mirrored-clean',
    'same-wrong',
    'unlike-wrong',
    'mirrored-wrong',
  ]) {
    const all = of('evaluation', name);
    rows.push(
      `| ${name} | cannot compare | ${say(rateOf(all.filter(({ comparable }) => !comparable).length, all.length))} |`,
    );
  }
  process.stdout.write(`| pairs | at false alarms | found |\n| --- | --- | --- |\n${rows.join('\n')}\n`);
  for (const [relation, loaded] of [
    ['same', ['same-25', 'same-5', 'doors-1', 'swap-25']],
    ['settled', ['settled-25']],
    ['unlike', ['unlike-25']],
    ['mirrored', ['mirrored-25']],
  ] as const) {
    const curves = Object.fromEntries(loaded.map((name) => [name, of('evaluation', name)]));
    writeFileSync(
      join(cards, `paired-change-${relation}.svg`),
      rocPicture(`Paired change, ${relation}`, of('evaluation', `${relation}-clean`), curves),
    );
  }
}
