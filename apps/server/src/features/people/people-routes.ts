import { z } from 'zod';
import { readerOf } from '../../platform/auth/index.ts';
import { instantText } from '../../platform/clock/clock.ts';
import { noContent, type App } from '../../platform/http/index.ts';
import { changePerson, inviteAgain, invitePerson, type Invitation } from './administer-people.ts';
import { endSessions } from './credential-store.ts';
import type { PeopleParts } from './people-parts.ts';
import { listPersons, noSuchPerson, personById } from './person-store.ts';
import {
  personLineSchema,
  personNameSchema,
  personSchema,
  presentPerson,
  presentPersonLine,
  presentPersonName,
  roleSchema,
} from './present-person.ts';
import { approveRecovery, askForRecovery, listRecoveries } from './recover-person.ts';
import { staffRoles } from './roles.ts';

const id = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/) });
const groups = z.array(z.string().regex(/^[A-Za-z0-9_-]{1,40}$/)).max(50);
const ports = z
  .array(z.string().regex(/^[A-Z]{2}[A-Z2-9]{3}$/))
  .min(1)
  .max(200)
  .nullable();
const label = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{C}+$/u)
  .nullable();
const roles = z.array(roleSchema).min(1).max(20);

const invitationSchema = z
  .object({ code: z.string().nullable(), half: z.string().nullable(), expiresAt: z.string() })
  .meta({
    id: 'Invitation',
    description: 'The whole code, or its first half where another administrator gives the second.',
  });
const recoverySchema = z
  .object({
    id: z.string(),
    kind: z.enum(['invitation', 'recovery']),
    person: z.string(),
    reason: z.string(),
    askedBy: z.string(),
    askedAt: z.string(),
    expiresAt: z.string(),
    approvedBy: z.string().nullable(),
    state: z.enum(['open', 'approved', 'used', 'cancelled', 'expired']),
  })
  .meta({ id: 'Recovery' });

/** Who works with this node: for administrators, who see no case. What is shown once is a secret. */
export function peopleRoutes(app: App, parts: PeopleParts): void {
  const { db, now } = parts;
  const tags = ['people'];
  const read = { access: { roles: ['administrator'] } } as const;
  const guarded = { access: { roles: ['administrator'], stepUp: true }, isSecret: true } as const;

  app.get(
    '/api/v1/directory',
    {
      schema: { tags, summary: 'What everybody is called', response: { 200: z.array(personNameSchema) } },
      config: { access: { roles: staffRoles } },
    },
    async () => (await listPersons(db)).map(presentPersonName),
  );

  app.get(
    '/api/v1/people',
    {
      schema: {
        tags,
        summary: 'Everybody, with roles and keys',
        response: { 200: z.array(personLineSchema) },
      },
      config: read,
    },
    async () => (await listPersons(db)).map(presentPersonLine),
  );

  app.post(
    '/api/v1/people',
    {
      schema: {
        tags,
        summary: 'Invite a person; the answer has his one-time code, once, or the first half of it',
        body: z.strictObject({
          roles,
          groups: groups.default([]),
          ports: ports.default(null),
          label: label.default(null),
        }),
        response: { 201: z.object({ person: personSchema, invitation: invitationSchema }) },
      },
      config: guarded,
    },
    async (request, reply) => {
      const { person, given } = await invitePerson(parts, readerOf(request), request.body);
      return reply.code(201).send({ person: presentPerson(person), invitation: presentInvitation(given) });
    },
  );

  app.get(
    '/api/v1/people/:id',
    { schema: { tags, summary: 'One person', params: id, response: { 200: personSchema } }, config: read },
    async (request) => {
      const person = await personById(db, request.params.id);
      if (person === null) throw noSuchPerson();
      return presentPerson(person);
    },
  );

  app.patch(
    '/api/v1/people/:id',
    {
      schema: {
        tags,
        summary: 'Change roles, groups, ports, label or state; ends the sessions of the person',
        params: id,
        body: z
          .strictObject({ roles, groups, ports, label, state: z.enum(['active', 'disabled']) })
          .partial()
          .refine((change) => Object.keys(change).length > 0, 'nothing to change'),
        response: { 200: personSchema },
      },
      config: guarded,
    },
    async (request) => {
      const change = Object.fromEntries(
        Object.entries(request.body).filter(([, value]) => value !== undefined),
      );
      return presentPerson(await changePerson(parts, readerOf(request), request.params.id, change));
    },
  );

  app.post(
    '/api/v1/people/:id/invitation',
    {
      schema: {
        tags,
        summary: 'Another one-time code, for who set no key yet',
        params: id,
        response: { 201: invitationSchema },
      },
      config: guarded,
    },
    async (request, reply) =>
      reply.code(201).send(presentInvitation(await inviteAgain(parts, readerOf(request), request.params.id))),
  );

  app.delete(
    '/api/v1/people/:id/sessions',
    {
      schema: {
        tags,
        summary: 'Sign a person out everywhere',
        params: id,
        response: { 204: noContent },
      },
      config: guarded,
    },
    async (request, reply) => {
      const by = readerOf(request);
      const { id: person } = request.params;
      await db.transaction(async (tx) => {
        if ((await personById(tx, person)) === null) throw noSuchPerson();
        const ended = await endSessions(tx, person, now());
        const content = { ended };
        await parts.recordAct(tx, {
          kind: 'change',
          act: 'session/end',
          subject: person,
          by,
          at: now(),
          content,
        });
      });
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/recoveries',
    {
      schema: { tags, summary: 'Recoveries, newest first', response: { 200: z.array(recoverySchema) } },
      config: read,
    },
    async () => {
      const at = now();
      return (await listRecoveries(db)).map((one) => ({
        id: one.id,
        kind: one.kind,
        person: one.person,
        reason: one.reason,
        askedBy: one.askedBy,
        askedAt: instantText(one.askedAt),
        expiresAt: instantText(one.expiresAt),
        approvedBy: one.approvedBy,
        state:
          one.usedAt !== null
            ? ('used' as const)
            : one.cancelledAt !== null
              ? ('cancelled' as const)
              : one.approvedAt !== null
                ? ('approved' as const)
                : one.expiresAt <= at
                  ? ('expired' as const)
                  : ('open' as const),
      }));
    },
  );

  app.post(
    '/api/v1/recoveries',
    {
      schema: {
        tags,
        summary: 'Ask that a person may set a new key; the answer has the first half of the code, once',
        body: z.strictObject({ person: id.shape.id, reason: z.string().trim().min(3).max(500) }),
        response: { 201: z.object({ id: z.string(), half: z.string(), expiresAt: z.string() }) },
      },
      config: guarded,
    },
    async (request, reply) => {
      const asked = await askForRecovery(parts, readerOf(request), request.body);
      return reply.code(201).send({ ...asked, expiresAt: instantText(asked.expiresAt) });
    },
  );

  app.post(
    '/api/v1/recoveries/:id/approval',
    {
      schema: {
        tags,
        summary: 'Approve what another administrator asked; the answer has the second half of the code, once',
        params: id,
        response: { 201: z.object({ half: z.string(), expiresAt: z.string() }) },
      },
      config: guarded,
    },
    async (request, reply) => {
      const { code, expiresAt } = await approveRecovery(parts, readerOf(request), request.params.id);
      return reply.code(201).send({ half: code, expiresAt: instantText(expiresAt) });
    },
  );
}

function presentInvitation(given: Invitation): z.output<typeof invitationSchema> {
  const expiresAt = instantText(given.expiresAt);
  return 'code' in given
    ? { code: given.code, half: null, expiresAt }
    : { code: null, half: given.half, expiresAt };
}
