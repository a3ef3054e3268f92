export { colleaguesWith, type Colleague } from './colleagues.ts';
export { caseRoles, deskRoles, policyRoles, roleNames, staffRoles, type Role } from './roles.ts';
export { sessionReaders } from './session-readers.ts';
