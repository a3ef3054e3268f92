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
import { saidTime, type SaidTime } from './said-time.ts';

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

/** An opening without network, as the phone tells it afterwards. */
export interface ToldOpening {
  /** The phone's id of it: told twice it is there once. */
  readonly item: string;
  /** When it was, and what time it is, by the phone's clock. Epoch milliseconds. */
  readonly saidAt: number;
  readonly deviceNow: number;
}

/** A told opening beside what the node makes of its time. */
interface Said extends SaidTime {
  readonly item: string;
  readonly isKnown: boolean;
}

/** So many wrong numbers and the object stays shut until the planner helps: nobody finds a box by trying. */
const mostWrongNumbers = 5;

/**
 * Opens a task as far as its time has come. What opens on arrival opens when the number of the box in
 * front of him is the right one. Each opening is a look; the first one discloses the control.
 *
 * @param told set when it was opened without network before, from what was taken along
 */
export function openTask(
  parts: ControlParts,
  reader: Reader,
  id: string,
  numberAtBox: string | null,
  told: ToldOpening | null = null,
): Promise<OpenedTask> {
  return attempt(parts, reader, 'control/open', id, async (tx) => {
    await refuseOnWrongClock(tx, parts);
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
    const said = told === null ? null : await saidOf(tx, reader, id, told, now);
    const atBox =
      numberAtBox !== null && (await isTheBox(tx, parts, reader, control, numberAtBox, now, said));
    const open = timely.filter((knower) => !knower.onArrival || atBox);
    const items = disclosedItems.filter((item) => open.some((knower) => knower.items.includes(item)));
    if (said?.isKnown !== true) await writeOpening(tx, control.id, reader.person, items, now, said);
    if (atBox) await handsOn(tx, control.id, now);
    const state = await disclose(tx, reader, control, own, now);
    await parts.recordAct(tx, {
      kind: 'look',
      act: 'control/open',
      subject: id,
      by: reader,
      at: now,
      content: { items, said },
    });
    return present(parts, { ...control, state }, first.part, items, own, now, atBox);
  });
}

/** A task opens by the clock: one that can't be trusted opens nothing, and the integrity officer is told within the hour. */
async function refuseOnWrongClock(tx: Transaction, parts: ControlParts): Promise<void> {
  const finding = await parts.clockFinding(tx);
  if (finding === null) return;
  await parts.db.transaction(async (own) => {
    const told = await own.query(
      sql`select 1 from event where kind = 'integrity-alert' and body->>'alert' = 'clock' and at > now() - interval '1 hour'`,
    );
    if (told.length === 0) await own.news('integrity-alert', { alert: 'clock', why: finding });
  });
  throw new HavenwachtError(
    'controls/clock',
    503,
    'The clock of the node can not be trusted. Nothing is disclosed until it is put right.',
    { details: { finding } },
  );
}

async function isTheBox(
  tx: Transaction,
  parts: ControlParts,
  reader: Reader,
  control: Control,
  numberAtBox: string,
  now: number,
  said: Said | null,
): Promise<boolean> {
  const { container } = objectOf(parts, control);
  if (said?.isKnown === true) return container === numberAtBox;
  const wrong = await wrongNumbers(tx, control.id, reader.person);
  if (wrong >= mostWrongNumbers) {
    throw new HavenwachtError(
      'controls/too-many-numbers',
      429,
      'Too many wrong numbers. Call the control room; it can open the task for you.',
    );
  }
  if (container === numberAtBox) return true;
  await writeOpening(tx, control.id, reader.person, [], now, said);
  await parts.recordAct(tx, {
    kind: 'refusal',
    act: 'control/wrong-box',
    subject: control.id,
    by: reader,
    at: now,
    content: { numberAtBox, said },
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
  said: Said | null,
): Promise<void> {
  await tx.execute(
    sql`insert into control_opening (control_id, person, items, at, item, said_at, doubt_ms)
        values (${control}, ${person}, ${items}::text[], to_timestamp(${now}::float8 / 1000.0),
          ${said?.item ?? null}, to_timestamp(${said?.at ?? null}::float8 / 1000.0), ${said?.doubtMs ?? null})
        on conflict do nothing`,
  );
}

/** @throws {HavenwachtError} `controls/not-along` when nothing was handed out that could have been opened */
async function saidOf(
  tx: Querying,
  reader: Reader,
  control: string,
  { item, saidAt, deviceNow }: ToldOpening,
  now: number,
): Promise<Said> {
  const [handed] = await tx.query<{ handedAt: number; aheadThen: number; isKnown: boolean }>(
    sql`select handed_at as "handedAt", device_ahead_ms::float8 as "aheadThen",
          exists (select 1 from control_opening o
            where o.control_id = e.control_id and o.person = e.person and o.item = ${item}) as "isKnown"
        from task_envelope e where control_id = ${control} and person = ${reader.person}
        order by handed_at desc limit 1`,
  );
  if (handed === undefined) {
    throw new HavenwachtError('controls/not-along', 409, 'This task was not taken along.');
  }
  return { item, isKnown: handed.isKnown, ...saidTime({ saidAt, deviceNow, now, ...handed }) };
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
  await tx.news('control-changed', { control: control.id });
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
    // Who signed a void lowering under threat sees what he was made to sign.
    time: opened.time === undefined ? null : (control.looksReplanned?.plannedAt ?? opened.time),
    method: opened.method === undefined ? null : (control.looksReplanned?.method ?? opened.method),
    container: object?.container ?? null,
    reason: opened.reason ?? null,
    object: atBox ? object : null,
    moreAt: next === undefined ? null : new Date(next.fromAt).toISOString(),
    moreOnArrival: !atBox && own.some(({ onArrival }) => onArrival),
  };
}
