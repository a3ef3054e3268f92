export type { ScanChannel, ScanGeometry, ScanImage } from './scan-image.ts';
export type { Analyser, Finding, Judgement } from './analyser.ts';
