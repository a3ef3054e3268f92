import type { Reader } from '../../platform/auth/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import { readContainers, type ContainerDossier } from '../cargo/index.ts';

/** What papers say that a container holds: enough to look for it on the image, nothing of whose it is. */
export interface DeclaredLoad {
  readonly goods: readonly { readonly description: string; readonly hs: string | null }[];
  /** Last weight that was told, and how it was found: `vgm` is verified. */
  readonly weight: { readonly kg: number; readonly method: string } | null;
}

/** Declared loads of containers, from visits of the reader's ports; one that no paper speaks of is left out. */
export async function declaredLoads(
  tx: Querying,
  { ports }: Reader,
  containers: readonly string[],
): Promise<ReadonlyMap<string, DeclaredLoad>> {
  const dossiers = await readContainers(tx, [...new Set(containers)]);
  return new Map([...dossiers].map(([container, dossier]) => [container, loadOf(dossier, ports)]));
}

function loadOf({ visits }: ContainerDossier, ports: Reader['ports']): DeclaredLoad {
  // The visits are in the order in which they were first spoken of; the last is the one at hand.
  const record = visits.findLast(({ port }) => ports === null || ports.includes(port))?.record;
  const goods = new Map<string, DeclaredLoad['goods'][number]>();
  for (const { value } of record?.goods ?? []) {
    goods.set(value.bill, { description: value.description, hs: value.hs });
  }
  const weight = record?.weights.at(-1)?.value ?? null;
  return { goods: [...goods.values()], weight };
}

/** Whether two loads are of the same goods: the first four figures of the tariff, or the same words. */
export function sameGoods(one: DeclaredLoad, other: DeclaredLoad): boolean {
  const names = ({ goods }: DeclaredLoad): string[] =>
    goods.flatMap(({ description, hs }) => hs?.slice(0, 4) ?? description.trim().toUpperCase());
  const own = new Set(names(one));
  return names(other).some((name) => name !== '' && own.has(name));
}
