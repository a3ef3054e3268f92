import { sql, type Scope, type Sql } from '../../platform/scope/index.ts';
import { triageStates, type TriageState } from './triage-store.ts';

/** What the ranked list is narrowed to: what was done with a visit, as far as this reader sees it. */
export function queueConditions(scope: Scope, triage: string | undefined): readonly Sql[] {
  const state = triageStates.find((one) => one === triage);
  return state === undefined ? [] : [whereTriage(scope, state)];
}

/** A condition on a row of the ranked list. */
function whereTriage(scope: Scope, state: TriageState): Sql {
  const standing = sql`select visit_id from ${scope.seen('triage-act')} t where state in ('recorded', 'pending')`;
  switch (state) {
    case 'mine':
      return sql`visit_id in (${standing} and kind = 'assign' and person = ${scope.reader.person})`;
    case 'proposed':
      return sql`visit_id in (${standing} and kind = 'propose')`;
    case 'dismissed':
      return sql`visit_id in (${standing} and kind = 'dismiss' and state = 'recorded')`;
    case 'waiting':
      return sql`visit_id in (${standing} and state = 'pending')`;
    case 'undecided':
      // A dismissal doesn't hold for a visit that has become risky since.
      return sql`visit_id not in (${standing} and kind = 'propose') and (band in ('A', 'B') or mandatory
        or selected_by is not null or visit_id not in (${standing} and kind = 'dismiss'))`;
  }
}
