export type { ScanChannel, ScanGeometry, ScanImage } from './scan-image.ts';
export type { Analyser, Finding, Judgement } from './analyser.ts';
export { calibrate, type CalibratedScan } from './calibrate.ts';
export {
  comparePair,
  comparePairInFull,
  judgementOf,
  pairedChange,
  type PairComparison,
  type ScanPair,
} from './analysers/paired-change.ts';
export type { PairWarp } from './pair-warp.ts';
export type { GeometryRelation } from './register.ts';
export { scanScales, type ScanScales } from './physics/scan-scales.ts';
export { declaredMass, massOf, type DeclaredMassInput } from './analysers/declared-mass.ts';
export { fuse } from './analysers/fuse.ts';
export {
  simulatePair,
  type PairGeometry,
  type PairPlan,
  type SimulatedPair,
} from './simulate/simulate-pair.ts';
export { cargoKinds, type CargoKind, type SceneFamily } from './simulate/loads.ts';
export { hidingPlaces, type HidingPlace } from './simulate/conceal.ts';
export type { SimulatedScan } from './simulate/take-scan.ts';
