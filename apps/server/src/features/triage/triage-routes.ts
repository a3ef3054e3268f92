import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readerOf, type Reader } from '../../platform/auth/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import type { App } from '../../platform/http/index.ts';
import { openRecord } from '../../platform/scope/index.ts';
import { messagesOf } from '../cargo/index.ts';
import { needsPurpose, presentFor, rolesThatSee, type RecordKind } from '../people/index.ts';
import { listedVisits, type ListedVisit } from '../screening/index.ts';
import { actOnVisits } from './act-on-visits.ts';
import { compareVersions } from './compare-versions.ts';
import { partyView } from './party-view.ts';
import { presentAct, presentActed, presentParty, presentSelection } from './present-act.ts';
import { readVersion } from './read-version.ts';
import { selectVisits } from './select-visits.ts';
import { controlMethods, mostAtOnce, type ActRequest } from './triage-act.ts';
import type { TriageParts } from './triage-parts.ts';
import {
  actedSchema,
  actSchema,
  listOf,
  markSchema,
  partySchema,
  selectionSchema,
  versionsSchema,
} from './triage-schema.ts';
import { actsOf, marksFor, selectionOf } from './triage-store.ts';
import { undoAct } from './undo-act.ts';

const id = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
const params = z.object({ id });
const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !text.includes('\0'), 'text without NUL');
const reason = words(500);
const propose = z.strictObject({
  kind: z.literal('propose'),
  method: z.enum(controlMethods),
  reason,
  wantedAt: z.iso.datetime({ offset: true }).nullable().default(null),
});
const dismiss = z.strictObject({ kind: z.literal('dismiss'), reason });
const assign = z.strictObject({ kind: z.literal('assign') });
const release = z.strictObject({ kind: z.literal('release') });
const contest = z.strictObject({
  kind: z.literal('contest'),
  signal: z.string().regex(/^[a-z0-9:.-]{1,80}$/),
  code: words(120),
  reason,
});
const note = z.strictObject({ kind: z.literal('note'), reason: words(2_000) });

/** The count that the reader saw and confirmed has to be the one the node has frozen. */
const count = z.int().min(1).max(mostAtOnce);
const onOne = z.discriminatedUnion('kind', [propose, dismiss, assign, release, contest, note]);
const onMany = z.discriminatedUnion('kind', [
  propose.extend({ count }),
  dismiss.extend({ count }),
  assign.extend({ count }),
  release.extend({ count }),
]);
const selection = z.union([
  z.strictObject({ visits: z.array(id).min(1).max(1_000) }),
  z.strictObject({
    filter: z.string().max(600),
    first: z.int().min(1).max(mostAtOnce).nullable().default(null),
  }),
]);
const message = z
  .string()
  .regex(/^[0-9a-f]{64}\.\d{1,15}$/)
  .transform((text) => ({ file: text.slice(0, 64), offset: Number(text.slice(65)) }));

