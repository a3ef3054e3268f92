import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { boxOpened } from '../segregation/index.ts';
import { attempt, type ControlParts } from './control-parts.ts';
import { controlStore } from './control-store.ts';
import { openItems } from './compartment.ts';
import { objectOf } from './object-of.ts';
import { atStep } from './take-step.ts';

export interface Result {
  readonly outcome: 'found' | 'nothing' | 'not-possible';
  /** SHA-256 of the evidence handed over before, hex. */
  readonly evidence: readonly string[];
  /** Net mass found; only with outcome "found". */
  readonly kg: number | null;
  readonly concealment: string | null;
}

/**
 * Records what the control came to. Only who opened it at the box can; the database refuses a result
 * before arrival, without evidence, or of another box.
 *
 * @param item a phone's id of what it sends: the same sent again changes nothing and is no refusal
 */
export function recordResult(
  parts: ControlParts,
  reader: Reader,
  id: string,
  result: Result,
  item: string | null = null,
): Promise<void> {
  return attempt(parts, reader, 'control/result', id, async (tx) => {
    if (item !== null && (await isRecorded(tx, reader, id, item, parts.now()))) return;
    const { control, now, take } = await atStep(tx, parts, reader, id, 'carry-out');
    const [opened] = await tx.query(
      sql`select 1 from control_opening where control_id = ${id} and person = ${reader.person} and 'object' = any(items)`,
    );
    const own = (await controlStore(tx, reader, now).knowers(id)).filter(
      ({ person }) => person === reader.person,
    );
    if (opened === undefined || !own.some(({ onArrival }) => onArrival)) {
      throw new HavenwachtError(
        'controls/not-at-box',
        403,
        'Only who opened the task at the box records its result.',
      );
    }
    if (result.evidence.length === 0) {
      throw new HavenwachtError(
        'controls/no-evidence',
        422,
        'A result needs evidence: hand over an image, a seal photo or a reading first.',
      );
    }
    const object = objectOf(parts, control);
    await tx.execute(
      sql`insert into control_result (control_id, visit_id, object_salt, outcome, evidence, kg, concealment, person, at, item)
          values (${id}, ${object.visit}, ${object.salt}, ${result.outcome}, ${result.evidence}::text[],
            ${result.kg}, ${result.concealment}, ${reader.person}, to_timestamp(${now}::float8 / 1000.0), ${item})`,
    );
    const { method } = openItems(parts.nodeKey, control, ['method']);
    if (method === 'open' && result.outcome !== 'not-possible') {
      await boxOpened(tx, { visit: object.visit, at: now, by: reader.person, reason: id });
    }
    await take(result);
    await tx.news('control-carried-out', { control: id });
  });
}

/** Looks with the control locked, so that of the same sent twice at once one waits for the other. */
async function isRecorded(
  tx: Transaction,
  reader: Reader,
  id: string,
  item: string,
  now: number,
): Promise<boolean> {
  await controlStore(tx, reader, now).byId(id, true);
  const [recorded] = await tx.query(
    sql`select 1 from control_result where control_id = ${id} and person = ${reader.person} and item = ${item}`,
  );
  return recorded !== undefined;
}
