import type { Querying, Transaction } from '../../platform/db/index.ts';
import type { ListedVisit } from '../screening/index.ts';
import type { ActKind, ActState, TriageAct } from './triage-act.ts';

/** Acts on visits and frozen selections. */

export interface NewAct {
  readonly kind: ActKind;
  readonly visit: Pick<ListedVisit, 'id' | 'container' | 'port'>;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly state: 'recorded' | 'pending';
}

export interface By {
  readonly reference: string;
  readonly person: string;
  readonly roles: readonly string[];
  readonly at: number;
}

interface ActRow {
  reference: string;
  kind: ActKind;
  visit: string;
  container: string;
  person: string;
  roles: string[];
  at: number;
  reason: string;
  details: Record<string, unknown>;
  state: ActState;
  needs: 'second-person' | null;
}

const columns = `reference, kind, visit_id as visit, container, person, roles, at, reason, details, state, needs`;

/** Writes acts; the visits on which the same act stands already are left out of the answer. */
export async function writeActs(
  tx: Transaction,
  by: By,
  acts: readonly NewAct[],
): Promise<ReadonlySet<string>> {
  if (acts.length === 0) return new Set();
  const rows = await tx.query<{ visit_id: string }>(
    `insert into triage_act (reference, kind, visit_id, container, port, person, roles, at, reason, details, state, needs)
     select $1, kind, visit, container, port, $2, $3::text[], to_timestamp($4::float8 / 1000.0), reason,
       details::jsonb, state, case when state = 'pending' then 'second-person' end
     from unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
       as u(kind, visit, container, port, reason, details, state)
     on conflict do nothing returning visit_id`,
    [
      by.reference,
      by.person,
      by.roles,
      by.at,
      acts.map((act) => act.kind),
      acts.map((act) => act.visit.id),
      acts.map((act) => act.visit.container),
      acts.map((act) => act.visit.port),
      acts.map((act) => act.reason),
      acts.map((act) => JSON.stringify(act.details)),
      acts.map((act) => act.state),
    ],
  );
  return new Set(rows.map((row) => row.visit_id));
}

/** Ends what stands of one kind on these visits; the visits where something did. */
export async function endActs(
  tx: Transaction,
  kind: ActKind,
  visits: readonly string[],
  reference: string,
  person: string | null = null,
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ visit_id: string }>(
    `update triage_act set state = 'ended', ended_by = $3 where kind = $1 and visit_id = any($2::text[])
       and state in ('recorded', 'pending') and ($4::text is null or person = $4) returning visit_id`,
    [kind, visits, reference, person],
  );
  return new Set(rows.map((row) => row.visit_id));
}

/** What stands on these visits now, one row a visit and kind. */
export function standingActs(
  tx: Querying,
  visits: readonly string[],
): Promise<readonly { visit: string; kind: ActKind; person: string; state: ActState }[]> {
  return tx.query(
    `select visit_id as visit, kind, person, state from triage_act where visit_id = any($1::text[])
       and state in ('recorded', 'pending') and kind in ('assign', 'propose', 'dismiss')`,
    [visits],
  );
}

/** Every act on one visit, oldest first; those taken back too. */
export function actsOf(tx: Querying, visit: string): Promise<readonly TriageAct[]> {
  return tx.query<ActRow>(`select ${columns} from triage_act where visit_id = $1 order by id`, [visit]);
}

/** One act on all its visits, held until the transaction ends. */
export function actsByReference(tx: Transaction, reference: string): Promise<readonly TriageAct[]> {
  return tx.query<ActRow>(`select ${columns} from triage_act where reference = $1 order by id for update`, [
    reference,
  ]);
}

/** Takes an act back and puts back what it ended, where nothing else stands in its place by now. */
export async function undoActs(tx: Transaction, reference: string, at: number): Promise<ReadonlySet<string>> {
  const undone = await tx.query<{ visit_id: string }>(
    `update triage_act set state = 'undone', undone_at = to_timestamp($2::float8 / 1000.0)
     where reference = $1 and state in ('recorded', 'pending') returning visit_id`,
    [reference, at],
  );
  const visits = undone.map((row) => row.visit_id);
  await tx.execute(
    `update triage_act ended set state = case when needs is null then 'recorded' else 'pending' end, ended_by = null
     where ended_by = $1 and visit_id = any($2::text[]) and not exists (
       select 1 from triage_act other where other.visit_id = ended.visit_id and other.kind = ended.kind
         and other.state in ('recorded', 'pending'))`,
    [reference, visits],
  );
  return new Set(visits);
}

/** What the list shows beside a row that somebody did something with. */
export interface Mark {
  readonly visit: string;
  readonly assigned: 'you' | 'other' | null;
  readonly proposed: boolean;
  readonly dismissed: 'recorded' | 'pending' | null;
  readonly notes: number;
  readonly contested: number;
}

export function marksFor(
  tx: Querying,
  person: string,
  ports: readonly string[] | null,
): Promise<readonly Mark[]> {
  return tx.query(
    `select visit_id as visit,
       max(case when kind = 'assign' then case when person = $1 then 'you' else 'other' end end) as assigned,
       bool_or(kind = 'propose') as proposed,
       max(case when kind = 'dismiss' then state end) as dismissed,
       count(*) filter (where kind = 'note')::int as notes,
       count(*) filter (where kind = 'contest')::int as contested
     from triage_act where state in ('recorded', 'pending') and kind <> 'release'
       and ($2::text[] is null or port = any($2::text[]))
     group by visit_id order by visit_id`,
    [person, ports],
  );
}

export const triageStates = ['undecided', 'mine', 'proposed', 'dismissed', 'waiting'] as const;
export type TriageState = (typeof triageStates)[number];

export interface Selection {
  readonly id: string;
  readonly filter: string | null;
  readonly visits: readonly string[];
  readonly matching: number;
}

/** Keeps a selection for a day; nobody acts on an older one. */
export async function writeSelection(
  tx: Transaction,
  selection: Selection,
  person: string,
  at: number,
): Promise<void> {
  await tx.execute(
    "delete from selection where made_at < to_timestamp($1::float8 / 1000.0) - interval '1 day'",
    [at],
  );
  await tx.execute(
    `insert into selection (id, person, filter, visits, matching, made_at)
     values ($1, $2, $3, $4::text[], $5, to_timestamp($6::float8 / 1000.0))`,
    [selection.id, person, selection.filter, selection.visits, selection.matching, at],
  );
}

/** A selection of this person; null when it is another's, too old or none at all. */
export async function selectionOf(
  tx: Querying,
  person: string,
  id: string,
  at: number,
): Promise<Selection | null> {
  const [row] = await tx.query<Selection>(
    `select id, filter, visits, matching from selection where id = $1 and person = $2
       and made_at >= to_timestamp($3::float8 / 1000.0) - interval '1 day'`,
    [id, person, at],
  );
  return row ?? null;
}
