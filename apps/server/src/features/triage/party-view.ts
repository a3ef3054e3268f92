import type { Reader } from '../../platform/auth/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import { containersOfParties, readContainers } from '../cargo/index.ts';
import {
  listedVisitsOf,
  partyOccurrences,
  type ListedVisit,
  type PartyOccurrence,
} from '../screening/index.ts';

export interface PartyView extends PartyOccurrence {
  /** Other visits of the list on whose bills the company stands, the highest score first. */
  readonly others: readonly ListedVisit[];
  readonly otherCount: number;
}

const shown = 8;

/** The companies of one visit, one hop out: how often each occurred, and where else the reader may see it. */
export async function partyView(
  tx: Querying,
  reader: Reader,
  visit: ListedVisit,
  asOf: number,
): Promise<readonly PartyView[]> {
  const dossier = (await readContainers(tx, [visit.container])).get(visit.container);
  const record = dossier?.visits.find((one) => one.id === visit.id);
  if (record === undefined) return [];
  const parties = await partyOccurrences(tx, record, asOf);
  const containers = await containersOfParties(
    tx,
    parties.map((party) => party.name),
  );
  const all = [...new Set([...containers.values()].flat())].filter((one) => one !== visit.container);
  const listed = await listedVisitsOf(tx, reader.ports, all);
  return parties.map((party) => {
    const own = new Set(containers.get(party.name));
    const others = listed.filter((one) => own.has(one.container));
    return { ...party, others: others.slice(0, shown), otherCount: others.length };
  });
}
