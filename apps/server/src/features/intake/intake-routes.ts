import { z } from 'zod';
import { readerOf } from '../../platform/auth/index.ts';
import type { App } from '../../platform/http/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { caseRoles, type Role } from '../people/index.ts';
import { answerFile } from './answer-file.ts';
import { notFound, rejectFile, releaseFile } from './decide-file.ts';
import { fileById, findingsOf, listFiles, unreadOf, type FileItem } from './intake-store.ts';
import { presentFile, presentFileInFull } from './present-file.ts';
import { receiveFiles } from './receive-file.ts';
import { sourceView } from './source-view.ts';
import type { TakingParts } from './take-file.ts';

const hash = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) });
/** Those who may bring files in and decide about what waits in quarantine. */
const fileDeciders: readonly Role[] = ['analyst', 'team-lead'];
const decision = z.object({ reason: z.string().trim().min(3).max(2_000) });

/** Files in, what became of them, and their bytes. */
export function intakeRoutes(app: App, parts: TakingParts & { readonly now: () => number }): void {
  const { db, blobs, now } = parts;
  const file = async (id: string): Promise<FileItem> => {
    const found = await fileById(db, id);
    if (found === null) throw notFound(id);
    return found;
  };

  app.post(
    '/api/v1/files',
    {
      schema: {
        tags: ['intake'],
        summary: 'Hand over a file; the body is its bytes',
        consumes: ['application/octet-stream'],
        querystring: z.object({ name: z.string().min(1).max(500).default('upload') }),
      },
      config: { rawBody: true, access: { roles: fileDeciders } },
    },
    async (request, reply) => {
      const [received] = await receiveFiles(parts, [{ name: request.query.name, bytes: request.raw }], {
        channel: 'http',
        receivedAt: now(),
        by: readerOf(request),
      });
      if (received === undefined) throw new Error('one file was handed over and none received');
      return reply
        .code(received.fresh ? 201 : 200)
        .header('location', `/api/v1/files/${received.file.id}`)
        .send(presentFile(received.file));
    },
  );

  app.get(
    '/api/v1/files',
    {
      schema: {
        tags: ['intake'],
        summary: 'Files, newest first',
        querystring: z.object({
          state: z
            .string()
            .regex(/^[a-z,]{0,100}$/)
            .default(''),
          from: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
      },
      config: { access: { roles: caseRoles } },
    },
    async (request) => {
      const { state, from, limit } = request.query;
      const states = state.split(',').filter((one) => one !== '');
      const { total, items } = await listFiles(db, { states, from, limit });
      return { total, from, items: items.map(presentFile) };
    },
  );

  app.get(
    '/api/v1/files/:hash',
    {
      schema: { tags: ['intake'], summary: 'One file with its findings', params: hash },
      config: { access: { roles: caseRoles } },
    },
    async (request) => {
      const found = await file(request.params.hash);
      return presentFileInFull(found, await findingsOf(db, found.id), await unreadOf(db, found.id));
    },
  );

  app.get(
    '/api/v1/files/:hash/bytes',
    {
      schema: {
        tags: ['intake'],
        summary: 'The segments around a byte, with the value at the byte marked',
        params: hash,
        querystring: z.object({
          around: z.coerce.number().int().min(0).default(0),
          segments: z.coerce.number().int().min(0).max(200).default(12),
        }),
      },
      config: { access: { roles: caseRoles } },
    },
    async (request) =>
      sourceView(blobs, await file(request.params.hash), request.query.around, request.query.segments),
  );

  app.get(
    '/api/v1/files/:hash/raw',
    {
      schema: { tags: ['intake'], summary: 'The bytes as they were received', params: hash },
      config: { access: { roles: caseRoles } },
    },
    async (request, reply) => {
      const found = await file(request.params.hash);
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-disposition', `attachment; filename="${found.id.slice(0, 16)}.bin"`)
        .send(blobs.stream(found.id));
    },
  );

  app.get(
    '/api/v1/files/:hash/contrl',
    {
      schema: {
        tags: ['intake'],
        summary: 'CONTRL: the syntax answer to each interchange of the file, as EDIFACT',
        params: hash,
      },
      config: { access: { roles: caseRoles } },
    },
    async (request, reply) => {
      const found = await file(request.params.hash);
      if (found.family !== 'edifact') {
        throw new HavenwachtError('intake/not-edifact', 409, 'CONTRL answers EDIFACT files only.');
      }
      const answer = await answerFile(blobs.read(found.id), now());
      return reply.header('content-type', 'application/edifact').send(Buffer.from(answer));
    },
  );

  for (const [act, decide] of [
    ['release', releaseFile],
    ['reject', rejectFile],
  ] as const) {
    app.post(
      `/api/v1/files/:hash/${act}`,
      {
        schema: {
          tags: ['intake'],
          summary:
            act === 'release'
              ? 'Take a quarantined file all the same'
              : 'Let nothing of a quarantined file count',
          params: hash,
          body: decision,
        },
        config: { access: { roles: fileDeciders } },
      },
      async (request) =>
        presentFile(
          await decide(parts, request.params.hash, {
            at: now(),
            by: readerOf(request).person,
            reader: readerOf(request),
            reason: request.body.reason,
          }),
        ),
    );
  }
}
