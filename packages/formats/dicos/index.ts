export { looksLikeDicom, uidFrom } from './dicom-file.ts';
export { dicosClass, readDx, writeDx, type DxInstance } from './dx.ts';
export { readTdr, writeTdr, type ReportedThreat, type ThreatReport } from './tdr.ts';
