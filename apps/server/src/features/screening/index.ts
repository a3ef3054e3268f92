export { forgetDerived } from './forget.ts';
export { policyInForce, storePolicy, storeRuleSet, type PolicyInForce } from './policy-store.ts';
export { presentDossier, presentRow } from './present-visit.ts';
export { queueView, type QueueFilter, type QueueRow } from './queue-view.ts';
export { screeningReader } from './screening-jobs.ts';
export { screeningRoutes } from './screening-routes.ts';
export { takeHistory } from './take-history.ts';
