/**
 * What secrecy measures are worth, on seeded simulations whose assumptions are stated: how long how many
 * people know of a control, how often one is betrayed, how fast a leaker and a snooper stand out.
 *
 * The numbers that go in are invented; what counts is one regime beside the other.
 */
import {
  attributeLeak,
  burnChance,
  defaultYear,
  leakExposure,
  simulateYear,
  weighLooks,
  type Look,
  type PastControl,
  type Regime,
} from '@havenwacht/planning';
import { createRandom, type Random } from '@havenwacht/simulator';
import type { Bench, BenchLine } from './bench-line.ts';

/** One control in thirty-three boxes: what anybody may expect. */
const prior = 600 / 20_000;
const burn = { corruptShare: 0.02, reactionMedianHours: 3, reactionSpread: 0.8 };

export const bench: Bench = {
  name: 'leaks',
  about: 'leak exposure, betrayed controls, attribution and looks without a task, on seeded simulations',
  async *run({ quick }) {
    yield* exposure(quick ? 30 : defaultYear.days);
    yield await attribution(quick ? 40 : 400, 7);
    yield await attribution(quick ? 40 : 400, 40);
    yield await snooping(quick ? 5 : 40, 60);
    yield await snooping(quick ? 5 : 40, 30);
  },
};

function* exposure(days: number): Generator<BenchLine> {
  const list = measureYear('day-ahead-list', days);
  for (const regime of ['ladder', 'ladder-with-cover-moves'] as const) {
    const ours = measureYear(regime, days);
    const note = `${defaultYear.controlsADay} controls a day for ${days} days, seed 1; peer: a list made at ${defaultYear.listHour}:00 the day before, ${defaultYear.listReaders} readers`;
    const line = (name: string, figure: number, peer: number, unit: string, limit: number): BenchLine => ({
      bench: 'leaks',
      case: `${name}, ${regime}`,
      ours: figure,
      peer: { name: 'day-ahead list', version: 'same year', figure: peer },
      unit,
      ratio: peer / figure,
      limit,
      note,
    });
    yield line('leak exposure, median', ours.median, list.median, 'person-hours', 10);
    yield line('leak exposure, 95th percentile', ours.p95, list.p95, 'person-hours', 40);
    yield line('control burnt at 2 % corrupt', ours.burnt, list.burnt, 'chance', 0.02);
  }
}

function measureYear(
  regime: Regime,
  days: number,
): { readonly median: number; readonly p95: number; readonly burnt: number } {
  const random = createRandom(1, regime);
  const exposures: number[] = [];
  let burnt = 0;
  for (const { learnings, handsOnAt } of simulateYear(random.next, regime, { ...defaultYear, days })) {
    exposures.push(leakExposure(learnings, handsOnAt, prior));
    burnt += burnChance(learnings, handsOnAt, prior, burn);
  }
  exposures.sort((a, b) => a - b);
  const at = (share: number): number => exposures[Math.floor(share * (exposures.length - 1))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), burnt: burnt / exposures.length };
}

/**
 * 300 people, one leaks: a twentieth of the controls he knows of interest his buyers, six in ten of those
 * leave a sign, and as many signs again come by chance. Counted are runs of twelve signs.
 */
async function attribution(runs: number, compartment: number): Promise<BenchLine> {
  const staff = 300;
  const people = Array.from({ length: staff }, (_, index) => `s${index}`);
  const leakShare = 0.05 * 0.6;
  const chanceShare = (compartment / staff) * leakShare;
  let within = 0;
  for (let run = 0; run < runs; run += 1) {
    const random = createRandom(run, `attribution/${compartment}`);
    const leaker = random.pick(people);
    const controls: PastControl[] = [];
    let signs = 0;
    while (signs < 12) {
      const knowers =
        compartment <= 20 ? pickSome(random, people, compartment) : wholeTeams(random, people, compartment);
      const burnt = (knowers.includes(leaker) && random.chance(leakShare)) || random.chance(chanceShare);
      if (burnt) signs += 1;
      controls.push({ knowers, burnt });
    }
    const { suspects } = attributeLeak(controls, people, 3);
    if (suspects.some(({ person }) => person === leaker)) within += 1;
  }
  return {
    bench: 'leaks',
    case: `leaker among the first three after 12 burnt controls, ${compartment} know`,
    ours: within / runs,
    peer: null,
    unit: 'share of runs',
    ratio: null,
    ...(compartment === 7 ? { limit: 0.95 } : {}),
    note: `${runs} runs, 300 people, half of the signs by chance; ${compartment <= 20 ? 'compartments at random' : 'whole teams of ten'}; 95 % interval ±${(1.96 * Math.sqrt(((within / runs) * (1 - within / runs)) / runs)).toFixed(3)}`,
  };
}

