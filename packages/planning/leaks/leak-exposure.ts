import type { Learning } from './disclosure.ts';

const hour = 3_600_000;

/**
 * How much a person's knowledge is worth to a rival, 0–1: 0 = he knows no more than anybody, 1 = he
 * knows the box.
 *
 * @param posterior chance that a given box is controlled, given what he knows, 0–1
 * @param prior the same chance for somebody who knows nothing, 0–1
 * @see docs/sources.md#leak-exposure
 * @example knowledgeWeight(1, 0.03) // 1
 * @example knowledgeWeight(0.03, 0.03) // 0
 */
export function knowledgeWeight(posterior: number, prior: number): number {
  if (prior >= 1) return 0;
  return Math.min(1, Math.max(0, (posterior - prior) / (1 - prior)));
}

/**
 * Leak exposure of one control in person-hours: for every person the time from when he can know until
 * hands are on the box, weighted by how much he knows. Learning more later raises the weight from then on.
 *
 * @param learnings in any order; several a person are allowed
 * @param handsOnAt when the box is under guard. Epoch milliseconds, UTC
 * @param prior chance that any box is controlled, 0–1
 * @returns person-hours, 0 or more
 * @see docs/sources.md#leak-exposure
 * @example leakExposure([{ person: 'p', at: 0, items: ['object'], posterior: 1 }], 7_200_000, 0) // 2
 */
export function leakExposure(learnings: readonly Learning[], handsOnAt: number, prior: number): number {
  let total = 0;
  for (const steps of stepsByPerson(learnings, prior).values()) {
    steps.forEach(({ at, weight }, index) => {
      const until = Math.min(handsOnAt, steps[index + 1]?.at ?? handsOnAt);
      if (until > at) total += (weight * (until - at)) / hour;
    });
  }
  return total;
}

/** From a moment on: how many know more than anybody, and what their knowledge is worth together. */
export interface ExposureStep {
  /** Epoch milliseconds, UTC. */
  readonly at: number;
  readonly people: number;
  /** Sum of the weights, 0 or more: person-hours gather at this rate an hour. */
  readonly weight: number;
}

/**
 * How the leak exposure of one control comes about, as steps over time; the area under the weights up to
 * hands-on is {@link leakExposure}.
 *
 * @param learnings as for {@link leakExposure}
 * @param prior chance that any box is controlled, 0–1
 * @returns one step a moment at which somebody learns something that counts, the earliest first
 * @see docs/sources.md#leak-exposure
 * @example exposureSteps([{ person: 'p', at: 0, items: ['object'], posterior: 1 }], 0) // [{ at: 0, people: 1, weight: 1 }]
 */
export function exposureSteps(learnings: readonly Learning[], prior: number): readonly ExposureStep[] {
  const rises = [...stepsByPerson(learnings, prior).values()].flatMap((steps) =>
    steps.map(({ at, weight }, index) => ({ at, before: steps[index - 1]?.weight ?? 0, weight })),
  );
  let [people, total] = [0, 0];
  const steps: ExposureStep[] = [];
  for (const { at, before, weight } of rises.sort((a, b) => a.at - b.at)) {
    if (weight === before) continue;
    if (before === 0) people += 1;
    total += weight - before;
    if (steps.at(-1)?.at === at) steps.pop();
    steps.push({ at, people, weight: total });
  }
  return steps;
}

/** How fast and how often knowledge is misused; assumptions that whoever states a figure states too. */
export interface BurnAssumptions {
  /** Share of people who would sell what they know, 0–1. */
  readonly corruptShare: number;
  /** Hours a rival needs from being told to having acted, log-normal: its median and the deviation of its logarithm. */
  readonly reactionMedianHours: number;
  readonly reactionSpread: number;
}

/**
 * Chance that a control is burnt: that at least one of those who know is corrupt and tells early enough.
 *
 * @param learnings as for {@link leakExposure}
 * @param handsOnAt epoch milliseconds, UTC
 * @returns 0–1; people are taken to be corrupt independently of each other
 * @see docs/sources.md#leak-exposure
 * @example burnChance([], 0, 0, { corruptShare: 0.02, reactionMedianHours: 3, reactionSpread: 0.8 }) // 0
 */
export function burnChance(
  learnings: readonly Learning[],
  handsOnAt: number,
  prior: number,
  assumptions: BurnAssumptions,
): number {
  let safe = 1;
  for (const steps of stepsByPerson(learnings, prior).values()) {
    const worst = Math.max(
      ...steps.map(({ at, weight }) => weight * reactedWithin((handsOnAt - at) / hour, assumptions)),
    );
    safe *= 1 - assumptions.corruptShare * worst;
  }
  return 1 - safe;
}

/** The people who know more than anybody at `at`, with how much; the one who knows most comes first. */
export function knowersAt(
  learnings: readonly Learning[],
  at: number,
  prior: number,
): readonly { readonly person: string; readonly weight: number }[] {
  const knowers: { person: string; weight: number }[] = [];
  for (const [person, steps] of stepsByPerson(learnings, prior)) {
    const weight = steps.findLast((step) => step.at <= at)?.weight ?? 0;
    if (weight > 0) knowers.push({ person, weight });
  }
  return knowers.sort((a, b) => b.weight - a.weight || (a.person < b.person ? -1 : 1));
}

interface Step {
  readonly at: number;
  readonly weight: number;
}

/** For each person, his weight from each moment on; it never falls, since nothing is unlearned. */
function stepsByPerson(learnings: readonly Learning[], prior: number): ReadonlyMap<string, readonly Step[]> {
  const people = new Map<string, Step[]>();
  for (const { person, at, posterior } of [...learnings].sort((a, b) => a.at - b.at)) {
    const steps = people.get(person) ?? [];
    const before = steps.at(-1)?.weight ?? 0;
    steps.push({ at, weight: Math.max(before, knowledgeWeight(posterior, prior)) });
    people.set(person, steps);
  }
  return people;
}

function reactedWithin(hours: number, assumptions: BurnAssumptions): number {
  if (hours <= 0) return 0;
  return normalShareBelow(Math.log(hours / assumptions.reactionMedianHours) / assumptions.reactionSpread);
}

/** Share of a standard normal below `z`; Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function normalShareBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const above =
    density *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - above : above;
}
