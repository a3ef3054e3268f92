import { z } from 'zod';
import { readerOf } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import type { App } from '../../platform/http/index.ts';
import { caseRoles } from '../people/index.ts';
import { listedVisits, listSummary, readQueueFilter } from '../screening/index.ts';
import type { TriageParts } from './triage-parts.ts';
import { visitFor } from './triage-routes.ts';
import {
  addView,
  changeView,
  recentOf,
  rememberDossier,
  removeView,
  settingsOf,
  viewsFor,
  writeSettings,
} from './view-store.ts';

const params = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/) });
const view = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .refine((text) => !/[\u0000-\u001f\u007f]/.test(text), 'a name without control characters'),
  filter: z.string().max(600),
  shared: z.boolean().default(false),
});
const key = z.string().regex(/^(Shift\+)?[\p{L}\p{N}\p{P}\p{S}]( [\p{L}\p{N}\p{P}\p{S}])?$/u);
const settings = z.strictObject({
  defaultView: params.shape.id.nullable(),
  letterKeys: z.boolean(),
  keys: z
    .record(z.string().regex(/^[a-zA-Z]{1,40}$/), key)
    .refine((keys) => Object.keys(keys).length <= 60, 'at most 60 keys'),
});

/** What a person keeps at the desk: views of the queue, keys, dossiers to return to; and the wall. */
export function deskRoutes(app: App, parts: TriageParts): void {
  const { db, now } = parts;

  app.get(
    '/api/v1/views',
    {
      config: { access: { roles: caseRoles } },
      schema: { tags: ['triage'], summary: 'One’s own views of the queue, and those that others share' },
    },
    async (request) => ({ items: await viewsFor(db, readerOf(request).person) }),
  );

  app.post(
    '/api/v1/views',
    {
      config: { access: { roles: caseRoles } },
      schema: { tags: ['triage'], summary: 'Save a view of the queue', body: view },
    },
    async (request, reply) => {
      const { person } = readerOf(request);
      readQueueFilter(request.body.filter);
      const made = { ...request.body, id: opaqueId('w') };
      if (!(await db.transaction((tx) => addView(tx, made, person, now())))) throw nameTaken();
      return reply.code(201).send({ ...made, own: true });
    },
  );

  app.put(
    '/api/v1/views/:id',
    {
      config: { access: { roles: caseRoles } },
      schema: { tags: ['triage'], summary: 'Change one’s own view', params, body: view },
    },
    async (request) => {
      const { person } = readerOf(request);
      readQueueFilter(request.body.filter);
      const changed = { ...request.body, id: request.params.id };
      const outcome = await db.transaction((tx) => changeView(tx, changed, person, now()));
      if (outcome === 'taken') throw nameTaken();
      if (outcome === 'absent') throw noSuchView();
      return { ...changed, own: true };
    },
  );

  app.delete(
    '/api/v1/views/:id',
    {
      config: { access: { roles: caseRoles } },
      schema: { tags: ['triage'], summary: 'Remove one’s own view', params },
    },
    async (request, reply) => {
      const { person } = readerOf(request);
      if (!(await db.transaction((tx) => removeView(tx, request.params.id, person)))) throw noSuchView();
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/v1/settings',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['triage'], summary: 'How one has set up the console' },
    },
    (request) => settingsOf(db, readerOf(request).person),
  );

  app.put(
    '/api/v1/settings',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['triage'], summary: 'Set up the console', body: settings },
    },
    async (request) => {
      const { person } = readerOf(request);
      await db.transaction((tx) => writeSettings(tx, person, request.body, now()));
      return request.body;
    },
  );

  app.get(
    '/api/v1/recent-dossiers',
    {
      config: { access: { roles: caseRoles } },
      schema: { tags: ['triage'], summary: 'The last ten dossiers one has opened' },
    },
    async (request) => {
      const { person, ports } = readerOf(request);
      const recent = await recentOf(db, person);
      const visits = new Map(
        (
          await listedVisits(
            db,
            ports,
            recent.map(({ visit }) => visit),
          )
        ).map((one) => [one.id, one]),
      );
      return {
        items: recent.flatMap(({ visit, openedAt }) => {
          const one = visits.get(visit);
          if (one === undefined) return [];
          const { container, port, band } = one;
          return [{ id: visit, container, port, band, openedAt: new Date(openedAt).toISOString() }];
        }),
      };
    },
  );

  app.put(
    '/api/v1/recent-dossiers/:id',
    {
      config: { access: { roles: caseRoles } },
      schema: { tags: ['triage'], summary: 'Remember that one has opened a dossier', params },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      await db.transaction(async (tx) => {
        const visit = await visitFor(tx, reader, request.params.id);
        await rememberDossier(tx, reader.person, visit.id, now());
      });
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/v1/wallboard',
    {
      config: { access: { roles: caseRoles } },
      schema: { tags: ['triage'], summary: 'The list in numbers: what may hang on a wall' },
    },
    async (request) => ({
      asOf: new Date(now()).toISOString(),
      ports: await listSummary(db, readerOf(request).ports, now()),
    }),
  );
}

const nameTaken = (): HavenwachtError =>
  new HavenwachtError('triage/name-taken', 409, 'You have a view of this name already.');
const noSuchView = (): HavenwachtError =>
  new HavenwachtError('triage/no-such-view', 404, 'You have no such view.');
