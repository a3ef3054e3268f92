import { theNode } from '../../platform/auth/index.ts';
import { randomBytes } from 'node:crypto';
import type { Querying } from '../../platform/db/index.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { giveCode, type GivenCode } from './enrol.ts';
import type { PeopleParts } from './people-parts.ts';
import { ableAdministrators, createPerson, keepAnAdministrator } from './person-store.ts';

/**
 * A one-time code for the first administrator of a node that has none who could sign in; null where
 * there is one. Every call makes a new code and ends the one before.
 */
export async function firstAdministratorCode(
  parts: Pick<PeopleParts, 'db' | 'now' | 'recordAct'>,
): Promise<GivenCode | null> {
  const at = parts.now();
  return parts.db.transaction((tx) =>
    keepAnAdministrator(tx, async () => {
      if ((await ableAdministrators(tx)).length > 0) return null;
      const [known] = await tx.query<{ id: string }>(
        `select id from person where 'administrator' = any(roles) and state <> 'disabled'
         order by created_at, id limit 1`,
      );
      const { id } =
        known ??
        (await createPerson(
          tx,
          { roles: ['administrator'], groups: [], ports: null, label: null },
          { id: opaqueId('p'), handle: randomBytes(32), at },
        ));
      const given = await giveCode(tx, id, 'first', at);
      const content = { enrolment: given.enrolment, kind: 'first' };
      await parts.recordAct(tx, {
        kind: 'change',
        act: 'enrolment/open',
        subject: id,
        by: theNode,
        at,
        content,
      });
      return given;
    }),
  );
}

/** Whether nobody could administer this node yet. */
export async function firstAdministratorMissing(tx: Querying): Promise<boolean> {
  return (await ableAdministrators(tx)).length === 0;
}
