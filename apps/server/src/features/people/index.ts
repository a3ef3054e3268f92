export { fieldTable, type RecordKind } from './field-table.ts';
export {
  maySee,
  maySeeField,
  needsPseudonyms,
  needsPurpose,
  presentFor,
  rolesThatSee,
  type Presented,
} from './present-for.ts';
export { caseRoles, policyRoles, roleNames, staffRoles, type Role } from './roles.ts';
export { sessionReaders } from './session-readers.ts';
