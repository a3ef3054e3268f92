import type { Querying, Transaction } from '../../platform/db/index.ts';

/** Saved views of the queue, settings of the console and dossiers opened lately; each of one person. */

export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** As it stands in the address of the queue; a view shares this, never what it found. */
  readonly filter: string;
  readonly shared: boolean;
  readonly own: boolean;
}

/** A person's own views and those that others share, by name. */
export function viewsFor(tx: Querying, person: string): Promise<readonly SavedView[]> {
  return tx.query(
    `select id, name, filter, shared, person = $1 as own from queue_view where person = $1 or shared
     order by person <> $1, lower(name), id`,
    [person],
  );
}

/** Writes a new view; false when the person has one of this name. */
export async function addView(
  tx: Transaction,
  view: Omit<SavedView, 'own'>,
  person: string,
  at: number,
): Promise<boolean> {
  return (
    (await tx.execute(
      `insert into queue_view (id, person, name, filter, shared, changed_at)
       values ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000.0)) on conflict do nothing`,
      [view.id, person, view.name, view.filter, view.shared, at],
    )) === 1
  );
}

/** Changes one's own view; 'taken' when another of one's views has that name. */
export async function changeView(
  tx: Transaction,
  view: Omit<SavedView, 'own'>,
  person: string,
  at: number,
): Promise<'changed' | 'taken' | 'absent'> {
  const [other] = await tx.query('select 1 from queue_view where person = $1 and name = $2 and id <> $3', [
    person,
    view.name,
    view.id,
  ]);
  if (other !== undefined) return 'taken';
  const count = await tx.execute(
    `update queue_view set name = $3, filter = $4, shared = $5, changed_at = to_timestamp($6::float8 / 1000.0)
     where id = $1 and person = $2`,
    [view.id, person, view.name, view.filter, view.shared, at],
  );
  return count === 1 ? 'changed' : 'absent';
}

/** Removes one's own view; false when there is none. */
export async function removeView(tx: Transaction, id: string, person: string): Promise<boolean> {
  return (await tx.execute('delete from queue_view where id = $1 and person = $2', [id, person])) === 1;
}

export interface ConsoleSettings {
  /** Id of the view the queue opens with; null = everything. */
  readonly defaultView: string | null;
  readonly letterKeys: boolean;
  /** Keys chosen instead of the built-in ones, by the name of the shortcut. */
  readonly keys: Readonly<Record<string, string>>;
}

const builtInSettings: ConsoleSettings = { defaultView: null, letterKeys: true, keys: {} };

export async function settingsOf(tx: Querying, person: string): Promise<ConsoleSettings> {
  const [row] = await tx.query<{ body: Partial<ConsoleSettings> }>(
    'select body from console_setting where person = $1',
    [person],
  );
  return { ...builtInSettings, ...row?.body };
}

export async function writeSettings(
  tx: Transaction,
  person: string,
  settings: ConsoleSettings,
  at: number,
): Promise<void> {
  await tx.execute(
    `insert into console_setting (person, body, changed_at) values ($1, $2::jsonb, to_timestamp($3::float8 / 1000.0))
     on conflict (person) do update set body = excluded.body, changed_at = excluded.changed_at`,
    [person, JSON.stringify(settings), at],
  );
}

/** How many dossiers the console offers to return to. */
const recentDossiers = 10;

/** Remembers an opened dossier and forgets all but the last ten. */
export async function rememberDossier(
  tx: Transaction,
  person: string,
  visit: string,
  at: number,
): Promise<void> {
  await tx.execute(
    `insert into recent_dossier (person, visit_id, opened_at) values ($1, $2, to_timestamp($3::float8 / 1000.0))
     on conflict (person, visit_id) do update set opened_at = excluded.opened_at`,
    [person, visit, at],
  );
  await tx.execute(
    `delete from recent_dossier where person = $1 and visit_id not in (
       select visit_id from recent_dossier where person = $1 order by opened_at desc, visit_id limit ${recentDossiers})`,
    [person],
  );
}

export function recentOf(
  tx: Querying,
  person: string,
): Promise<readonly { visit: string; openedAt: number }[]> {
  return tx.query(
    `select visit_id as visit, opened_at as "openedAt" from recent_dossier where person = $1
     order by opened_at desc, visit_id`,
    [person],
  );
}
