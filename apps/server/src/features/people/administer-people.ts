import { randomBytes } from 'node:crypto';
import { theNode, type Act } from '../../platform/auth/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { endSessions } from './credential-store.ts';
import { endCodes, giveCode, type GivenCode } from './enrol.ts';
import type { PeopleParts } from './people-parts.ts';
import {
  ableAdministrators,
  createPerson,
  keepAnAdministrator,
  noSuchPerson,
  personById,
  requireRoles,
  writePerson,
  type NewPerson,
  type Person,
} from './person-store.ts';
import { askSecondAdministrator, twoAdministrators, type GivenHalf } from './recover-person.ts';
import { roleNames } from '@havenwacht/domain';

type Parts = Pick<PeopleParts, 'db' | 'now' | 'recordAct'>;

/** What who invites is given: the whole code, or its first half where another administrator gives the second. */
export type Invitation = GivenCode | GivenHalf;

/**
 * Makes a person and the code with which he sets his key. Where two administrators are there it takes
 * both: one alone could invite somebody who does not exist and use the code himself.
 */
export async function invitePerson(
  parts: Parts,
  by: Act['by'],
  wanted: NewPerson,
): Promise<{ readonly person: Person; readonly given: Invitation }> {
  const at = parts.now();
  return parts.db.transaction(async (tx) => {
    const person = await createPerson(tx, wanted, { id: opaqueId('p'), handle: randomBytes(32), at });
    const given = await giveInvitation(tx, by, person.id, at);
    const content = { person, given: idOf(given) };
    await parts.recordAct(tx, { kind: 'change', act: 'person/invite', subject: person.id, by, at, content });
    return { person, given };
  });
}

/**
 * At the node's own command line, where no two administrators are there who could do it together.
 *
 * @throws {HavenwachtError} `people/two-administrators` where they are
 */
export async function inviteAtCommandLine(
  parts: Parts,
  wanted: NewPerson,
): Promise<{ readonly person: Person; readonly given: GivenCode }> {
  const { person, given } = await invitePerson(parts, theNode, wanted);
  if (!('code' in given)) throw twoAdministrators();
  return { person, given };
}

async function giveInvitation(tx: Querying, by: Act['by'], person: string, at: number): Promise<Invitation> {
  if ((await ableAdministrators(tx)).length < 2) return giveCode(tx, person, 'invitation', at);
  // Before anything is written: who is invited here would else be left without a code.
  if (by === theNode) throw twoAdministrators();
  return askSecondAdministrator(tx, { kind: 'invitation', person, reason: 'invitation', by, at });
}

/** What the log knows a code by. */
const idOf = (given: Invitation): string => ('enrolment' in given ? given.enrolment : given.id);

/** A new code for somebody who never set a key. Who lost his needs a recovery, which takes two. */
export async function inviteAgain(parts: Parts, by: Act['by'], id: string): Promise<Invitation> {
  const at = parts.now();
  return parts.db.transaction(async (tx) => {
    const person = await personById(tx, id);
    if (person === null) throw noSuchPerson();
    const [had] = await tx.query('select 1 from credential where person_id = $1 limit 1', [id]);
    if (person.state !== 'invited' || had !== undefined) {
      throw new HavenwachtError('people/has-key', 409, 'This person has set a key; ask for a recovery.');
    }
    const given = await giveInvitation(tx, by, id, at);
    const content = { given: idOf(given) };
    await parts.recordAct(tx, { kind: 'change', act: 'person/invite', subject: id, by, at, content });
    return given;
  });
}

export type PersonChange = Partial<NewPerson> & { readonly state?: 'active' | 'disabled' };

/**
 * Changes what a person may do. Whoever loses a role or is disabled is signed out everywhere.
 *
 * @throws {HavenwachtError} `people/last-administrator`, `people/roles`
 */
export async function changePerson(
  parts: Parts,
  by: Act['by'],
  id: string,
  change: PersonChange,
): Promise<Person> {
  const at = parts.now();
  return parts.db.transaction((tx) =>
    keepAnAdministrator(tx, async () => {
      await tx.query('select 1 from person where id = $1 for update', [id]);
      const person = await personById(tx, id);
      if (person === null) throw noSuchPerson();
      const changed = { ...person, ...change };
      requireRoles(changed.roles);
      const roles = roleNames.filter((role) => changed.roles.includes(role));
      const state = change.state === 'active' ? await stateOfAbled(id) : changed.state;
      await writePerson(tx, id, { ...changed, roles, state });
      if (state === 'disabled') await endCodes(tx, id, at);
      await endSessions(tx, id, at);
      const content = { before: person, change };
      await parts.recordAct(tx, { kind: 'change', act: 'person/change', subject: id, by, at, content });
      return { ...changed, roles, state };

      /** Somebody who is let in again and has no key is invited, not active. */
      async function stateOfAbled(person: string): Promise<Person['state']> {
        const [key] = await tx.query('select 1 from credential where person_id = $1 and ended_at is null', [
          person,
        ]);
        return key === undefined ? 'invited' : 'active';
      }
    }),
  );
}
