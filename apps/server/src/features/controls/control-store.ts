import type { DisclosedItem, Learning } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying, type Sql, type Transaction } from '../../platform/db/index.ts';
import type { SealedContent } from './compartment.ts';
import type { ControlOrigin, ControlState, ControlStep } from './control.ts';

/** A control as it lies in the database: what it is about is sealed. */
export interface Control {
  readonly id: string;
  readonly state: ControlState;
  readonly origin: ControlOrigin;
  readonly port: string;
  readonly lane: string;
  readonly plannedAt: number;
  readonly createdAt: number;
  readonly commitment: string;
  readonly wrappedKey: string;
  readonly sealed: SealedContent['sealed'];
  readonly exposureLimit: number;
  /** The reader signed its cancelling under duress, or asked for it: to him it has to look cancelled. */
  readonly looksCancelled: boolean;
  /** The same where it was to be planned anew: what it has to look like to him. */
  readonly looksReplanned: { readonly plannedAt?: string; readonly method?: string } | null;
}

/** From when one person may open which items of one control. */
export interface Knower {
  readonly person: string;
  readonly part: string;
  readonly items: readonly DisclosedItem[];
  readonly fromAt: number;
  /** Only at the object, proven by its number. */
  readonly onArrival: boolean;
  readonly posterior: number;
  /** Why he was added beside the ladder; `null` on the ladder. */
  readonly reason: string | null;
  readonly addedBy: string;
}

export interface TakenStep {
  readonly step: ControlStep;
  readonly from: ControlState;
  readonly to: ControlState;
  readonly person: string;
  readonly at: number;
}

const planning = ['planner'];

/**
 * Who may see that a control exists: its knowers from the moment their time has come, who was drawn to
 * decide about it as long as he has not, and planners of its port, to whom it is a taken slot. Everybody
 * else, the administrator first, sees none.
 */
function visibleTo(reader: Reader, now: number): Sql {
  const known = sql`(exists (select 1 from control_knower k where k.control_id = c.id and k.person = ${reader.person}
      and k.ended_at is null and k.from_at <= to_timestamp(${now}::float8 / 1000.0))
    or exists (select 1 from lowering l where l.subject = c.id and l.second_person = ${reader.person}
      and l.expires_at > to_timestamp(${now}::float8 / 1000.0)
      and not exists (select 1 from lowering_decision d where d.lowering_id = l.id)))`;
  if (!planning.some((role) => reader.roles.includes(role))) return known;
  return reader.ports === null ? sql`true` : sql`(c.port = any(${reader.ports}::text[]) or ${known})`;
}

/** Whether a control has to look cancelled to a reader: he signed under duress, or asked for what was signed so. */
export const looksCancelledTo = (reader: Reader): Sql =>
  sql`exists (${voidFor(reader)} and l.act = 'cancel')`;

const columnsFor = (
  reader: Reader,
): Sql => sql`c.id, c.state, c.origin, c.port, c.lane, c.planned_at as "plannedAt", c.created_at as "createdAt",
  c.object_commitment as commitment, c.wrapped_key as "wrappedKey", c.sealed, c.exposure_limit as "exposureLimit",
  ${looksCancelledTo(reader)} as "looksCancelled",
  (${voidFor(reader)} and l.act in ('postpone', 'downgrade') order by e.at desc limit 1) as "looksReplanned"`;

/** What this reader signed, asked for or approved, that is void and has to look done to him. */
const voidFor = (
  reader: Reader,
): Sql => sql`select l.body from lowering l join lowering_effect e on e.lowering_id = l.id
  where l.subject = c.id and e.outcome = 'void' and (l.asked_by = ${reader.person} or l.second_person = ${reader.person})`;

