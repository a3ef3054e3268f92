export { identityRoutes } from './identity-routes.ts';
export { ashoreSince, casesOf, type IdentityCase } from './identity-store.ts';
export { casesSeen } from './identity-view.ts';
export { presentCase } from './present-case.ts';
export { reevaluate, twinsOf } from './reevaluate.ts';
