import type { Querying } from '../../platform/db/index.ts';
import type { Reader } from '../../platform/auth/index.ts';
import { ashoreSince } from '../identity/index.ts';
import type { ScanState } from './scan.ts';
import { ScanStore, type Scan } from './scan-store.ts';

/** A scan and the instant from which its container could be got at. */
export interface QueuedScan {
  readonly scan: Scan;
  /** Since when the container stands ashore; where that is not known, since the scan came. */
  readonly exposedSince: number;
}

/** More than wait anywhere in a day; the exposure clock orders them all. */
const mostWaiting = 5_000;

/**
 * Scans in a state, the longest exposed first: every hour that a container stands in the yard is an hour
 * in which it can be opened.
 */
export async function scanQueue(
  tx: Querying,
  reader: Reader,
  state: ScanState,
  limit: number,
): Promise<readonly QueuedScan[]> {
  const scans = await new ScanStore(tx, reader).list(state, mostWaiting);
  const containers = scans.flatMap(({ ordered, told }) => ordered ?? told ?? []);
  const ashore = await ashoreSince(tx, [...new Set(containers)]);
  return scans
    .map((scan) => ({
      scan,
      exposedSince: ashore.get(scan.ordered ?? scan.told ?? '') ?? scan.receivedAt,
    }))
    .sort((a, b) => a.exposedSince - b.exposedSince || (a.scan.id < b.scan.id ? -1 : 1))
    .slice(0, limit);
}
