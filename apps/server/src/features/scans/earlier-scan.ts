import type { Scan } from './scan-store.ts';

/** When the image was made; where it does not tell, when it came. */
function takenAt({ about, receivedAt }: Scan): number {
  const told = Date.parse(about?.acquiredAt ?? '');
  return Number.isNaN(told) ? receivedAt : told;
}

/**
 * The scan that one is compared with: the last of its container that was made before it. A trial is
 * compared as the scan would be that it is made from, never with that scan itself.
 *
 * @param others real scans of the same container
 */
export function earlierScan(scan: Scan, others: readonly Scan[]): Scan | null {
  const before = others.filter(
    (other) => other.id !== scan.id && other.id !== scan.trial?.of && takenAt(other) < takenAt(scan),
  );
  return before.sort((a, b) => takenAt(b) - takenAt(a))[0] ?? null;
}
