import type { App } from '../../platform/http/index.ts';
import { demoRoutes } from './demo-routes.ts';
import { endStreams } from './end-streams.ts';
import { enrolmentRoutes } from './enrolment-routes.ts';
import type { PeopleParts } from './people-parts.ts';
import { peopleRoutes } from './people-routes.ts';
import { ownKeyRoutes } from './own-key-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { singleSignOnRoutes } from './single-sign-on-routes.ts';

export { inviteAtCommandLine } from './administer-people.ts';
export { colleaguesWith } from './colleagues.ts';
export type { GivenCode } from './enrol.ts';
export { fieldTable, type RecordKind } from './field-table.ts';
export { firstAdministratorCode } from './first-administrator.ts';
export type { PeopleParts } from './people-parts.ts';
export { listPersons } from './person-store.ts';
export {
  maySee,
  maySeeField,
  needsPseudonyms,
  needsPurpose,
  presentFor,
  rolesThatSee,
  type Presented,
} from './present-for.ts';
export { presentPerson, presentPersonLine } from './present-person.ts';
export { recoverAtCommandLine } from './recover-person.ts';
export { caseRoles, staffRoles, type Role } from './roles.ts';
export { sessionReaders } from './session-readers.ts';
export { singleSignOn, type SingleSignOnSettings } from './single-sign-on.ts';

/** Everything over HTTP that has to do with who works here. @returns how to stop what it started */
export async function servePeople(app: App, parts: PeopleParts): Promise<() => Promise<void>> {
  sessionRoutes(app, parts);
  enrolmentRoutes(app, parts);
  ownKeyRoutes(app, parts);
  singleSignOnRoutes(app, parts);
  peopleRoutes(app, parts);
  demoRoutes(app, parts);
  return endStreams(app, parts);
}
