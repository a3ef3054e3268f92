export { forgetScans } from './forget-scans.ts';
export { largestScanBytes, receiveScan, type ScanParts } from './receive-scan.ts';
export type { RecordScanAct } from './scan-routes.ts';
export { scanRoutes } from './scan-routes.ts';
export { zlibCompression } from './zlib-compression.ts';
