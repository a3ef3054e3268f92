import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Sql } from '../../platform/db/index.ts';
import { triageStates, whereTriage } from './triage-store.ts';

/** What the ranked list is narrowed to for this reader: his ports, and what was done with a visit. */
export function queueConditions(reader: Reader, triage: string | undefined): readonly Sql[] {
  const state = triageStates.find((one) => one === triage);
  return [
    ...(reader.ports === null ? [] : [sql`port = any(${reader.ports}::text[])`]),
    ...(state === undefined ? [] : [whereTriage(state, reader.person)]),
  ];
}
