import { isCheckDigitValid, readContainerNumber } from '@havenwacht/domain';
import type { Transaction } from '../../platform/db/index.ts';
import type { ContainerDossier } from '../cargo/index.ts';
import { findTwins } from './find-twins.ts';
import { writeCases, writeStates } from './identity-store.ts';
import { judgeContainer, stateOf, type Contradiction } from './judge-container.ts';

/** Numbers one edit apart in the same call: for each container, what that says of it. */
export type Twins = ReadonlyMap<string, readonly Contradiction[]>;

/**
 * Judges these containers anew from all that is said of them, whenever it was said: late and
 * out-of-order events correct what earlier ones led to.
 */
export async function reevaluate(
  tx: Transaction,
  containers: readonly string[],
  dossiers: ReadonlyMap<string, ContainerDossier>,
  twins: Twins,
  now: number,
): Promise<void> {
  const judged = new Map<string, readonly Contradiction[]>();
  const states = containers.flatMap((container) => {
    const dossier = dossiers.get(container);
    judged.set(container, [
      ...(dossier === undefined ? [] : judgeContainer(container, dossier.visits, dossier.movements)),
      ...(twins.get(container) ?? []),
    ]);
    if (dossier === undefined) return [];
    const number = readContainerNumber(container);
    const state = stateOf(dossier.movements);
    return {
      container,
      state:
        state.state === 'unknown' && dossier.visits.length > 0
          ? { ...state, state: 'announced' as const }
          : state,
      checkDigitValid: number !== null && isCheckDigitValid(number),
    };
  });
  await tx.execute('delete from container_state where container = any($1::text[])', [
    containers.filter((container) => !dossiers.has(container)),
  ]);
  await writeCases(tx, judged, now);
  await writeStates(tx, states);
}

/**
 * Finds the twins of these containers in their calls. Containers that lost their twin are in the answer
 * with nothing, so that they are judged anew too.
 *
 * @param expected of containers that have a twin, the visits that somebody still announces: who is no
 *   longer announced is nobody's twin
 */
export async function twinsOf(
  tx: Transaction,
  containers: readonly string[],
  expected: (containers: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<Twins> {
  const rows = await tx.query<{ id: string; call_id: string; container: string }>(
    `with call as (select distinct call_id from visit where container = any($1::text[]))
     select v.id, v.call_id, v.container from visit v where v.call_id in (select call_id from call) order by 2, 3`,
    [containers],
  );
  const calls = Map.groupBy(rows, (row) => row.call_id);
  const among = new Set(containers);
  const found = new Map<string, Contradiction[]>();
  const before = await tx.query<{ container: string }>(
    `select distinct container from identity_case
     where kind = 'one-edit-twin' and state = 'open' and params ->> 'other' = any($1::text[])`,
    [containers],
  );
  for (const { container } of before) found.set(container, []);
  const alike = [...calls.values()].flatMap((call) => {
    const visits = new Map(call.map((row) => [row.container, row.id]));
    return findTwins([...visits.keys()], among).map(([a, b]) => ({
      pair: [a, b] as const,
      visits: [visits.get(a) ?? '', visits.get(b) ?? ''],
    }));
  });
  const standing = await expected([...new Set(alike.flatMap(({ pair }) => pair))]);
  const pairs = alike
    .filter(({ visits }) => visits.every((visit) => standing.has(visit)))
    .map(({ pair }) => pair);
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
        params: { wording: 'one-edit-twin', other },
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
  if (containers.length === 0) return new Map();
  const rows = await tx.query<{ container: string; file: string; at_byte: number }>(
    `select distinct on (s.container) s.container, m.file, (s.body ->> 'offset')::bigint as at_byte
     from container_statement s join message m on m.id = s.message_id
     where s.container = any($1::text[]) order by s.container, m.stated_at, m.received_at, m.file, at_byte`,
    [containers],
  );
  return new Map(rows.map((row) => [row.container, { file: row.file, offset: row.at_byte }]));
}
