export { identityRoutes, presentCase } from './identity-routes.ts';
export { ashoreSince, casesOf, type IdentityCase } from './identity-store.ts';
export { reevaluate, twinsOf } from './reevaluate.ts';
