export { assignBands, type Band, type BandAssignment, type BandCandidate } from './assign-bands.ts';
export { fitCalibration, type Outcome } from './calibrate.ts';
export {
  applyCalibration,
  identityCalibration,
  type CalibratedScore,
  type Calibration,
} from './calibration.ts';
export type { ContainerCase, PartyHistory } from './container-case.ts';
export { defaultPolicy } from './default-policy.ts';
export { evaluateScores, type Evaluation, type ScoredOutcome } from './evaluate.ts';
export type { Parsed, Problem } from './json-shape.ts';
export { logOddsOf, probabilityOf } from './log-odds.ts';
export { isValidAt, parsePolicy, type RiskGroup, type ScreeningPolicy } from './policy.ts';
export { fillWording } from './reason.ts';
export { compileRuleSet, type CompiledRules } from './rules/compile-rule-set.ts';
export type { Condition, NumberExpression } from './rules/condition.ts';
export { defaultRuleSet } from './rules/default-rule-set.ts';
export { caseFields, factCollections, type FactField } from './rules/fact-fields.ts';
export { factsOf, flatFactReader, type FactRecord, type FlatFacts } from './rules/fact-record.ts';
export { parseRuleSet, type Rule, type RuleSet } from './rules/rule-set.ts';
export { screenCase, type ScreenResult } from './screen-case.ts';
export type { Reason, Signal, SignalAnswer } from './signal.ts';
export { signals } from './signals.ts';
