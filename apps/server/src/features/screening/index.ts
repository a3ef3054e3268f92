export { forgetDerived } from './forget.ts';
export { nodeSecret } from './node-secret.ts';
export { policyInForce, storePolicy, storeRuleSet } from './policy-store.ts';
export { listedRow } from './present-visit.ts';
export { queueView, type QueueFilter, type QueueRow } from './queue-view.ts';
export { readContainer } from './read-container.ts';
export { screeningReader } from './screening-jobs.ts';
export { screeningRoutes } from './screening-routes.ts';
export { takeHistory } from './take-history.ts';
