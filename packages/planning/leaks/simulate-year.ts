import type { Candidates, Learning } from './disclosure.ts';
import {
  controlMethods,
  defaultLadders,
  learningsOf,
  type Cast,
  type ControlMethod,
} from './disclosure-ladder.ts';

/** A source of numbers in [0, 1); the same source gives the same year. */
export type Uniform = () => number;

/** How controls come about and become known. */
export type Regime = 'day-ahead-list' | 'ladder' | 'ladder-with-cover-moves';

/** What a simulated year rests on. Invented numbers, stated so that they can be replaced. */
export interface YearAssumptions {
  readonly days: number;
  readonly controlsADay: number;
  readonly mix: Readonly<Record<ControlMethod, number>>;
  readonly candidates: Candidates;
  /** How many people read a day-ahead list, and at which hour of the day before it is made. */
  readonly listReaders: number;
  readonly listHour: number;
  /** Share of controls that an analyst proposed before the draw, how long before (log-normal), and the chance of a proposal in the draw. */
  readonly proposedShare: number;
  readonly proposedMedianHours: number;
  readonly proposedSpread: number;
  readonly proposedInclusion: number;
  /** Minutes by which hands-on falls behind the plan, log-normal. */
  readonly delayMedianMinutes: number;
  readonly delaySpread: number;
  /** Share of controls put off by hours after all had learned of them, and by how many at most. */
  readonly putOffShare: number;
  readonly putOffHours: number;
  /** Staff from whom every cast is drawn at random. */
  readonly staff: number;
}

export const defaultYear: YearAssumptions = {
  days: 365,
  controlsADay: 20,
  mix: { scan: 12, open: 3, dog: 2, 'hull-dive': 1, rov: 0.5, drone: 0.5, documents: 1 },
  candidates: { port: 20_000, place: 400, placeInTime: 40, moved: 1 },
  listReaders: 43,
  listHour: 14,
  proposedShare: 0.3,
  proposedMedianHours: 5,
  proposedSpread: 0.7,
  proposedInclusion: 0.5,
  delayMedianMinutes: 15,
  delaySpread: 0.9,
  putOffShare: 0.05,
  putOffHours: 4,
  staff: 300,
};

/** One control of the simulated year. */
export interface SimulatedControl {
  readonly method: ControlMethod;
  readonly plannedAt: number;
  readonly handsOnAt: number;
  readonly learnings: readonly Learning[];
}

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * The controls of a year under one regime: when each was planned and done, and who learned what when.
 * Hands-on is never before the plan. Times are milliseconds from the start of the year.
 *
 * @see docs/sources.md#leak-exposure
 */
export function* simulateYear(
  uniform: Uniform,
  regime: Regime,
  year: YearAssumptions = defaultYear,
): Generator<SimulatedControl> {
  const candidates =
    regime === 'ladder-with-cover-moves' ? { ...year.candidates, moved: 5 } : year.candidates;
  const around = (median: number, spread: number): number =>
    median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()));
  for (let index = 0; index < year.days * year.controlsADay; index += 1) {
    const today = (1 + Math.floor(index / year.controlsADay)) * day;
    const method = pickMethod(uniform, year.mix);
    const plannedAt = today + uniform() * day;
    const delay = around(year.delayMedianMinutes, year.delaySpread) * minute;
    const putOff = uniform() < year.putOffShare ? uniform() * year.putOffHours * 60 * minute : 0;
    const handsOnAt = plannedAt + delay + putOff;
    yield { method, plannedAt, handsOnAt, learnings: learn(plannedAt, today, method) };
  }

  function learn(plannedAt: number, today: number, method: ControlMethod): readonly Learning[] {
    const draw = drawWithout(uniform, year.staff);
    if (regime === 'day-ahead-list') {
      const madeAt = today - day + year.listHour * 60 * minute;
      return Array.from({ length: year.listReaders }, () => ({
        person: draw(),
        at: Math.min(plannedAt, madeAt),
        items: ['place', 'time', 'method', 'object', 'reason'] as const,
        posterior: 1,
      }));
    }
    const ladder = defaultLadders[method];
    const cast: Record<string, string[]> = {};
    for (const { part, people } of ladder) cast[part] ??= Array.from({ length: people }, draw);
    const learnings = learningsOf(ladder, cast satisfies Cast, plannedAt, candidates);
    if (uniform() >= year.proposedShare) return learnings;
    const ahead = around(year.proposedMedianHours, year.proposedSpread) * 60 * minute;
    const proposer: Learning = {
      person: draw(),
      at: plannedAt - ahead,
      items: ['object', 'reason'],
      posterior: year.proposedInclusion,
    };
    return [proposer, ...learnings];
  }
}

function pickMethod(uniform: Uniform, mix: Readonly<Record<ControlMethod, number>>): ControlMethod {
  let rest = uniform() * controlMethods.reduce((sum, method) => sum + mix[method], 0);
  for (const method of controlMethods) {
    rest -= mix[method];
    if (rest < 0) return method;
  }
  return 'documents';
}

/** People drawn at random, nobody twice. */
function drawWithout(uniform: Uniform, staff: number): () => string {
  const drawn = new Set<number>();
  return () => {
    let one = Math.floor(uniform() * staff);
    while (drawn.has(one)) one = (one + 1) % staff;
    drawn.add(one);
    return `s${one}`;
  };
}
