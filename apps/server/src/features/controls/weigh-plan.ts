import {
  exposureSteps,
  outsideLeakMap,
  posteriorOf,
  type Candidates,
  type ControlMethod,
  type DisclosedItem,
  type ExposureStep,
  type OutsideSignDue,
} from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { visitStandings } from '../screening/index.ts';
import { candidatesReader, type ReadCandidates } from './candidates.ts';
import { openItems, openTeam } from './compartment.ts';
import type { ControlParts } from './control-parts.ts';
import { learningsFrom, type Control, type Knower } from './control-store.ts';
import { ladderOf } from './ladder-of.ts';
import { allItems, exposureLimit, type Proposal } from './propose-control.ts';
import { busyAt, exposureOf, knowersOf, type ExposurePlan } from './seal-control.ts';

/** A part of the team to be, and how many there are to draw from. */
export interface PlannedPart {
  readonly part: string;
  readonly people: number;
  readonly available: number;
}

/** What a plan would mean. Nobody is drawn yet: of who is to come only the part is told. */
export interface WeighedPlan extends ExposurePlan {
  readonly steps: readonly ExposureStep[];
  readonly parts: readonly PlannedPart[];
  /** Which outsider learns of it when; `null` where the reader does not know the method. */
  readonly signs: readonly OutsideSignDue[] | null;
}

/** Someone who will play a part and is not drawn yet. */
const drawnLater = (part: string, number: number): string => `${part}/${number + 1}`;

const minute = 60_000;
/** A signature is expected so long before the control; the ladder of the office says the same. */
const signedMinutesBefore = 60;

/**
 * Weighs a control that nobody has proposed yet: who would know from when, and what that adds up to.
 * The one who asks is counted from now, as if he had proposed it.
 */
export async function weighWish(
  tx: Querying,
  parts: ControlParts,
  reader: Reader,
  wish: Pick<Proposal, 'visit' | 'method' | 'place' | 'plannedAt'> & { readonly officers: number | null },
): Promise<WeighedPlan> {
  const now = parts.now();
  const [standing] = await visitStandings(tx, reader.ports, [wish.visit]);
  if (standing === undefined) {
    throw new HavenwachtError('screening/not-found', 404, 'There is no such visit.');
  }
  const candidates = await candidatesReader(tx, now)(standing.port, wish.place);
  const proposer: Knower = {
    person: reader.person,
    part: 'proposer',
    items: allItems,
    fromAt: now,
    onArrival: false,
    posterior: posteriorOf(allItems, candidates),
    reason: null,
    addedBy: reader.person,
  };
  const ahead = await knowersAhead(tx, parts, { ...wish, port: standing.port, signed: false }, candidates);
  return {
    ...weighed(
      { ...wish, exposureLimit },
      [proposer, ...ahead.knowers],
      ahead.parts,
      candidates,
      now,
      new Set(),
    ),
    signs: signsOf(wish.method, wish.plannedAt, standing.arrivalAt ?? now),
  };
}

/** Weighs a control as it stands: its knowers, and before it is sealed those who are still to be drawn. */
export async function weighControl(
  tx: Querying,
  parts: ControlParts,
  control: Control,
  known: readonly Knower[],
  candidatesAtPlace: ReadCandidates = candidatesReader(tx, parts.now()),
): Promise<Omit<WeighedPlan, 'signs'>> {
  const now = parts.now();
  const sealed = openItems(parts.nodeKey, control, ['method', 'place']);
  const method = control.looksReplanned?.method ?? sealed.method;
  const candidates = await candidatesAtPlace(control.port, sealed.place ?? '');
  const waits = control.state === 'proposed' || control.state === 'approved';
  const ahead = waits
    ? await knowersAhead(
        tx,
        parts,
        {
          port: control.port,
          plannedAt: control.plannedAt,
          method: method as ControlMethod,
          officers: openTeam(parts.nodeKey, control),
          signed: known.some(({ part }) => part === 'approver'),
        },
        candidates,
      )
    : { knowers: [], parts: [] };
  const busy = await busyAt(tx, control);
  return weighed(control, [...known, ...ahead.knowers], ahead.parts, candidates, now, busy);
}

function weighed(
  control: Pick<Control, 'plannedAt' | 'exposureLimit'>,
  knowers: readonly Knower[],
  parts: readonly PlannedPart[],
  candidates: Candidates,
  now: number,
  busy: ReadonlySet<string>,
): Omit<WeighedPlan, 'signs'> {
  return {
    ...exposureOf(control, knowers, candidates, now, busy),
    steps: exposureSteps(learningsFrom(knowers), 1 / candidates.port),
    parts,
  };
}

/** Those who will come to know by signing and by the ladder. Nobody is drawn. */
async function knowersAhead(
  tx: Querying,
  parts: ControlParts,
  plan: {
    readonly port: string;
    readonly plannedAt: number;
    readonly method: ControlMethod;
    readonly officers: number | null;
    readonly signed: boolean;
  },
  candidates: Candidates,
): Promise<{ readonly knowers: readonly Knower[]; readonly parts: readonly PlannedPart[] }> {
  const ladder = ladderOf(parts.ladders[plan.method], plan.officers);
  const planned: PlannedPart[] = [];
  const players = new Map<string, readonly string[]>();
  for (const { part, people } of ladder) {
    if (players.has(part)) continue;
    const available = (await parts.colleagues(tx, part, plan.port)).length;
    planned.push({ part, people, available });
    // Where the roster has fewer, fewer are drawn and fewer will know.
    players.set(
      part,
      Array.from({ length: Math.min(people, available) }, (_, index) => drawnLater(part, index)),
    );
  }
  const knowers = knowersOf(ladder, players, plan, candidates);
  if (plan.signed) return { knowers, parts: planned };
  const items: readonly DisclosedItem[] = ['method', 'object', 'reason'];
  const approver: Knower = {
    person: drawnLater('approver', 0),
    part: 'approver',
    items,
    fromAt: Math.max(parts.now(), plan.plannedAt - signedMinutesBefore * minute),
    onArrival: false,
    posterior: posteriorOf(items, candidates),
    reason: null,
    addedBy: 'ladder',
  };
  return { knowers: [approver, ...knowers], parts: planned };
}

/**
 * Which outsider learns of it when. A box can be reached and fetched from its arrival on, as long as
 * nobody says otherwise: the cautious reading.
 */
export function signsOf(
  method: ControlMethod,
  plannedAt: number,
  arrivalAt: number,
): readonly OutsideSignDue[] {
  const moments = { plannedAt, handsOnAt: plannedAt, reachableAt: arrivalAt, collectableAt: arrivalAt };
  return outsideLeakMap(method, moments).signs;
}