/** The controls a reader may see; everything it gives is filtered in the database. */
export function controlStore(tx: Querying, reader: Reader, now: number) {
  const visible = visibleTo(reader, now);
  const knowersOf = (ids: readonly string[]): Promise<(Knower & { readonly control: string })[]> =>
    tx.query<Knower & { control: string }>(
      sql`select k.control_id as control, k.person, k.part, k.items, k.from_at as "fromAt", k.on_arrival as "onArrival",
            k.posterior, k.reason, k.added_by as "addedBy"
          from control_knower k join control c on c.id = k.control_id
          where c.id = any(${ids}::text[]) and k.ended_at is null and ${visible} order by k.from_at, k.person, k.part`,
    );
  const stepsOf = (ids: readonly string[]): Promise<(TakenStep & { readonly control: string })[]> =>
    tx.query<TakenStep & { control: string }>(
      sql`select s.control_id as control, s.step, s.from_state as "from", s.to_state as "to", s.person, s.at
          from control_step s join control c on c.id = s.control_id
          where c.id = any(${ids}::text[]) and ${visible} order by s.control_id, s.seq`,
    );
  return {
    async byId(id: string, lock = false): Promise<Control | null> {
      const [row] = await tx.query<Control>(
        sql`select ${columnsFor(reader)} from control c where c.id = ${id} and ${visible} ${lock ? sql`for update of c` : sql``}`,
      );
      return row ?? null;
    },
    list(window: { readonly from: number; readonly until: number }): Promise<Control[]> {
      return tx.query<Control>(
        sql`select ${columnsFor(reader)} from control c where ${visible}
            and c.planned_at >= to_timestamp(${window.from}::float8 / 1000.0)
            and c.planned_at < to_timestamp(${window.until}::float8 / 1000.0)
            order by c.planned_at, c.id limit 500`,
      );
    },
    knowers: (id: string): Promise<Knower[]> => knowersOf([id]),
    steps: (id: string): Promise<TakenStep[]> => stepsOf([id]),
    /** The same for many, each with the control it is of. */
    knowersOf,
    stepsOf,
  };
}

export async function insertControl(
  tx: Transaction,
  control: Omit<
    Control,
    'state' | 'commitment' | 'wrappedKey' | 'sealed' | 'looksCancelled' | 'looksReplanned'
  > & {
    readonly content: SealedContent;
  },
): Promise<void> {
  const { content } = control;
  await tx.execute(
    sql`insert into control (id, origin, port, lane, planned_at, created_at, object_commitment, wrapped_key, sealed, exposure_limit)
        values (${control.id}, ${control.origin}, ${control.port}, ${control.lane},
          to_timestamp(${control.plannedAt}::float8 / 1000.0), to_timestamp(${control.createdAt}::float8 / 1000.0),
          ${content.commitment}, ${content.wrappedKey}, ${JSON.stringify(content.sealed)}::jsonb, ${control.exposureLimit})`,
  );
}

/** Takes a step; the database moves the state with it and refuses what the table of steps does not have. */
export async function insertStep(
  tx: Transaction,
  control: string,
  step: TakenStep & {
    readonly credential: string;
    readonly lowering?: string;
    /** Of a control that is planned anew: its moment, and what of it is sealed anew. */
    readonly replanned?: { readonly plannedAt: number; readonly resealed: Readonly<Record<string, string>> };
  },
): Promise<void> {
  await tx.execute(
    sql`insert into control_step (control_id, seq, step, from_state, to_state, person, credential, at, lowering_id,
          planned_at, resealed)
        select ${control}, coalesce(max(seq), 0) + 1, ${step.step}, ${step.from}, ${step.to}, ${step.person},
          ${step.credential}, to_timestamp(${step.at}::float8 / 1000.0), ${step.lowering ?? null},
          to_timestamp(${step.replanned?.plannedAt ?? null}::float8 / 1000.0),
          ${step.replanned === undefined ? null : JSON.stringify(step.replanned.resealed)}::jsonb
        from control_step where control_id = ${control}`,
  );
}

export async function insertKnowers(
  tx: Transaction,
  control: string,
  knowers: readonly Knower[],
): Promise<void> {
  for (const one of knowers) {
    await tx.execute(
      sql`insert into control_knower (control_id, person, part, items, from_at, on_arrival, posterior, reason, added_by)
          values (${control}, ${one.person}, ${one.part}, ${one.items}::text[], to_timestamp(${one.fromAt}::float8 / 1000.0),
            ${one.onArrival}, ${one.posterior}, ${one.reason}, ${one.addedBy})
          on conflict do nothing`,
    );
  }
}

/** Knowers as the leak measures want them. */
export function learningsFrom(knowers: readonly Knower[]): readonly Learning[] {
  return knowers.map(({ person, fromAt, items, posterior }) => ({ person, at: fromAt, items, posterior }));
}
