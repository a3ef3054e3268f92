/**
 * Simulates and compares pairs and appends a JSON line a pair to a file. Pairs that the file has are not
 * made again, so it can be stopped and started.
 *
 *     nice -n 19 node bench/scans/run-evaluation.ts FILE CASE PAIRS
 *
 * CASE is one of the names below; training cases feed the null, evaluation cases the figures.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { cargoKinds, comparePair, simulatePair, type PairPlan } from '@havenwacht/imaging';

type Case = Pick<PairPlan, 'geometry' | 'threatKg'> & Partial<PairPlan>;

export const cases: Readonly<Record<string, Case>> = {
  'same-clean': { geometry: 'same', threatKg: 0 },
  'same-25': { geometry: 'same', threatKg: 25 },
  'same-5': { geometry: 'same', threatKg: 5 },
  'doors-1': { geometry: 'same', threatKg: 1, place: 'doors' },
  'same-wrong': { geometry: 'same', threatKg: 0, wrongContainer: true },
  'settled-clean': { geometry: 'same', threatKg: 0, settlingMm: 25 },
  'settled-25': { geometry: 'same', threatKg: 25, settlingMm: 25 },
  'swap-25': { geometry: 'same', threatKg: 25, place: 'swap', cargo: 'bananas' },
  'unlike-clean': { geometry: 'unlike', threatKg: 0 },
  'unlike-25': { geometry: 'unlike', threatKg: 25 },
  'unlike-wrong': { geometry: 'unlike', threatKg: 0, wrongContainer: true },
  'mirrored-clean': { geometry: 'mirrored', threatKg: 0 },
  'mirrored-25': { geometry: 'mirrored', threatKg: 25 },
  'mirrored-wrong': { geometry: 'mirrored', threatKg: 0, wrongContainer: true },
};

/** One pair as it was judged. */
export interface PairLine {
  readonly family: 'training' | 'evaluation';
  readonly case: string;
  readonly index: number;
  readonly cargo: string;
  readonly place: string | null;
  readonly comparable: boolean;
  readonly score: number;
  readonly hit: boolean;
  readonly excessKg: number;
  readonly membersMm: number | null;
  readonly off: number | null;
  readonly cpuSeconds: { readonly simulate: number; readonly compare: number };
}

/** Judges one pair of a case: its number decides goods and seed. */
export function judgePair(family: 'training' | 'evaluation', name: string, index: number): PairLine {
  const plan = cases[name]!;
  const cargo = plan.cargo ?? cargoKinds[index % cargoKinds.length]!;
  const started = process.cpuUsage();
  const pair = simulatePair({ pitchMm: 10, ...plan, cargo, family, seed: `${family}-2/${name}/${index}` });
  const simulated = process.cpuUsage(started);
  const begun = process.cpuUsage();
  const compared = comparePair({ earlier: pair.departure.image, later: pair.arrival.image, cargo });
  const used = process.cpuUsage(begun);
  const seconds = ({ user, system }: NodeJS.CpuUsage): number => Math.round((user + system) / 1e4) / 100;
  const best = compared.comparable ? compared.changes[0] : undefined;
  const { columns } = pair.arrival.image;
  let hit = false;
  if (best !== undefined) {
    for (let y = best.y; y < best.y + best.height; y++) {
      for (let x = best.x; x < best.x + best.width; x++) hit ||= pair.arrival.mask[y * columns + x] === 1;
    }
  }
  return {
    family,
    case: name,
    index,
    cargo,
    place: pair.place,
    comparable: compared.comparable,
    score: best?.strength ?? 0,
    hit,
    excessKg: best?.excessKg ?? 0,
    membersMm: compared.registration?.membersMm ?? null,
    off: compared.registration?.off ?? null,
    cpuSeconds: { simulate: seconds(simulated), compare: seconds(used) },
  };
}

if (import.meta.main) {
  const [file, family, name, pairs] = process.argv.slice(2);
  if (
    file === undefined ||
    (family !== 'training' && family !== 'evaluation') ||
    cases[name ?? ''] === undefined
  ) {
    throw new Error(
      `run-evaluation.ts FILE training|evaluation CASE PAIRS; cases: ${Object.keys(cases).join(', ')}`,
    );
  }
  const done = new Set(
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((line) => {
            const known = JSON.parse(line) as PairLine;
            return `${known.family}/${known.case}/${known.index}`;
          })
      : [],
  );
  for (let index = 0; index < Number(pairs); index++) {
    if (done.has(`${family}/${name}/${index}`)) continue;
    appendFileSync(file, `${JSON.stringify(judgePair(family, name!, index))}\n`);
  }
}
