import type { Blobs } from '../../platform/blobs/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import type { Reader } from '../../platform/auth/index.ts';
import { declaredLoads, sameGoods } from './declared-load.ts';
import { earlierScan } from './earlier-scan.ts';
import { imageOfScan } from './image-of-scan.ts';
import type { ComparedPair, PairComparer } from './pair-comparer.ts';
import { ScanStore, type Scan } from './scan-store.ts';

/** Scans of one container that are looked through for the one before. */
const mostOfContainer = 50;

/** A scan and the one before it, as far as this reader may see it; null = there is none. */
export async function earlierSeen(tx: Querying, reader: Reader, scan: Scan): Promise<Scan | null> {
  const container = scan.ordered ?? scan.told;
  if (container === null) return null;
  return earlierScan(scan, await new ScanStore(tx, reader).ofContainer(container, mostOfContainer));
}

/** Compares two scans, or takes what comparing them gave. */
export function comparedPair(
  comparer: PairComparer,
  tx: Querying,
  blobs: Blobs,
  earlier: Scan,
  later: Scan,
): Promise<ComparedPair> {
  return comparer.compare(`${earlier.id} ${later.id}`, async () => {
    const [first, second] = [await imageOfScan(tx, blobs, earlier), await imageOfScan(tx, blobs, later)];
    return first === null || second === null ? null : { earlier: first, later: second };
  });
}

/** Cleared scans that are looked through for the same goods, and how many are shown. */
const mostCleared = 300;
const mostReferences = 6;

/** Scans of other containers with the same goods that were judged clear: what such a load looks like. */
export async function referencesFor(tx: Querying, reader: Reader, scan: Scan): Promise<readonly Scan[]> {
  const container = scan.ordered ?? scan.told;
  if (container === null) return [];
  const cleared = await new ScanStore(tx, reader).cleared(mostCleared);
  const numbers = cleared.flatMap(({ ordered, told }) => ordered ?? told ?? []);
  const loads = await declaredLoads(tx, reader, [container, ...numbers]);
  const own = loads.get(container);
  if (own === undefined) return [];
  return cleared
    .filter((one) => {
      const number = one.ordered ?? one.told ?? '';
      const load = loads.get(number);
      return number !== container && load !== undefined && sameGoods(own, load);
    })
    .slice(0, mostReferences);
}
