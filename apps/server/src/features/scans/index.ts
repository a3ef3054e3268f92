export { forgetScans } from './forget-scans.ts';
export { listenDicom, type DicomListener, type DicomSettings } from './listen-dicom.ts';
export { opinionReader } from './opine.ts';
export { createPairComparer } from './pair-comparer.ts';
export { largestScanBytes, receiveScan, type HandedScan } from './receive-scan.ts';
export { scanRoutes } from './scan-routes.ts';
export { zlibCompression } from './zlib-compression.ts';
