export { askRuleChange } from './ask-rule-change.ts';
export { askSecondPerson } from './ask-second-person.ts';
export { boardRoutes } from './board-routes.ts';
export type { ControlParts } from './control-parts.ts';
export { controlsRoutes } from './controls-routes.ts';
export { tasksRoutes } from './tasks-routes.ts';
export type { ChangeBody } from './lowering-evidence.ts';
export { takeEffects } from './take-effect.ts';
