export { identityReader } from './identity-jobs.ts';
export { identityRoutes, presentCase } from './identity-routes.ts';
export { casesOf, type IdentityCase } from './identity-store.ts';
