import assert from 'node:assert/strict';
import { readContainers } from '../src/features/cargo/index.ts';
import type { Querying } from '../src/platform/db/index.ts';

/** Everything a node derived from its files, without the ids and times of processing. */
export interface NodeRecord {
  /** Statements in the tables, by kind. */
  readonly counts: Readonly<{ [table: string]: number }>;
  /** Each visit with every claim and its byte, as JSON, in a fixed order. */
  readonly visits: readonly string[];
  /** Open cases; which ones were open for a while depends on the order in which files came. */
  readonly cases: readonly string[];
  readonly states: readonly string[];
  /** Each row of the list with score, reasons and what was not evaluated, as JSON, in a fixed order. */
  readonly screened: readonly string[];
}

/** Containers that some statement is about; what only a rejected file spoke of leaves nothing but an empty visit. */
const spokenOf = `with spoken as (
  select container from container_statement union select container from movement
  union select container from consignment_container
)`;

/** Reads the record of a node, so that two nodes can be compared. */
export async function recordOf(db: Querying): Promise<NodeRecord> {
  const [counts] = await db.query<NodeRecord['counts']>(
    `select (select count(*)::int from file) as files,
       (select count(*)::int from message) as messages,
       (select count(*)::int from container_statement) as containers,
       (select count(*)::int from consignment) as consignments,
       (select count(*)::int from consignment_container) as placements,
       (select count(*)::int from movement) as movements,
       (select count(*)::int from call_statement) as calls,
       (select count(*)::int from past_visit) as "pastVisits",
       (select count(*)::int from past_control) as "pastControls"`,
  );
  const containers = await db.query<{ container: string }>(
    `${spokenOf} select distinct container from visit join spoken using (container) order by 1`,
  );
  const dossiers = await readContainers(
    db,
    containers.map((row) => row.container),
  );
  return {
    counts: counts ?? {},
    visits: [...dossiers.values()]
      .flatMap((dossier) => dossier.visits)
      .map(({ id: _id, callId: _call, vesselKey: _vessel, firstStatedAt: _first, ...visit }) =>
        JSON.stringify(visit),
      )
      .sort(),
    cases: await lines(
      db,
      "select container, kind, text, params, sources from identity_case where state = 'open'",
    ),
    states: await lines(
      db,
      `${spokenOf} select container, state, port, since, file, at_byte, check_digit_valid
       from container_state join spoken using (container)`,
    ),
    screened: await lines(
      db,
      `${spokenOf} select container, port, is_open, standing, vessel_imo, vessel_name, voyage, arrival_at, arrival_actual, size_type,
         load, origin, load_port, goods, consignee, score, mandatory_rules, reasons, signals, not_evaluated, quiet,
         identity_cases, amended_at from screening join spoken using (container)`,
    ),
  };
}

async function lines(db: Querying, statement: string): Promise<readonly string[]> {
  return (await db.query<object>(statement)).map((row) => JSON.stringify(row)).sort();
}

/** The ranked list as the reader sees it: who stands where, in which band, and who selected him. */
export async function rankingOf(db: Querying): Promise<readonly string[]> {
  const rows = await db.query<object>(
    `select visit_id, container, port, score, band, selected_by from screening where is_open
     order by mandatory desc, score desc, visit_id`,
  );
  return rows.map((row) => JSON.stringify(row));
}

/** Fails with the first differences, not with two whole records. */
export function assertSameRecord(actual: NodeRecord, wanted: NodeRecord): void {
  assert.deepEqual(actual.counts, wanted.counts);
  for (const part of ['visits', 'cases', 'states', 'screened'] as const)
    assertSameLines(actual[part], wanted[part], part);
}

export function assertSameLines(actual: readonly string[], wanted: readonly string[], about: string): void {
  const missing = wanted.filter((line) => !actual.includes(line));
  const added = actual.filter((line) => !wanted.includes(line));
  const inOrder = actual.every((line, index) => line === wanted[index]);
  if (missing.length === 0 && added.length === 0 && actual.length === wanted.length && inOrder) return;
  const [first, other] = [missing[0] ?? '', added[0] ?? ''];
  const at = Math.max(0, [...first].findIndex((letter, index) => letter !== other[index]) - 120);
  assert.fail(
    `${about}: ${missing.length} lines are missing, ${added.length} are new; the first from character ${at}\n- ${first.slice(at, at + 400)}\n+ ${other.slice(at, at + 400)}`,
  );
}
