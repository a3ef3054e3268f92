export { deskRoutes } from './desk-routes.ts';
export { queueConditions } from './queue-conditions.ts';
export { triageRoutes } from './triage-routes.ts';
export type { TriageParts } from './triage-parts.ts';
