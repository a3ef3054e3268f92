export {
  attributeLeak,
  defaultLeakAssumptions,
  type Attribution,
  type LeakAssumptions,
  type PastControl,
} from './leaks/attribute-leak.ts';
export {
  disclosedItems,
  posteriorOf,
  type Candidates,
  type DisclosedItem,
  type Learning,
} from './leaks/disclosure.ts';
export {
  controlMethods,
  defaultLadders,
  learningsOf,
  type Cast,
  type ControlMethod,
  type DisclosureLadder,
  type LadderStep,
} from './leaks/disclosure-ladder.ts';
export { defaultLanes, type Lane } from './leaks/control-lanes.ts';
export {
  burnChance,
  exposureSteps,
  knowersAt,
  knowledgeWeight,
  leakExposure,
  type BurnAssumptions,
  type ExposureStep,
} from './leaks/leak-exposure.ts';
export {
  defaultLookAssumptions,
  lookAlerts,
  weighLooks,
  type Look,
  type LookAlerts,
  type LookAssumptions,
  type WeighedLooks,
} from './leaks/weigh-looks.ts';
export {
  defaultYear,
  simulateYear,
  type Regime,
  type SimulatedControl,
  type Uniform,
  type YearAssumptions,
} from './leaks/simulate-year.ts';
export {
  defaultSignRules,
  outsideLeakMap,
  type ControlMoments,
  type OutsideLeakMap,
  type OutsideOccasion,
  type OutsideSign,
  type OutsideSignDue,
  type SignRule,
} from './leaks/outside-leak-map.ts';
export {
  exposureClock,
  exposureStates,
  type Exposure,
  type ExposureAlarm,
  type ExposureEvent,
  type ExposureLimits,
  type ExposurePlace,
  type ExposureScope,
  type ExposureSpan,
  type ExposureState,
  type ExposureWait,
} from './yard/exposure-clock.ts';
export {
  defaultStackReach,
  inheritedLogOdds,
  readStackCell,
  stackReach,
  type StackCell,
  type StackReachPolicy,
} from './yard/stack-reach.ts';
