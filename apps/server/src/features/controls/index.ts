export { askRuleChange } from './ask-rule-change.ts';
export { askSecondPerson } from './ask-second-person.ts';
export { controlVisit } from './control-all-the-same.ts';
export type { ControlParts } from './control-parts.ts';
export { controlsRoutes } from './controls-routes.ts';
export { redrawnInHundred } from './lowering.ts';
export { loweredBoxes, type LoweredBox } from './lowered-boxes.ts';
export type { ChangeBody } from './lowering-evidence.ts';
export { takeEffects } from './take-effect.ts';
