export type { DrawParty } from './answer-draw.ts';
export type { OtherParty } from './ask-parties.ts';
export { drawsRoutes } from './draws-routes.ts';
export { runDraws, type DrawParts } from './run-draws.ts';
