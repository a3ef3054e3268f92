export { forgetDerived } from './forget.ts';
export { presentRow } from './present-visit.ts';
export { queueView, type QueueRow } from './queue-view.ts';
export { screeningReader } from './screening-jobs.ts';
export { screeningRoutes } from './screening-routes.ts';
export { takeHistory } from './take-history.ts';
export { waterRoutes } from './water-routes.ts';
