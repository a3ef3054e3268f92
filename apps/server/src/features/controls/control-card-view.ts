import type { ControlMethod, DisclosedItem } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';
import { candidatesReader } from './candidates.ts';
import { boardControl, isPlanner, knownItems, type BoardControl } from './control-board-view.ts';
import { openItems } from './compartment.ts';
import { attempt, noSuchControl, type ControlParts } from './control-parts.ts';
import { controlStore, type TakenStep } from './control-store.ts';
import { shownSteps } from './shown-control.ts';
import { signsOf, type WeighedPlan } from './weigh-plan.ts';

/** What came out, for those who judge it. */
export interface ControlOutcome {
  readonly outcome: string;
  readonly container: string;
  readonly kg: number | null;
  readonly concealment: string | null;
  readonly evidence: readonly { readonly sha256: string; readonly kind: string; readonly bytes: number }[];
  readonly person: string;
  readonly at: number;
}

export interface ControlCard extends Omit<BoardControl, 'plan'> {
  readonly steps: readonly TakenStep[];
  /** Only for who plans. Which outsider learns when is told to who knows the method. */
  readonly plan: WeighedPlan | null;
  /** What the reader knows of it, item by item; what he does not know is absent. */
  readonly content: Readonly<Partial<Record<Exclude<DisclosedItem, 'object'>, string>>>;
  readonly outcome: ControlOutcome | null;
}

/** One control in full, as far as this reader knows it. What is read of its content is put on record. */
export function controlCardView(parts: ControlParts, reader: Reader, id: string): Promise<ControlCard> {
  return attempt(parts, reader, 'control/read', id, async (tx) => {
    const now = parts.now();
    const store = controlStore(tx, reader, now);
    const control = await store.byId(id);
    if (control === null) throw noSuchControl();
    const [knowers, steps] = [await store.knowers(id), await store.steps(id)];
    const row = await boardControl(tx, parts, reader, control, { knowers, steps }, candidatesReader(tx, now));
    const own = knowers.filter(({ person, fromAt }) => person === reader.person && fromAt <= now);
    const items = row.state === 'cancelled' ? [] : knownItems(own);
    const { object: _, ...sealed } = openItems(parts.nodeKey, control, items);
    const { plannedAt: time, method } = control.looksReplanned ?? {};
    const content = {
      ...sealed,
      ...(sealed.time === undefined || time === undefined ? {} : { time }),
      ...(sealed.method === undefined || method === undefined ? {} : { method }),
    };
    if (items.length > 0) {
      await parts.recordAct(tx, {
        kind: 'look',
        act: 'control/read',
        subject: id,
        by: reader,
        at: now,
        content: { items },
      });
    }
    const signs =
      content.method === undefined
        ? null
        : signsOf(content.method as ControlMethod, row.control.plannedAt, row.box?.now?.arrivalAt ?? now);
    return {
      ...row,
      steps: shownSteps(control, steps),
      plan: row.plan === null ? null : { ...row.plan, signs },
      content,
      outcome: isPlanner(reader) && row.state !== 'cancelled' ? await outcomeOf(tx, id) : null,
    };
  });
}

async function outcomeOf(tx: Querying, id: string): Promise<ControlOutcome | null> {
  const [result] = await tx.query<Omit<ControlOutcome, 'evidence'> & { hashes: string[] }>(
    sql`select r.outcome, v.container, r.kg, r.concealment, r.evidence as hashes, r.person, r.at
        from control_result r join visit v on v.id = r.visit_id where r.control_id = ${id}`,
  );
  if (result === undefined) return null;
  const { hashes, ...outcome } = result;
  const evidence = await tx.query<ControlOutcome['evidence'][number] & Record<string, unknown>>(
    sql`select sha256, kind, bytes from control_evidence where control_id = ${id} and sha256 = any(${hashes}::text[])
        order by at, sha256`,
  );
  return { ...outcome, evidence };
}
