import { posteriorOf, type Candidates, type DisclosedItem, type Learning } from './disclosure.ts';

/** How a control is done. */
export type ControlMethod = 'scan' | 'open' | 'dog' | 'hull-dive' | 'rov' | 'drone' | 'documents';

export const controlMethods: readonly ControlMethod[] = [
  'scan',
  'open',
  'dog',
  'hull-dive',
  'rov',
  'drone',
  'documents',
];

/** One step of a ladder: what a role learns, and how long before the control. */
export interface LadderStep {
  /** The part a person plays in this control, e.g. "team-lead". */
  readonly part: string;
  /** How many people play it. */
  readonly people: number;
  readonly items: readonly DisclosedItem[];
  /** Minutes before the planned moment; 0 = on arrival at the object. As late as he can still act. */
  readonly minutesBefore: number;
  /** True for who moves a box and is not told why; cover moves hide the real one from him. */
  readonly seesOnlyMove?: boolean;
}

/** Who learns what from which moment, for one method. */
export type DisclosureLadder = readonly LadderStep[];

const office: DisclosureLadder = [
  { part: 'planner', people: 1, items: ['place', 'time', 'method', 'object'], minutesBefore: 60 },
  { part: 'approver', people: 1, items: ['object', 'method', 'reason'], minutesBefore: 60 },
];

const terminal: DisclosureLadder = [
  { part: 'terminal', people: 3, items: ['place', 'time', 'object'], minutesBefore: 35, seesOnlyMove: true },
];

function team(lead: number, officers: number, reach: number): DisclosureLadder {
  return [
    { part: 'team-lead', people: lead, items: ['place', 'time', 'method'], minutesBefore: reach },
    { part: 'officer', people: officers, items: ['place', 'time'], minutesBefore: Math.max(5, reach - 10) },
    { part: 'team-lead', people: lead, items: ['object'], minutesBefore: 0 },
    { part: 'officer', people: officers, items: ['object'], minutesBefore: 0 },
  ];
}

/**
 * The ladder a node starts with. Times are what the people named need to act: a dive team an hour and a
 * half to be at the berth and ready, a scanner crew half an hour. A node replaces it by policy.
 */
export const defaultLadders: Readonly<Record<ControlMethod, DisclosureLadder>> = {
  scan: [...office, ...terminal, ...team(1, 2, 30)],
  open: [...office, ...terminal, ...team(1, 3, 40)],
  dog: [...office, ...team(1, 1, 40)],
  'hull-dive': [...office, ...team(1, 4, 90)],
  rov: [...office, ...team(1, 2, 60)],
  drone: [...office, ...team(1, 1, 30)],
  documents: office,
};

/** Who plays a part of a control: part → opaque ids of people. */
export type Cast = Readonly<Record<string, readonly string[]>>;

/**
 * What everybody learns when, if a control is done at `plannedAt` by this ladder.
 *
 * @param ladder steps in any order; what a person knows adds up over his steps
 * @param cast who plays each part; a part that nobody plays teaches nobody
 * @param plannedAt the planned moment. Epoch milliseconds, UTC
 * @param candidates how many boxes fit, for {@link posteriorOf}
 * @returns one learning a person and step, by time
 */
export function learningsOf(
  ladder: DisclosureLadder,
  cast: Cast,
  plannedAt: number,
  candidates: Candidates,
): readonly Learning[] {
  const known = new Map<string, Set<DisclosedItem>>();
  const learnings: Learning[] = [];
  for (const step of [...ladder].sort((a, b) => b.minutesBefore - a.minutesBefore)) {
    for (const person of cast[step.part] ?? []) {
      const items = known.get(person) ?? new Set();
      for (const item of step.items) items.add(item);
      known.set(person, items);
      learnings.push({
        person,
        at: plannedAt - step.minutesBefore * 60_000,
        items: step.items,
        posterior: posteriorOf([...items], candidates, step.seesOnlyMove),
      });
    }
  }
  return learnings;
}
