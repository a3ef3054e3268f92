import type { DisclosedItem, Lane } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';
import { visitStandings, type VisitStanding } from '../screening/index.ts';
import { standingProposals, type StandingProposal } from '../triage/index.ts';
import type { SeenStanding } from './compartment.ts';
import type { ControlParts } from './control-parts.ts';
import { controlStore, type Control, type Knower, type TakenStep } from './control-store.ts';
import type { ControlState, ControlStep } from './control.ts';
import { objectOf } from './object-of.ts';
import { weighControl } from './weigh-plan.ts';

/** Which box a control is about, for who knows it: where it stood when it was proposed, and where it stands. */
export interface KnownBox {
  readonly visit: string;
  readonly container: string;
  readonly then: SeenStanding | null;
  readonly now: VisitStanding | null;
  /** True when messages or the screening have moved it since. */
  readonly moved: boolean;
}

/** One control on the planner's board. */
export interface BoardControl {
  readonly control: Control;
  readonly state: ControlState;
  /** The step the reader himself can take now. */
  readonly needs: Extract<ControlStep, 'approve' | 'seal' | 'judge' | 'close'> | null;
  /** The parts he plays in it. */
  readonly mine: readonly string[];
  /** Only for who plans. */
  readonly exposure: {
    readonly knowNow: number;
    readonly willKnow: number;
    readonly exposure: number;
    readonly limit: number;
  } | null;
  readonly box: KnownBox | null;
}

export interface ControlBoard {
  readonly lanes: readonly Lane[];
  readonly controls: readonly BoardControl[];
  /** What the desk would like to see controlled; only for who plans. */
  readonly proposals: readonly StandingProposal[];
}

export const isPlanner = (reader: Reader): boolean => reader.roles.includes('planner');

/**
 * The planner's board: every control as a taken slot of its lane, with who knows and will know. Which box
 * it is stands only where the reader knows it, and that he saw it is put on record.
 */
export async function controlBoardView(
  tx: Querying,
  parts: ControlParts,
  reader: Reader,
  window: { readonly from: number; readonly until: number },
): Promise<ControlBoard> {
  const now = parts.now();
  const store = controlStore(tx, reader, now);
  const found: BoardControl[] = [];
  for (const control of await store.list(window)) {
    found.push(
      await boardControl(
        tx,
        parts,
        reader,
        control,
        await store.knowers(control.id),
        await store.steps(control.id),
      ),
    );
  }
  const known = found.filter(({ box }) => box !== null).map(({ control }) => control.id);
  if (known.length > 0) {
    await parts.recordAct(tx, {
      kind: 'look',
      act: 'control/board',
      subject: null,
      by: reader,
      at: now,
      content: { boxesOf: known },
    });
  }
  return {
    lanes: parts.lanes,
    controls: found,
    proposals: isPlanner(reader) ? await openProposals(tx, reader) : [],
  };
}

/** One control as the board shows it. */
export async function boardControl(
  tx: Querying,
  parts: ControlParts,
  reader: Reader,
  control: Control,
  knowers: readonly Knower[],
  steps: readonly TakenStep[],
): Promise<BoardControl> {
  const own = knowers.filter(({ person, fromAt }) => person === reader.person && fromAt <= parts.now());
  const plan =
    isPlanner(reader) && !control.looksCancelled ? await weighControl(tx, parts, control, knowers) : null;
  return {
    control,
    state: control.looksCancelled ? 'cancelled' : control.state,
    needs: control.looksCancelled ? null : nextOf(reader, control.state, steps),
    mine: [...new Set(own.map(({ part }) => part))],
    exposure: plan,
    box:
      control.looksCancelled || !knownItems(own).includes('object')
        ? null
        : await boxOf(tx, parts, reader, control),
  };
}

/**
 * What a knower may read at the desk: what he knows by his office or because somebody added him. What the
 * ladder gives a team it gives by opening the task.
 */
export function knownItems(own: readonly Knower[]): readonly DisclosedItem[] {
  return [...new Set(own.filter(({ addedBy }) => addedBy !== 'ladder').flatMap(({ items }) => items))];
}

async function boxOf(tx: Querying, parts: ControlParts, reader: Reader, control: Control): Promise<KnownBox> {
  const { visit, container, seen = null } = objectOf(parts, control);
  const [now = null] = await visitStandings(tx, reader.ports, [visit]);
  const [amended] = await tx.query(
    sql`select 1 from message m join container_statement s on s.message_id = m.id
        where s.container = ${container} and m.received_at > to_timestamp(${control.createdAt}::float8 / 1000.0) limit 1`,
  );
  const moved =
    amended !== undefined ||
    (seen !== null && now !== null && (seen.band !== now.band || seen.score !== now.score));
  return { visit, container, then: seen, now, moved };
}

/** The step this reader can take from here; the same rules as where it is taken. */
function nextOf(reader: Reader, state: ControlState, steps: readonly TakenStep[]): BoardControl['needs'] {
  if (!isPlanner(reader)) return null;
  const took = (step: ControlStep): boolean =>
    steps.some((one) => one.step === step && one.person === reader.person);
  if (state === 'proposed') return took('propose') ? null : 'approve';
  if (state === 'approved') return 'seal';
  if (state === 'carried-out') return took('carry-out') ? null : 'judge';
  return state === 'judged' ? 'close' : null;
}

/** The desk's proposals of whose box no result is known. That one of them is planned shows only to who knows it. */
async function openProposals(tx: Querying, reader: Reader): Promise<readonly StandingProposal[]> {
  const all = await standingProposals(tx, reader.ports);
  const done = await tx.query<{ visit: string }>(
    sql`select visit_id as visit from control_result where visit_id = any(${all.map(({ visit }) => visit)}::text[])`,
  );
  const over = new Set(done.map(({ visit }) => visit));
  return all.filter(({ visit }) => !over.has(visit));
}
