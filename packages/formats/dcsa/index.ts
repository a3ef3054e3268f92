export { dcsaFindingKinds } from './finding.ts';
export type { DcsaFinding, DcsaFindingCode, DcsaFindingKind } from './finding.ts';
export { readDcsa } from './read-dcsa.ts';
export type { DcsaReport } from './read-dcsa.ts';
export { writeEquipmentEvent, type EquipmentStatus } from './write-equipment-event.ts';
