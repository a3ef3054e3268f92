import {
  burnChance,
  knowersAt,
  leakExposure,
  posteriorOf,
  type Candidates,
  type ControlMethod,
  type DisclosedItem,
  type DisclosureLadder,
} from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import type { Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { holdControlBack } from '../segregation/index.ts';
import { openItems } from './compartment.ts';
import { candidatesAt } from './candidates.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { objectOf } from './object-of.ts';
import { controlStore, insertKnowers, learningsFrom, type Control, type Knower } from './control-store.ts';
import { atStep } from './take-step.ts';

/** What sealing a control would mean, before it is done and after. */
export interface ExposurePlan {
  readonly knowers: readonly Knower[];
  /** Person-hours until the planned moment. */
  readonly exposure: number;
  readonly limit: number;
  /** Chance that it is betrayed at 2 % corrupt, 3 h to react; assumptions, not measurements. */
  readonly burnChance: number;
  readonly knowNow: number;
  readonly willKnow: number;
}

const burn = { corruptShare: 0.02, reactionMedianHours: 3, reactionSpread: 0.8 };

/** Who would know what from when, with a cast drawn at random from the roster; nothing is written. */
export function planExposure(parts: ControlParts, reader: Reader, id: string): Promise<ExposurePlan> {
  return attempt(parts, reader, 'control/plan', id, async (tx) => {
    const now = parts.now();
    const store = controlStore(tx, reader, now);
    const control = await store.byId(id);
    if (control === null) throw noSuchControl();
    const knowers = await store.knowers(id);
    const cast = control.state === 'approved' ? await drawCast(tx, parts, control, knowers) : [];
    return exposureOf(control, [...knowers, ...cast], await candidatesAt(tx, control.port), now);
  });
}

/**
 * Seals an approved control: the cast is drawn at random from who can play each part, the ladder becomes
 * rows, and from here each learns his part at his time. Refused when too many would know too long.
 */
export function sealControl(parts: ControlParts, reader: Reader, id: string): Promise<ExposurePlan> {
  return attempt(parts, reader, 'control/seal', id, async (tx) => {
    const { control, now, take } = await atStep(tx, parts, reader, id, 'seal');
    const known = await controlStore(tx, reader, now).knowers(id);
    const cast = await drawCast(tx, parts, control, known);
    const plan = exposureOf(control, [...known, ...cast], await candidatesAt(tx, control.port), now);
    if (plan.exposure > control.exposureLimit) {
      throw new HavenwachtError(
        'controls/too-exposed',
        409,
        'Too many would know of this control for too long. Plan it nearer to now, or with fewer people.',
        { details: { exposure: plan.exposure, limit: control.exposureLimit } },
      );
    }
    await insertKnowers(tx, id, cast);
    const { visit, container } = objectOf(parts, control);
    const method = openItems(parts.nodeKey, control, ['method']).method as ControlMethod;
    await holdControlBack(tx, parts, { ...control, visit, container, method }, now);
    await take({ knowers: cast, exposure: plan.exposure });
    return plan;
  });
}

/** The ladder of the control's method, from policy. The method is read here and told to nobody. */
async function drawCast(
  tx: Transaction,
  parts: ControlParts,
  control: Control,
  known: readonly Knower[],
): Promise<readonly Knower[]> {
  const method = openItems(parts.nodeKey, control, ['method']).method as ControlMethod;
  const ladder = parts.ladders[method].filter(({ part }) => part !== 'planner' && part !== 'approver');
  const candidates = await candidatesAt(tx, control.port);
  const taken = new Set(known.map(({ person }) => person));
  const players = new Map<string, readonly string[]>();
  for (const { part, people } of ladder) {
    if (players.has(part)) continue;
    const free = (await parts.colleagues(tx, part, control.port))
      .map(({ person }) => person)
      .filter((person) => !taken.has(person));
    const drawn: string[] = [];
    while (drawn.length < people && free.length > 0) {
      const [one] = free.splice(parts.randomBelow(free.length), 1);
      if (one !== undefined) drawn.push(one);
    }
    for (const one of drawn) taken.add(one);
    players.set(part, drawn);
  }
  return knowersOf(ladder, players, control, candidates);
}

function knowersOf(
  ladder: DisclosureLadder,
  players: ReadonlyMap<string, readonly string[]>,
  control: Control,
  candidates: Candidates,
): readonly Knower[] {
  const items = new Map<string, Set<DisclosedItem>>();
  return [...ladder]
    .sort((a, b) => b.minutesBefore - a.minutesBefore)
    .flatMap((step) =>
      (players.get(step.part) ?? []).map((person) => {
        const known = items.get(person) ?? new Set<DisclosedItem>();
        for (const item of step.items) known.add(item);
        items.set(person, known);
        return {
          person,
          part: step.part,
          items: step.items,
          fromAt: control.plannedAt - step.minutesBefore * 60_000,
          onArrival: step.minutesBefore === 0,
          posterior: posteriorOf([...known], candidates, step.seesOnlyMove),
          reason: null,
          addedBy: 'ladder',
        };
      }),
    );
}

function exposureOf(
  control: Control,
  knowers: readonly Knower[],
  candidates: Candidates,
  now: number,
): ExposurePlan {
  const prior = 1 / candidates.port;
  const learnings = learningsFrom(knowers);
  return {
    knowers,
    exposure: leakExposure(learnings, Math.max(now, control.plannedAt), prior),
    limit: control.exposureLimit,
    burnChance: burnChance(learnings, control.plannedAt, prior, burn),
    knowNow: knowersAt(learnings, now, prior).length,
    willKnow: new Set(knowers.map(({ person }) => person)).size,
  };
}
