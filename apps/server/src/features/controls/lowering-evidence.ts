import { createHmac } from 'node:crypto';
import { controlMethods, posteriorOf, type ControlMethod, type DisclosedItem } from '@havenwacht/planning';
import { sql, type Querying, type Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { keyFor } from '../../platform/secrets/index.ts';
import { listedVisits, type FallenBox, type RuleChange } from '../screening/index.ts';
import { hashContent } from '../watch/index.ts';
import { candidatesAt } from './candidates.ts';
import { openItems, type SealedObject } from './compartment.ts';
import { noSuchControl, type ControlParts } from './control-parts.ts';
import { insertKnowers, type Control } from './control-store.ts';
import { lowersControl, type LoweringAct } from './lowering.ts';

/** What a lowering is about, as the two who sign it see it. */
export type LoweringEvidence =
  | {
      readonly about: 'visit';
      readonly visit: string;
      readonly container: string;
      readonly port: string;
      readonly band: string;
      readonly score: number;
      readonly mandatory: boolean;
      readonly selectedBy: string | null;
      readonly reasons: readonly {
        readonly signal: string;
        readonly code: string;
        readonly weight: number;
      }[];
    }
  | {
      readonly about: 'control';
      readonly control: string;
      readonly state: string;
      readonly visit: string;
      readonly container: string;
      readonly place: string;
      readonly time: string;
      readonly method: string;
      readonly reason: string;
      /** What it would become; empty where it is cancelled. */
      readonly becomes: Replanned;
    }
  | {
      readonly about: 'change';
      readonly change: RuleChange['kind'];
      readonly version: string;
      readonly document: unknown;
      /** Every open box that falls out, judged with the change in force. */
      readonly fallen: readonly FallenBox[];
      /** What rules newly leave out, as `field=value`: nearest to a list of trusted parties. */
      readonly exempts: readonly string[];
    };

/** A control's later moment or lighter method. */
export interface Replanned {
  /** RFC 3339. */
  readonly plannedAt?: string;
  readonly method?: ControlMethod;
}

/** What is kept of a change until it is decided. */
export interface ChangeBody {
  readonly change: RuleChange['kind'];
  readonly version: string;
  readonly document: unknown;
  readonly fallen: readonly FallenBox[];
  readonly exempts: readonly string[];
}

const all: readonly DisclosedItem[] = ['place', 'time', 'method', 'object', 'reason'];

/**
 * The evidence of a lowering as it is now. Of a control it is opened for this and stored nowhere.
 *
 * @throws {HavenwachtError} when what it is about is not there any more
 */
export async function evidenceOf(
  tx: Querying,
  parts: Pick<ControlParts, 'nodeKey'>,
  lowering: { readonly act: LoweringAct; readonly subject: string; readonly body: unknown },
): Promise<LoweringEvidence> {
  const { act, subject, body } = lowering;
  if (lowersControl(act)) {
    const control = await sealedControl(tx, subject);
    const {
      place = '',
      time = '',
      method = '',
      object = '{}',
      reason = '',
    } = openItems(parts.nodeKey, control, all);
    const { visit, container } = JSON.parse(object) as SealedObject;
    const becomes = act === 'cancel' ? {} : (body as Replanned);
    return {
      about: 'control',
      control: subject,
      state: control.state,
      visit,
      container,
      place,
      time,
      method,
      reason,
      becomes,
    };
  }
  if (act === 'change-rules' || act === 'change-policy' || act === 'whitelist') {
    return { about: 'change', ...(body as ChangeBody) };
  }
  const [visit] = await listedVisits(tx, null, [subject]);
  if (visit === undefined) {
    throw new HavenwachtError('screening/not-found', 404, 'There is no such visit.');
  }
  const { id, container, port, band, score, mandatory, selectedBy } = visit;
  const reasons = visit.reasons.map(({ signal, code, weight }) => ({ signal, code, weight }));
  return { about: 'visit', visit: id, container, port, band, score, mandatory, selectedBy, reasons };
}

/**
 * What both sign over. Made with the node's key: the evidence of a sealed control has few enough
 * possible contents that a plain hash in the database would tell which it is.
 */
export function evidenceHash(parts: Pick<ControlParts, 'nodeKey'>, evidence: LoweringEvidence): string {
  return createHmac('sha256', keyFor(parts.nodeKey, 'lowering-evidence'))
    .update(hashContent(evidence))
    .digest('hex');
}

/** Who sees the evidence of a control knows of it from then on, and is counted. */
export async function countAsKnower(
  tx: Transaction,
  control: string,
  person: string,
  part: 'asker' | 'second-person',
  now: number,
): Promise<void> {
  const known = await tx.query(
    sql`select 1 from control_knower where control_id = ${control} and person = ${person}
        and 'object' = any(items) and not on_arrival and ended_at is null and from_at <= to_timestamp(${now}::float8 / 1000.0)`,
  );
  if (known.length > 0) return;
  const { port } = await sealedControl(tx, control);
  await insertKnowers(tx, control, [
    {
      person,
      part,
      items: all,
      fromAt: now,
      onArrival: false,
      posterior: posteriorOf(all, await candidatesAt(tx, port)),
      reason: 'lowering',
      addedBy: person,
    },
  ]);
}

/** The control that a lowering is about, whoever asks: the two who sign were let to it before. */
export async function sealedControl(
  tx: Querying,
  id: string,
): Promise<Pick<Control, 'id' | 'state' | 'origin' | 'port' | 'wrappedKey' | 'sealed' | 'plannedAt'>> {
  const [control] = await tx.query<Control>(
    sql`select id, state, origin, port, planned_at as "plannedAt", wrapped_key as "wrappedKey", sealed
        from control where id = ${id}`,
  );
  if (control === undefined) throw noSuchControl();
  return control;
}

/**
 * How much a method finds, roughly: a lighter one is a lowering. Documents are the lightest; an opening
 * finds what the others only point at.
 */
const weightOf: Readonly<Record<ControlMethod, number>> = {
  documents: 0,
  drone: 1,
  dog: 2,
  rov: 2,
  scan: 3,
  'hull-dive': 3,
  open: 4,
};

/** @throws {HavenwachtError} when what is asked for is no lowering of this kind */
export function checkReplanned(
  act: 'postpone' | 'downgrade',
  current: { readonly plannedAt: number; readonly method: string },
  wanted: unknown,
): Replanned {
  const { plannedAt, method } = (wanted ?? {}) as { readonly plannedAt?: unknown; readonly method?: unknown };
  if (act === 'postpone') {
    const at = typeof plannedAt === 'string' ? Date.parse(plannedAt) : Number.NaN;
    if (!(at > current.plannedAt)) {
      throw new HavenwachtError('controls/not-later', 422, 'A postponed control needs a later plannedAt.');
    }
    return { plannedAt: new Date(at).toISOString() };
  }
  const lighter = controlMethods.find((one) => one === method);
  if (lighter === undefined || weightOf[lighter] >= weightOf[current.method as ControlMethod]) {
    throw new HavenwachtError('controls/not-lighter', 422, 'A downgraded control needs a lighter method.');
  }
  return { method: lighter };
}
