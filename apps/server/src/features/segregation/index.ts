export { holdControlBack, outsideMapOf } from './hold-control-back.ts';
export { handsOn, outsideActsOf, withdrawHeld } from './outside-acts.ts';
export { portalRoutes } from './portal-routes.ts';
export { segregationReader, tendSegregation } from './segregation-jobs.ts';
export type { SegregationParts } from './segregation-parts.ts';
export { segregationRoutes } from './segregation-routes.ts';
export { boxOpened } from './tell-intrusion.ts';
