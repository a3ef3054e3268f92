import { z } from 'zod';
import { readerOf } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { noContent, type App } from '../../platform/http/index.ts';
import { presentFor, rolesThatSee } from '../people/index.ts';
import { listedVisits, listSummary, readQueueFilter } from '../screening/index.ts';
import { presentRecent } from './present-act.ts';
import type { TriageParts } from './triage-parts.ts';
import { visitFor } from './triage-routes.ts';
import { listOf, recentSchema, settingsSchema, summarySchema, viewSchema } from './triage-schema.ts';
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
  const viewRoles = { access: { roles: rolesThatSee('queue-view') } };
  const recentRoles = { access: { roles: rolesThatSee('recent-dossier') } };

  app.get(
    '/api/v1/views',
    {
      config: viewRoles,
      schema: {
        tags: ['triage'],
        summary: 'One’s own views of the queue, and those that others share',
        response: { 200: listOf(viewSchema) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const views = await viewsFor(db, reader.person);
      return { items: views.map((one) => presentFor(reader, 'queue-view', one)) };
    },
  );

  app.post(
    '/api/v1/views',
    {
      config: viewRoles,
      schema: {
        tags: ['triage'],
        summary: 'Save a view of the queue',
        body: view,
        response: { 201: viewSchema },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      readQueueFilter(request.body.filter);
      const made = { ...request.body, id: opaqueId('w') };
      if (!(await db.transaction((tx) => addView(tx, made, reader.person, now())))) throw nameTaken();
      return reply.code(201).send(presentFor(reader, 'queue-view', { ...made, own: true }));
    },
  );

  app.put(
    '/api/v1/views/:id',
    {
      config: viewRoles,
      schema: {
        tags: ['triage'],
        summary: 'Change one’s own view',
        params,
        body: view,
        response: { 200: viewSchema },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      readQueueFilter(request.body.filter);
      const changed = { ...request.body, id: request.params.id };
      const outcome = await db.transaction((tx) => changeView(tx, changed, reader.person, now()));
      if (outcome === 'taken') throw nameTaken();
      if (outcome === 'absent') throw noSuchView();
      return presentFor(reader, 'queue-view', { ...changed, own: true });
    },
  );

  app.delete(
    '/api/v1/views/:id',
    {
      config: viewRoles,
      schema: { tags: ['triage'], summary: 'Remove one’s own view', params, response: { 204: noContent } },
    },
    async (request, reply) => {
      const { person } = readerOf(request);
      if (!(await db.transaction((tx) => removeView(tx, request.params.id, person)))) throw noSuchView();
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/settings',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['triage'],
        summary: 'How one has set up the console',
        response: { 200: settingsSchema },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      return presentFor(reader, 'settings', await settingsOf(db, reader.person));
    },
  );

  app.put(
    '/api/v1/settings',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['triage'],
        summary: 'Set up the console',
        body: settings,
        response: { 200: settingsSchema },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      await db.transaction((tx) => writeSettings(tx, reader.person, request.body, now()));
      return presentFor(reader, 'settings', request.body);
    },
  );

  app.get(
    '/api/v1/recent-dossiers',
    {
      config: recentRoles,
      schema: {
        tags: ['triage'],
        summary: 'The last ten dossiers one has opened',
        response: { 200: listOf(recentSchema) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const recent = await recentOf(db, reader.person);
      const ids = recent.map(({ visit }) => visit);
      const visits = new Map((await listedVisits(db, reader.ports, ids)).map((one) => [one.id, one]));
      return {
        items: recent.flatMap(({ visit, openedAt }) => {
          const one = visits.get(visit);
          return one === undefined ? [] : [presentRecent(reader, one, openedAt)];
        }),
      };
    },
  );

  app.put(
    '/api/v1/recent-dossiers/:id',
    {
      config: recentRoles,
      schema: {
        tags: ['triage'],
        summary: 'Remember that one has opened a dossier',
        params,
        response: { 204: noContent },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      await db.transaction(async (tx) => {
        const visit = await visitFor(tx, reader, request.params.id);
        await rememberDossier(tx, reader.person, visit.id, now());
      });
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/wallboard',
    {
      config: { access: { roles: rolesThatSee('port-summary') } },
      schema: {
        tags: ['triage'],
        summary: 'The list in numbers: what may hang on a wall',
        response: { 200: z.object({ asOf: z.string(), ports: z.array(summarySchema) }) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const ports = await listSummary(db, reader.ports, now());
      return {
        asOf: new Date(now()).toISOString(),
        ports: ports.map((one) => presentFor(reader, 'port-summary', one)),
      };
    },
  );
}

const nameTaken = (): HavenwachtError =>
  new HavenwachtError('triage/name-taken', 409, 'You have a view of this name already.');
const noSuchView = (): HavenwachtError =>
  new HavenwachtError('triage/no-such-view', 404, 'You have no such view.');
