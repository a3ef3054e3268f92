export { casesOf, listCases, type IdentityCase } from './identity-store.ts';
export { reevaluate } from './reevaluate.ts';