/** What the desk does with the list: acts on one visit or a frozen selection, and what helps to decide. */
export function triageRoutes(app: App, parts: TriageParts): void {
  const { db, scopes, blobs, now } = parts;

  /** Opens a part of a dossier; a visit that is not there and one that is not for this reader are one refusal. */
  const open = <Found>(
    request: FastifyRequest,
    id: string,
    kind: RecordKind,
    act: string,
    find: (visit: ListedVisit, reader: Reader) => Promise<Found>,
  ): Promise<Found> => {
    const scope = scopes(readerOf(request));
    return openRecord(scope, {
      act,
      subject: id,
      needsPurpose: needsPurpose(scope.reader, kind),
      find: async () => {
        const [visit] = await listedVisits(db, scope.reader.ports, [id]);
        return visit === undefined ? null : find(visit, scope.reader);
      },
      absent: noSuchVisit,
    });
  };

  app.get(
    '/api/v1/marks',
    {
      config: { access: { roles: rolesThatSee('mark') } },
      schema: {
        tags: ['triage'],
        summary: 'What was done with the visits of the list',
        response: { 200: listOf(markSchema) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const marks = await marksFor(db, reader.person, reader.ports);
      return { items: marks.map((mark) => presentFor(reader, 'mark', mark)) };
    },
  );

  app.post(
    '/api/v1/selections',
    {
      config: { access: { roles: rolesThatSee('selection') } },
      schema: {
        tags: ['triage'],
        summary: 'Freeze a selection: the node says how many it is, and which',
        body: selection,
        response: { 201: selectionSchema },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      const at = now();
      const { body } = request;
      const frozen = await db.transaction((tx) => selectVisits(tx, scopes(reader, tx), body, at));
      return reply.code(201).send(presentSelection(reader, frozen, at));
    },
  );

  app.post(
    '/api/v1/selections/:id/acts',
    {
      config: { access: { roles: rolesThatSee('acted') } },
      schema: {
        tags: ['triage'],
        summary: 'One act on every visit of a frozen selection, with a result for each',
        params,
        body: onMany,
        response: { 201: actedSchema },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      const at = now();
      const { count: confirmed, ...act } = request.body;
      const acted = await db.transaction(async (tx) => {
        const frozen = await selectionOf(tx, reader.person, request.params.id, at);
        if (frozen === null) {
          throw new HavenwachtError('triage/no-such-selection', 404, 'There is no such selection.');
        }
        if (frozen.visits.length !== confirmed) {
          throw new HavenwachtError(
            'triage/count-differs',
            409,
            'The count that was confirmed is not that of the selection.',
            { details: { count: frozen.visits.length } },
          );
        }
        return actOnVisits(tx, parts, reader, frozen.visits, asRequest(act, at), at);
      });
      return reply.code(201).send(presentActed(reader, acted));
    },
  );

  app.post(
    '/api/v1/visits/:id/acts',
    {
      config: { access: { roles: rolesThatSee('acted') } },
      schema: {
        tags: ['triage'],
        summary: 'One act on one visit',
        params,
        body: onOne,
        response: { 201: actedSchema },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      const at = now();
      const acted = await db.transaction((tx) =>
        actOnVisits(tx, parts, reader, [request.params.id], asRequest(request.body, at), at),
      );
      if (acted.results[0]?.why === 'screening/not-found') throw noSuchVisit();
      return reply.code(201).send(presentActed(reader, acted));
    },
  );

  app.post(
    '/api/v1/acts/:id/undo',
    {
      config: { access: { roles: rolesThatSee('acted') } },
      schema: {
        tags: ['triage'],
        summary: 'Take back an act within half a minute',
        params,
        response: { 200: actedSchema },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const undone = await db.transaction((tx) => undoAct(tx, parts, reader, request.params.id, now()));
      return presentActed(reader, undone);
    },
  );

  app.get(
    '/api/v1/visits/:id/acts',
    {
      config: { access: { roles: rolesThatSee('triage-act') } },
      schema: {
        tags: ['triage'],
        summary: 'What was done with one visit, oldest first',
        params,
        response: { 200: listOf(actSchema) },
      },
    },
    async (request) => {
      const acts = await open(request, request.params.id, 'triage-act', 'visit/acts', (visit) =>
        actsOf(db, visit.id),
      );
      return { items: acts.map((act) => presentAct(readerOf(request), act)) };
    },
  );

  app.get(
    '/api/v1/visits/:id/parties',
    {
      config: { access: { roles: rolesThatSee('party') } },
      schema: {
        tags: ['triage'],
        summary: 'The companies of one visit, how often each occurred and where else it stands',
        params,
        response: { 200: listOf(partySchema) },
      },
    },
    async (request) => {
      const parties = await open(request, request.params.id, 'party', 'visit/parties', (visit, reader) =>
        partyView(db, reader, visit, now()),
      );
      return { items: parties.map((party) => presentParty(readerOf(request), party)) };
    },
  );

  app.get(
    '/api/v1/visits/:id/versions',
    {
      config: { access: { roles: rolesThatSee('versions') } },
      schema: {
        tags: ['triage'],
        summary: 'Two messages about one visit side by side, with the differences marked',
        params,
        querystring: z.object({ earlier: message, later: message }),
        response: { 200: versionsSchema },
      },
    },
    async (request) => {
      const { earlier, later } = request.query;
      const versions = await open(request, request.params.id, 'versions', 'visit/versions', async (visit) => {
        const known = await messagesOf(db, visit.container);
        for (const wanted of [earlier, later]) {
          if (!known.some(({ file, offset }) => file === wanted.file && offset === wanted.offset)) {
            throw new HavenwachtError('triage/no-such-message', 404, 'No such message is about this visit.');
          }
        }
        const [before, after] = [
          await readVersion(blobs, earlier.file, earlier.offset),
          await readVersion(blobs, later.file, later.offset),
        ];
        const lines = before === null || after === null ? null : compareVersions(before, after);
        return { comparable: lines !== null, lines: lines ?? [] };
      });
      return presentFor(readerOf(request), 'versions', versions);
    },
  );
}

/** The visit, where it is one of the reader's; refused the same way as one that does not exist. */
export async function visitFor(tx: Querying, reader: Reader, wanted: string): Promise<ListedVisit> {
  const [visit] = await listedVisits(tx, reader.ports, [wanted]);
  if (visit === undefined) throw noSuchVisit();
  return visit;
}

const noSuchVisit = (): HavenwachtError =>
  new HavenwachtError('screening/not-found', 404, 'There is no such visit.');

function asRequest(body: z.output<typeof onOne>, at: number): ActRequest {
  if (body.kind !== 'propose') return body;
  const wantedAt = body.wantedAt === null ? null : Date.parse(body.wantedAt);
  if (wantedAt !== null && wantedAt < at) {
    throw new HavenwachtError('triage/in-the-past', 422, 'A control cannot be wanted in the past.');
  }
  return { ...body, wantedAt };
}
