export type { Compression } from './compression.ts';
export { scanFindingKinds } from './finding.ts';
export type { ScanFinding, ScanFindingCode, ScanFindingKind, ScanReading } from './finding.ts';
