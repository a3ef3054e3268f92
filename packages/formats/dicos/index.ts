export { looksLikeDicom, uidFrom } from './dicom-file.ts';
export { dicosClass, readDx, writeDx, type DxInstance } from './dx.ts';
export { readTdr, writeTdr, type ReportedThreat, type ThreatReport } from './tdr.ts';
export { StoreProvider, type ProviderAct, type StoredInstance } from './store-provider.ts';
