export type { ControlParts } from './control-parts.ts';
export { controlsRoutes } from './controls-routes.ts';
export type { Lowering } from './lowering.ts';
