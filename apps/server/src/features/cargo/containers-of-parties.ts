import { partyKey } from '@havenwacht/domain';
import type { Querying } from '../../platform/db/index.ts';

/**
 * The containers whose bills name one of these companies, in any role. Spellings that differ in accents only are
 * not brought together.
 *
 * Reads the parties of every consignment once: for one dossier, never for a list.
 *
 * @returns for each name given, the containers of that company
 */
export async function containersOfParties(
  tx: Querying,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = new Map(names.map((name) => [name, partyKey(name)]));
  const first = [...new Set([...keys.values()].map((key) => key.split(' ')[0] ?? ''))].filter(
    (word) => word !== '',
  );
  if (first.length === 0) return new Map();
  // The first word of the key narrows down what is read: it stands in every spelling without accents.
  const rows = await tx.query<{ name: string; containers: string[] }>(
    `select party ->> 'name' as name, array_agg(distinct l.container) as containers
     from consignment c cross join lateral json_array_elements(c.body -> 'parties') as party
       join consignment_container l on l.consignment_id = c.id
     where party ->> 'name' is not null and upper(party ->> 'name') like any($1::text[])
     group by 1`,
    [first.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)],
  );
  const found = Map.groupBy(rows, (row) => partyKey(row.name));
  return new Map(
    [...keys].map(([name, key]) => [
      name,
      [...new Set((found.get(key) ?? []).flatMap((row) => row.containers))],
    ]),
  );
}
