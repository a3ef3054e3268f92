import type { ScanState } from '../../api/scans.ts';

/** What the list of scans can be narrowed to. */
export const scanStates = [
  'open',
  'judged',
  'quarantined',
  'waiting',
] as const satisfies readonly ScanState[];
