export { deskRoutes } from './desk-routes.ts';
export { ordinaryDismissals } from './ordinary-dismissals.ts';
export { queueConditions } from './queue-conditions.ts';
export { settlePending } from './settle-pending.ts';
export { triageRoutes } from './triage-routes.ts';
export type { PendingAct, TriageParts } from './triage-parts.ts';
