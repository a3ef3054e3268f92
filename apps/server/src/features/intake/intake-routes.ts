import { z } from 'zod';
import { readerOf, type Reader } from '../../platform/auth/index.ts';
import type { Blobs } from '../../platform/blobs/index.ts';
import { bytesAs, type App } from '../../platform/http/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { openRecord, type Scope, type Scopes } from '../../platform/scope/index.ts';
import { needsPurpose, rolesThatSee } from '../people/index.ts';
import { answerFile } from './answer-file.ts';
import { notFound, type Decision } from './decide-file.ts';
import { fileInFull, fileSeen, listFiles } from './file-view.ts';
import type { FileItem } from './intake-store.ts';
import {
  fileInFullSchema,
  fileSchema,
  presentFile,
  presentFileInFull,
  presentSource,
  sourceSchema,
} from './present-file.ts';
import { plainName, type Handed, type Received } from './receive-file.ts';
import { sourceView } from './source-view.ts';

/** What the node does with files when somebody asks for it; its own hand, that no reader's scope bounds. */
export interface FileActs {
  receive(handed: Handed, by: Reader): Promise<Received>;
  release(id: string, decision: Decision): Promise<FileItem>;
  reject(id: string, decision: Decision): Promise<FileItem>;
}

const hash = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) });
const decision = z.object({ reason: z.string().trim().min(3).max(2_000) });

/** Files in, what became of them, and their bytes. */
export function intakeRoutes(
  app: App,
  parts: {
    readonly scopes: Scopes;
    readonly blobs: Blobs;
    readonly acts: FileActs;
    readonly now: () => number;
  },
): void {
  const { scopes, blobs, acts, now } = parts;
  const access = { roles: rolesThatSee('file') };

  /** Opens something of a file; a file that is not there and one that is not for this reader are one refusal. */
  const open = <Found>(
    scope: Scope,
    act: string,
    id: string,
    find: (id: string) => Promise<Found | null>,
  ): Promise<Found> =>
    openRecord(scope, {
      act,
      subject: id,
      needsPurpose: needsPurpose(scope.reader, 'file'),
      find: () => find(id),
      absent: () => notFound(id),
    });

  app.post(
    '/api/v1/files',
    {
      schema: {
        tags: ['intake'],
        summary: 'Hand over a file; the body is its bytes',
        consumes: ['application/octet-stream'],
        querystring: z.object({ name: z.string().min(1).max(500).default('upload') }),
        response: { 200: fileSchema, 201: fileSchema },
      },
      config: { rawBody: true, access },
    },
    async (request, reply) => {
      const scope = scopes(readerOf(request));
      const { name } = request.query;
      const { file, fresh } = await acts.receive({ name, bytes: request.raw }, scope.reader);
      reply.header('location', `/api/v1/files/${file.id}`);
      const seen = await fileSeen(scope, file.id);
      // Who may not see what the file says is told that it came in, whether the node had it before or not.
      return seen === null
        ? reply.code(201).send(presentFile(scope.reader, receipt(file, name, now())))
        : reply.code(fresh ? 201 : 200).send(presentFile(scope.reader, seen));
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
        response: { 200: z.object({ total: z.int(), from: z.int(), items: z.array(fileSchema) }) },
      },
      config: { access },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const { state, from, limit } = request.query;
      const states = state.split(',').filter((one) => one !== '');
      const { total, items } = await listFiles(scope, { states, from, limit });
      return { total, from, items: items.map((one) => presentFile(scope.reader, one)) };
    },
  );

  app.get(
    '/api/v1/files/:hash',
    {
      schema: {
        tags: ['intake'],
        summary: 'One file with its findings',
        params: hash,
        response: { 200: fileInFullSchema },
      },
      config: { access },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const found = await open(scope, 'file/read', request.params.hash, (id) => fileInFull(scope, id));
      return presentFileInFull(scope.reader, found);
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
        response: { 200: sourceSchema },
      },
      config: { access },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const { around, segments } = request.query;
      const view = await open(scope, 'file/source', request.params.hash, async (id) => {
        const file = await fileSeen(scope, id);
        return file === null ? null : sourceView(blobs, file, around, segments);
      });
      return presentSource(scope.reader, view);
    },
  );

  app.get(
    '/api/v1/files/:hash/raw',
    {
      schema: {
        tags: ['intake'],
        summary: 'The bytes as they were received',
        params: hash,
        response: { 200: bytesAs('application/octet-stream') },
      },
      config: { access },
    },
    async (request, reply) => {
      const scope = scopes(readerOf(request));
      const found = await open(scope, 'file/raw', request.params.hash, (id) => fileSeen(scope, id));
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
        response: { 200: bytesAs('application/edifact') },
      },
      config: { access },
    },
    async (request, reply) => {
      const scope = scopes(readerOf(request));
      const found = await open(scope, 'file/contrl', request.params.hash, (id) => fileSeen(scope, id));
      if (found.family !== 'edifact') {
        throw new HavenwachtError('intake/not-edifact', 409, 'CONTRL answers EDIFACT files only.');
      }
      const answer = await answerFile(blobs.read(found.id), now());
      return reply.header('content-type', 'application/edifact').send(Buffer.from(answer));
    },
  );

  for (const [act, summary] of [
    ['release', 'Take a quarantined file all the same'],
    ['reject', 'Let nothing of a quarantined file count'],
  ] as const) {
    app.post(
      `/api/v1/files/:hash/${act}`,
      {
        schema: {
          tags: ['intake'],
          summary,
          params: hash,
          body: decision,
          response: { 200: fileSchema },
        },
        config: { access },
      },
      async (request) => {
        const scope = scopes(readerOf(request));
        const { id } = await open(scope, 'file/read', request.params.hash, (one) => fileSeen(scope, one));
        const { reader } = scope;
        const decided = await acts[act](id, {
          at: now(),
          by: reader.person,
          reader,
          reason: request.body.reason,
        });
        return presentFile(scope.reader, decided);
      },
    );
  }
}

/** What somebody who handed over bytes knows of them himself. */
function receipt(file: FileItem, name: string, receivedAt: number): FileItem {
  return {
    id: file.id,
    name: plainName(name),
    bytes: file.bytes,
    channel: 'http',
    receivedAt,
    state: 'kept',
    verdict: null,
    family: null,
    types: [],
    messages: 0,
    rows: 0,
    findings: 0,
    interchanges: [],
    decision: null,
  };
}
