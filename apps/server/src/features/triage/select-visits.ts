import type { Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import type { Scope } from '../../platform/scope/index.ts';
import { listedVisits, queueView, readQueueFilter, type ListedVisit } from '../screening/index.ts';
import { mostAtOnce } from './triage-act.ts';
import { writeSelection, type Selection } from './triage-store.ts';
import { queueConditions } from './queue-conditions.ts';

export type Wanted =
  | { readonly visits: readonly string[] }
  /** A filter as it stands in the address of the queue; `first` takes so many from the top. */
  | { readonly filter: string; readonly first: number | null };

export interface Frozen extends Selection {
  readonly examples: readonly ListedVisit[];
}

/**
 * Turns a choice into a frozen list of ids that the node itself has counted: what is acted on later is
 * what was counted now, whatever comes into the list in between.
 *
 * @throws {HavenwachtError} `triage/nothing-selected`, `triage/too-many`
 */
export async function selectVisits(
  tx: Transaction,
  scope: Scope,
  wanted: Wanted,
  at: number,
): Promise<Frozen> {
  const { ids, matching, filter } =
    'visits' in wanted
      ? { ids: [...new Set(wanted.visits)], matching: null, filter: null }
      : await matches(scope, wanted.filter, wanted.first);
  const { reader } = scope;
  const listed = (await listedVisits(tx, reader.ports, ids)).filter((visit) => visit.open);
  if (listed.length === 0) {
    throw new HavenwachtError('triage/nothing-selected', 422, 'Nothing in the list was selected.');
  }
  if (listed.length > mostAtOnce) throw tooMany(listed.length);
  const selection: Selection = {
    id: opaqueId('s'),
    filter,
    visits: listed.map((visit) => visit.id),
    matching: matching ?? listed.length,
  };
  await writeSelection(tx, selection, reader.person, at);
  return { ...selection, examples: listed.slice(0, 3) };
}

async function matches(
  scope: Scope,
  filter: string,
  first: number | null,
): Promise<{ readonly ids: readonly string[]; readonly matching: number; readonly filter: string }> {
  const asked = readQueueFilter(filter);
  const { total, rows } = await queueView(scope, {
    ...asked,
    from: 0,
    limit: Math.min(first ?? mostAtOnce, mostAtOnce),
    also: queueConditions(scope, asked.triage),
  });
  if (first === null && total > mostAtOnce) throw tooMany(total);
  return { ids: rows.map((row) => row.visit_id), matching: total, filter };
}

const tooMany = (count: number): HavenwachtError =>
  new HavenwachtError('triage/too-many', 422, `At most ${mostAtOnce} containers can be handled in one act.`, {
    details: { count, most: mostAtOnce },
  });
