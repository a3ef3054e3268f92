export type { Compression } from './compression.ts';
export { scanFindingKinds } from './finding.ts';
export type { ScanFinding, ScanFindingCode, ScanFindingKind, ScanReading } from './finding.ts';
export { readScanFile, type ReadScanFileOptions, type ScanFile } from './read-scan-file.ts';
export { readScanAbout, writeScanAbout } from './scan-about.ts';
export type { ChannelAbout, GeometryAbout, ScanAbout } from './scan-about.ts';
