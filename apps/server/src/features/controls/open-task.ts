import { disclosedItems, type DisclosedItem } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying, type Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { handsOn } from '../segregation/index.ts';
import { openItems, type SealedObject } from './compartment.ts';
import { objectOf } from './object-of.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { controlStore, insertStep, type Control, type Knower } from './control-store.ts';
import { stateAfter } from './control.ts';
import { credentialOf } from './credential-of.ts';

/** What a person may know of a control at this moment. */
export interface OpenedTask {
  readonly id: string;
  readonly state: Control['state'];
  readonly part: string;
  readonly place: string | null;
  /** RFC 3339. */
  readonly time: string | null;
  readonly method: string | null;
  readonly container: string | null;
  readonly reason: string | null;
  /** Set once he stands at the box: what the result is tied to. */
  readonly object: SealedObject | null;
  /** When he learns more; RFC 3339, `null` when there is nothing more or it opens on arrival. */
  readonly moreAt: string | null;
  readonly moreOnArrival: boolean;
}

/** So many wrong numbers and the object stays shut until the planner helps: nobody finds a box by trying. */
const mostWrongNumbers = 5;

/**
 * Opens a task as far as its time has come. What opens on arrival opens when the number of the box in
 * front of him is the right one. Each opening is a look; the first one discloses the control.
 */
export function openTask(
  parts: ControlParts,
  reader: Reader,
  id: string,
  numberAtBox: string | null,
): Promise<OpenedTask> {
  return attempt(parts, reader, 'control/open', id, async (tx) => {
    // Never the running clock alone: one that was set forward would open everything.
    const now = Math.min(parts.now(), parts.disclosureNow());
    const store = controlStore(tx, reader, now);
    const control = await store.byId(id, true);
    const own = (await store.knowers(id)).filter((knower) => knower.person === reader.person);
    if (control === null || own.length === 0 || control.state === 'cancelled' || control.looksCancelled)
      throw noSuchControl();
    const timely = own.filter((knower) => knower.fromAt <= now);
    const [first] = timely;
    if (first === undefined) throw noSuchControl();
    const atBox = numberAtBox !== null && (await isTheBox(tx, parts, reader, control, numberAtBox, now));
    const open = timely.filter((knower) => !knower.onArrival || atBox);
    const items = disclosedItems.filter((item) => open.some((knower) => knower.items.includes(item)));
    await writeOpening(tx, control.id, reader.person, items, now);
    if (atBox) await handsOn(tx, control.id, now);
    const state = await disclose(tx, reader, control, own, now);
    await parts.recordAct(tx, {
      kind: 'look',
      act: 'control/open',
      subject: id,
      by: reader,
      at: now,
      content: { items },
    });
    return present(parts, { ...control, state }, first.part, items, own, now, atBox);
  });
}

async function isTheBox(
  tx: Transaction,
  parts: ControlParts,
  reader: Reader,
  control: Control,
  numberAtBox: string,
  now: number,
): Promise<boolean> {
  const wrong = await wrongNumbers(tx, control.id, reader.person);
  if (wrong >= mostWrongNumbers) {
    throw new HavenwachtError(
      'controls/too-many-numbers',
      429,
      'Too many wrong numbers. Call the control room; it can open the task for you.',
    );
  }
  const { container } = objectOf(parts, control);
  if (container === numberAtBox) return true;
  await writeOpening(tx, control.id, reader.person, [], now);
  await parts.recordAct(tx, {
    kind: 'refusal',
    act: 'control/wrong-box',
    subject: control.id,
    by: reader,
    at: now,
    content: { numberAtBox },
  });
  return false;
}

async function wrongNumbers(tx: Querying, control: string, person: string): Promise<number> {
  const [row] = await tx.query<{ wrong: number }>(
    sql`select count(*)::int as wrong from control_opening
        where control_id = ${control} and person = ${person} and cardinality(items) = 0`,
  );
  return row?.wrong ?? 0;
}

async function writeOpening(
  tx: Transaction,
  control: string,
  person: string,
  items: readonly DisclosedItem[],
  now: number,
): Promise<void> {
  await tx.execute(
    sql`insert into control_opening (control_id, person, items, at)
        values (${control}, ${person}, ${items}::text[], to_timestamp(${now}::float8 / 1000.0))`,
  );
}

/** A sealed control is disclosed by the first of its team, not by who planned or signed it. */
async function disclose(
  tx: Transaction,
  reader: Reader,
  control: Control,
  own: readonly Knower[],
  now: number,
): Promise<Control['state']> {
  const to = stateAfter('disclose', control.state);
  if (to === null || !own.some(({ addedBy }) => addedBy === 'ladder')) return control.state;
  await insertStep(tx, control.id, {
    step: 'disclose',
    from: control.state,
    to,
    person: reader.person,
    credential: credentialOf(reader),
    at: now,
  });
  return to;
}

function present(
  parts: ControlParts,
  control: Control,
  part: string,
  items: readonly DisclosedItem[],
  own: readonly Knower[],
  now: number,
  atBox: boolean,
): OpenedTask {
  const opened = openItems(parts.nodeKey, control, items);
  const object = opened.object === undefined ? null : (JSON.parse(opened.object) as SealedObject);
  const later = own.filter(({ fromAt }) => fromAt > now);
  const next = later.find(({ onArrival }) => !onArrival);
  return {
    id: control.id,
    state: control.state,
    part,
    place: opened.place ?? null,
    time: opened.time ?? null,
    method: opened.method ?? null,
    container: object?.container ?? null,
    reason: opened.reason ?? null,
    object: atBox ? object : null,
    moreAt: next === undefined ? null : new Date(next.fromAt).toISOString(),
    moreOnArrival: !atBox && own.some(({ onArrival }) => onArrival),
  };
}
