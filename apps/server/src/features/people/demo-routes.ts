import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import type { App } from '../../platform/http/index.ts';
import type { PeopleParts } from './people-parts.ts';
import { createPerson } from './person-store.ts';
import { personNameSchema, presentPersonName, roleSchema } from './present-person.ts';
import { limitTries } from './rate-limit.ts';
import type { Role } from './roles.ts';
import { openFor } from './session-routes.ts';

/**
 * In a demonstration a reader switches between roles without any key. The route is there on a demo
 * node only, and a session that was opened so stands on no other (`session-store.ts`).
 */
export function demoRoutes(app: App, parts: PeopleParts): void {
  if (!parts.about.demo) return;
  app.post(
    '/api/v1/demo/session',
    {
      schema: {
        tags: ['people'],
        summary: 'Go on as somebody with this role; demonstration only',
        body: z.strictObject({ role: roleSchema }),
        response: { 200: z.object({ person: personNameSchema }) },
      },
      config: { access: 'public', isSecret: true },
    },
    async (request, reply) => {
      await limitTries(parts, request, reply);
      const person = await actorOf(request.body.role);
      await openFor(parts, request, reply, 'demo', { person: person.id, credential: null });
      return { person: presentPersonName(person) };
    },
  );

  /** The first person named for a role; made when it is first played. */
  async function actorOf(role: Role): Promise<Parameters<typeof presentPersonName>[0] & { id: string }> {
    return parts.db.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [demoLock]);
      const [known] = await tx.query<{ id: string; namedFor: Role; number: number; label: string | null }>(
        `select id, named_for as "namedFor", number, label from person
         where roles = array[$1::text] and state = 'active' order by number limit 1`,
        [role],
      );
      if (known !== undefined) return known;
      const made = await createPerson(
        tx,
        // Each role is a unit of its own, so that there is somebody of another one to sign second.
        { roles: [role], groups: [role], ports: null, label: null },
        { id: opaqueId('p'), handle: randomBytes(32), at: parts.now() },
      );
      await tx.execute("update person set state = 'active' where id = $1", [made.id]);
      return made;
    });
  }
}

/** Two browsers that play a role for the first time at once play the same person. */
const demoLock = 0x68_77_64_6d;