function pickSome(random: Random, people: readonly string[], size: number): readonly string[] {
  const some = new Set<string>();
  while (some.size < size) some.add(random.pick(people));
  return [...some];
}

function wholeTeams(random: Random, people: readonly string[], size: number): readonly string[] {
  const teams = new Set<number>();
  while (teams.size * 10 < size) teams.add(random.between(0, people.length / 10 - 1));
  return [...teams].flatMap((team) => people.slice(team * 10, team * 10 + 10));
}

/**
 * 400 people at desks whose work is unexplained to a different degree; four of them look up three boxes
 * a week more, three in ten with an explanation. One in five of these boxes comes to something later,
 * against four in a thousand of the others. Scored is the area under the ROC curve.
 */
async function snooping(runs: number, days: number): Promise<BenchLine> {
  let areas = 0;
  for (let run = 0; run < runs; run += 1) {
    const random = createRandom(run, `looks/${days}`);
    const looks: Look[] = [];
    const desks = Array.from({ length: 8 }, () => 0.02 + 0.08 * random.next());
    const deskOf = (person: number): number => desks[person % desks.length] ?? 0.05;
    for (let person = 0; person < 400; person += 1) {
      const own = Math.round((days / 7) * random.around(60, 0.5));
      const unexplained = Math.min(0.5, deskOf(person) * random.around(1, 0.4));
      for (let look = 0; look < own; look += 1) {
        looks.push({
          person: `s${person}`,
          explained: !random.chance(unexplained),
          outcome: random.chance(0.004),
        });
      }
      if (person >= 4) continue;
      for (let look = 0; look < Math.round((days / 7) * 3); look += 1) {
        looks.push({ person: `s${person}`, explained: random.chance(0.3), outcome: random.chance(0.2) });
      }
    }
    const shareExplained = new Map<number, number>();
    for (let desk = 0; desk < desks.length; desk += 1) {
      const own = looks.filter(({ person }) => Number(person.slice(1)) % desks.length === desk);
      shareExplained.set(desk, own.filter(({ explained }) => explained).length / own.length);
    }
    const weighed = weighLooks(
      looks,
      undefined,
      (person) => shareExplained.get(Number(person.slice(1)) % desks.length) ?? 0.94,
    );
    areas += areaUnderCurve(
      weighed.map(({ person, posterior }) => ({ guilty: Number(person.slice(1)) < 4, posterior })),
    );
  }
  return {
    bench: 'leaks',
    case: `looks explained and later outcomes, ${days} days`,
    ours: areas / runs,
    peer: null,
    unit: 'area under the ROC curve',
    ratio: null,
    ...(days === 60 ? { limit: 0.95 } : {}),
    note: `${runs} runs, 400 people, four snoop at three boxes a week`,
  };
}

function areaUnderCurve(scored: readonly { readonly guilty: boolean; readonly posterior: number }[]): number {
  const guilty = scored.filter((one) => one.guilty);
  const innocent = scored.filter((one) => !one.guilty);
  let above = 0;
  for (const one of guilty) {
    for (const other of innocent) {
      above += one.posterior > other.posterior ? 1 : one.posterior === other.posterior ? 0.5 : 0;
    }
  }
  return above / (guilty.length * innocent.length);
}
