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
import { sql, type Querying, type Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { holdControlBack } from '../segregation/index.ts';
import { openItems, openTeam } from './compartment.ts';
import { candidatesAt, candidatesReader } from './candidates.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { objectOf } from './object-of.ts';
import { controlStore, insertKnowers, learningsFrom, type Control, type Knower } from './control-store.ts';
import { ladderOf } from './ladder-of.ts';
import { asShown, shownKnowers } from './shown-control.ts';
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
  /** Those of its team who have another control within two hours: nobody else was free. */
  readonly doubleBooked: readonly string[];
}

/** Two controls nearer to each other than this can't be done by one team. */
const apartMs = 2 * 3_600_000;

const burn = { corruptShare: 0.02, reactionMedianHours: 3, reactionSpread: 0.8 };

/** Who would know what from when, with a cast drawn at random from the roster; nothing is written. */
export function planExposure(parts: ControlParts, reader: Reader, id: string): Promise<ExposurePlan> {
  return attempt(parts, reader, 'control/plan', id, async (tx) => {
    const now = parts.now();
    const store = controlStore(tx, reader, now);
    const found = await store.byId(id);
    if (found === null) throw noSuchControl();
    const control = asShown(found);
    if (control.state === 'cancelled') {
      throw new HavenwachtError('controls/state', 409, 'Of a cancelled control nothing is planned.');
    }
    const knowers = shownKnowers(found, await store.knowers(id));
    const cast = control.state === 'approved' ? await drawCast(tx, parts, control, knowers) : [];
    const candidates = await candidatesAt(tx, control.port);
    return exposureOf(control, [...knowers, ...cast], candidates, now, await busyAt(tx, control));
  });
}

/**
 * Seals an approved control: the cast is drawn at random from who can play each part, the ladder becomes
 * rows, and from here each learns his part at his time. Refused when too many would know too long.
 */
export function sealControl(parts: ControlParts, reader: Reader, id: string): Promise<ExposurePlan> {
  return attempt(parts, reader, 'control/seal', id, async (tx) => {
    const { control, now, take } = await atStep(tx, parts, reader, id, 'seal');
    // Of two planners who seal at once the second one sees whom the first has taken.
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`cast ${control.port}`}, 0))`);
    const known = await controlStore(tx, reader, now).knowers(id);
    const cast = await drawCast(tx, parts, control, known);
    const candidates = await candidatesAt(tx, control.port);
    const plan = exposureOf(control, [...known, ...cast], candidates, now, await busyAt(tx, control));
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

/** The ladder of the control's method, from policy. Method, place and team are read here and told to nobody. */
async function drawCast(
  tx: Transaction,
  parts: ControlParts,
  control: Control,
  known: readonly Knower[],
): Promise<readonly Knower[]> {
  const { method, place = '' } = openItems(parts.nodeKey, control, ['method', 'place']);
  const ladder = ladderOf(parts.ladders[method as ControlMethod], openTeam(parts.nodeKey, control));
  const candidates = await candidatesReader(tx, parts.now())(control.port, place);
  const taken = new Set(known.map(({ person }) => person));
  const busy = await busyAt(tx, control);
  const players = new Map<string, readonly string[]>();
  for (const { part, people } of ladder) {
    if (players.has(part)) continue;
    const free = (await parts.colleagues(tx, part, control.port))
      .map(({ person }) => person)
      .filter((person) => !taken.has(person));
    const drawn: string[] = [];
    // Who is cast elsewhere at that time comes after all who are not.
    for (const some of [free.filter((one) => !busy.has(one)), free.filter((one) => busy.has(one))]) {
      while (drawn.length < people && some.length > 0) {
        const [one] = some.splice(parts.randomBelow(some.length), 1);
        if (one !== undefined) drawn.push(one);
      }
    }
    for (const one of drawn) taken.add(one);
    players.set(part, drawn);
  }
  return knowersOf(ladder, players, control, candidates);
}

/** Who is cast in another control of about the same time. */
export async function busyAt(
  tx: Querying,
  { id, plannedAt }: Pick<Control, 'id' | 'plannedAt'>,
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ person: string }>(
    sql`select distinct k.person from control_knower k join control c on c.id = k.control_id
        where c.id <> ${id} and c.state in ('sealed', 'disclosed') and k.added_by = 'ladder' and k.ended_at is null
          and c.planned_at > to_timestamp(${plannedAt - apartMs}::float8 / 1000.0)
          and c.planned_at < to_timestamp(${plannedAt + apartMs}::float8 / 1000.0)`,
  );
  return new Set(rows.map(({ person }) => person));
}

/** Who of these players learns what from when. */
export function knowersOf(
  ladder: DisclosureLadder,
  players: ReadonlyMap<string, readonly string[]>,
  control: Pick<Control, 'plannedAt'>,
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

export function exposureOf(
  control: Pick<Control, 'plannedAt' | 'exposureLimit'>,
  knowers: readonly Knower[],
  candidates: Candidates,
  now: number,
  busy: ReadonlySet<string>,
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
    doubleBooked: [
      ...new Set(
        knowers
          .filter(({ person, addedBy }) => addedBy === 'ladder' && busy.has(person))
          .map(({ person }) => person),
      ),
    ],
  };
}
