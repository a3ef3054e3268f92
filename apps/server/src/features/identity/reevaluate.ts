import { isCheckDigitValid, readContainerNumber } from '@havenwacht/domain';
import type { Transaction } from '../../platform/db/index.ts';
import { readContainers } from '../cargo/index.ts';
import { findTwins } from './find-twins.ts';
import { writeCases, writeStates } from './identity-store.ts';
import { judgeContainer, stateOf, type Contradiction } from './judge-container.ts';

const batch = 2_000;

/**
 * Judges these container numbers anew from all that is said of them, whenever it was said, and
 * those that look like them in the same call. Late and out-of-order events therefore correct what
 * earlier ones led to.
 */
export async function reevaluate(tx: Transaction, containers: readonly string[], now: number): Promise<readonly string[]> {
  const twins = await twinsOf(tx, containers);
  const all = [...new Set([...containers, ...twins.keys()])].sort();
  for (let start = 0; start < all.length; start += batch) {
    const slice = all.slice(start, start + batch);
    const dossiers = await readContainers(tx, slice);
    const judged = new Map<string, readonly Contradiction[]>();
    const states = [];
    for (const container of slice) {
      const dossier = dossiers.get(container);
      const records = dossier?.visits.map((visit) => visit.record) ?? [];
      const movements = dossier?.movements ?? [];
      judged.set(container, [
        ...(dossier === undefined ? [] : judgeContainer(container, records, movements)),
        ...(twins.get(container) ?? []),
      ]);
      const number = readContainerNumber(container);
      const state = stateOf(movements);
      states.push({
        container,
        state: state.state === 'unknown' && records.length > 0 ? { ...state, state: 'announced' as const } : state,
        checkDigitValid: number !== null && isCheckDigitValid(number),
      });
    }
    await writeCases(tx, judged, now);
    await writeStates(tx, states);
  }
  return all;
}

/** For each of these containers and each number one edit away in the same call: the contradiction. */
async function twinsOf(tx: Transaction, containers: readonly string[]): Promise<ReadonlyMap<string, readonly Contradiction[]>> {
  const rows = await tx.query<{ call_id: string; container: string; file: string | null; at_byte: number | null }>(
    `with call as (select distinct call_id from visit where container = any($1::text[]))
     select v.call_id, v.container from visit v where v.call_id in (select call_id from call) order by 1, 2`,
    [containers],
  );
  const calls = new Map<string, string[]>();
  for (const { call_id, container } of rows) {
    const list = calls.get(call_id);
    if (list === undefined) calls.set(call_id, [container]);
    else list.push(container);
  }
  const among = new Set(containers);
  const found = new Map<string, Contradiction[]>();
  const before = await tx.query<{ container: string }>(
    `select distinct container from identity_case
     where kind = 'one-edit-twin' and state = 'open' and params ->> 'other' = any($1::text[])`,
    [containers],
  );
  for (const { container } of before) found.set(container, []);
  const pairs = [...calls.values()].flatMap((numbers) => findTwins(numbers, among));
  const named = await firstStatements(tx, pairs.flat());
  for (const [a, b] of pairs) {
    for (const [own, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const list = found.get(own) ?? [];
      list.push({
        kind: 'one-edit-twin',
        text: `${own} and ${other} are one character apart and announced for the same call`,
        params: { other },
        sources: [named.get(own), named.get(other)].filter((source) => source !== undefined),
      });
      found.set(own, list);
    }
  }
  return found;
}

async function firstStatements(
  tx: Transaction,
  containers: readonly string[],
): Promise<ReadonlyMap<string, { readonly file: string; readonly offset: number }>> {
  const rows = await tx.query<{ container: string; file: string; at_byte: number }>(
    `select distinct on (s.container) s.container, m.file, (s.body ->> 'offset')::bigint as at_byte
     from container_statement s join message m on m.id = s.message_id
     where s.container = any($1::text[]) order by s.container, s.id`,
    [containers],
  );
  return new Map(rows.map((row) => [row.container, { file: row.file, offset: row.at_byte }]));
}
