export { caseRoles, deskRoles, policyRoles, roleNames, staffRoles, type Role } from './roles.ts';
export { sessionReaders } from './session-readers.ts';
