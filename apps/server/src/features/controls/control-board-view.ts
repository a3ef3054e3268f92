import type { DisclosedItem, Lane } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';
import { visitStandings, type VisitStanding } from '../screening/index.ts';
import { standingProposals, type StandingProposal } from '../triage/index.ts';
import { maySeeField } from '../people/index.ts';
import { candidatesReader, type ReadCandidates } from './candidates.ts';
import { changesSince, type ChangedFact } from './changes-since.ts';
import type { SeenStanding } from './compartment.ts';
import type { ControlParts } from './control-parts.ts';
import { controlStore, type Control, type Knower, type TakenStep } from './control-store.ts';
import type { ControlState, ControlStep } from './control.ts';
import { objectOf } from './object-of.ts';
import { asShown, shownKnowers } from './shown-control.ts';
import { weighControl, type WeighedPlan } from './weigh-plan.ts';

/** Which box a control is about, for who knows it: where it stood when it was proposed, and where it stands. */
export interface KnownBox {
  readonly visit: string;
  readonly container: string;
  readonly then: SeenStanding | null;
  readonly now: VisitStanding | null;
  /** What messages have changed about it since it was proposed. */
  readonly changes: readonly ChangedFact[];
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
  readonly plan: Omit<WeighedPlan, 'signs'> | null;
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
  const listed = await store.list(window);
  const ids = listed.map(({ id }) => id);
  const knowers = Map.groupBy(await store.knowersOf(ids), ({ control }) => control);
  const steps = Map.groupBy(await store.stepsOf(ids), ({ control }) => control);
  const candidates = candidatesReader(tx, now);
  const found: BoardControl[] = [];
  for (const control of listed) {
    const about = { knowers: knowers.get(control.id) ?? [], steps: steps.get(control.id) ?? [] };
    found.push(await boardControl(tx, parts, reader, control, about, candidates));
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

/**
 * One control as the board shows it. A cancelled one is a mark and nothing more, whether it is so or has to
 * look so to this reader; one that has to look planned anew is weighed as if it were.
 */
export async function boardControl(
  tx: Querying,
  parts: ControlParts,
  reader: Reader,
  control: Control,
  about: { readonly knowers: readonly Knower[]; readonly steps: readonly TakenStep[] },
  candidates: ReadCandidates,
): Promise<BoardControl> {
  const own = about.knowers.filter(({ person, fromAt }) => person === reader.person && fromAt <= parts.now());
  const mine = [...new Set(own.map(({ part }) => part))];
  const shown = asShown(control);
  if (shown.state === 'cancelled') {
    return { control: shown, state: shown.state, needs: null, mine, plan: null, box: null };
  }
  const knowers = shownKnowers(control, about.knowers);
  return {
    control: shown,
    state: shown.state,
    needs: nextOf(reader, shown.state, about.steps),
    mine,
    plan: isPlanner(reader) ? await weighControl(tx, parts, shown, knowers, candidates) : null,
    box: knownItems(own).includes('object') ? await boxOf(tx, parts, reader, control) : null,
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
    sql`select 1 from message m join (
          select message_id from container_statement where container = ${container}
          union all
          select c.message_id from consignment c join consignment_container l on l.consignment_id = c.id
            where l.container = ${container}
        ) said on said.message_id = m.id
        where m.received_at > to_timestamp(${control.createdAt}::float8 / 1000.0) limit 1`,
  );
  const mayRead = amended !== undefined && maySeeField(reader, 'dossier', 'facts');
  const dossier = mayRead ? await parts.visitDossier(reader, visit) : null;
  const changes = dossier === null ? [] : changesSince(dossier, control.createdAt);
  const reranked = seen !== null && now !== null && (seen.band !== now.band || seen.score !== now.score);
  return { visit, container, then: seen, now, changes, moved: changes.length > 0 || reranked };
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
