import {
  makeConsistencyProof,
  makeInclusionProof,
  nodesFromTiles,
  readTilePath,
  toBase64,
  tilePath,
  tileWidth,
  writeVerifierKey,
  type ReadNodes,
} from '@havenwacht/transparency';
import { z } from 'zod';
import { readerOf, type Access } from '../../platform/auth/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { bytesAs, textAs, type App } from '../../platform/http/index.ts';
import type { Scopes } from '../../platform/scope/index.ts';
import { presentFor, rolesThatSee } from '../people/index.ts';
import { checkOwn, trees, type ActLog } from './act-log.ts';
import { cosignedCheckpoint, witnessStates } from './collect-cosignatures.ts';
import { listEntries } from './list-entries.ts';
import {
  entrySchema,
  presentEntry,
  presentState,
  proofSchema,
  stateSchema,
  verificationSchema,
} from './present-log.ts';
import { verifyLog, type LogVerification } from './verify-log.ts';
import type { WitnessAnswer } from './witness-checkpoint.ts';

const config = { access: { roles: rolesThatSee('log-entry') } };
const tags = ['log'];
const longestRequest = 65_536;

const position = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** The log as C2SP tlog-tiles serves it, its entries as a list, proofs, a verification, and the witness. */
export function logRoutes(
  app: App,
  parts: {
    readonly db: Database;
    readonly scopes: Scopes;
    readonly log: ActLog;
    /** Answers as a witness; null when this node witnesses no log. */
    readonly witness: ((body: string) => Promise<WitnessAnswer>) | null;
  },
): void {
  const { db, log, scopes } = parts;
  const present = async () => {
    const key = log.key();
    const note = await log.folder.checkpoint();
    if (key === null || note === null) {
      throw new HavenwachtError(
        'log/not-ready',
        503,
        log.failure()?.text ?? 'The log has no checkpoint yet.',
      );
    }
    return { key, ...checkOwn(note, key) };
  };
  const within = async (size: number): Promise<ReadNodes> => {
    const { size: most } = await present();
    if (size > most) throw new HavenwachtError('log/beyond', 404, `The log has ${most} entries.`);
    return nodesFromTiles(trees, (tile) => log.folder.readTile(tile), size);
  };

  app.get(
    '/api/v1/log/checkpoint',
    {
      config,
      schema: {
        tags,
        summary: 'The signed checkpoint with its cosignatures, as a note',
        response: { 200: textAs('text/plain') },
      },
    },
    async (_request, reply) => {
      await present();
      const note = (await cosignedCheckpoint(db, log.folder)) ?? '';
      return reply.type('text/plain; charset=utf-8').send(note);
    },
  );
  app.get(
    '/api/v1/log/state',
    {
      config,
      schema: {
        tags,
        summary: 'Size, key, what is wrong with the log, and its witnesses',
        response: { 200: stateSchema },
      },
    },
    async (request) => {
      const note = await log.folder.checkpoint();
      const key = log.key();
      const [waiting] = await db.query<{ count: number }>(
        'select count(*)::int as count from act where entry is null',
      );
      return presentState(readerOf(request), {
        verifierKey: key === null ? null : writeVerifierKey(key),
        size: note === null || key === null ? null : checkOwn(note, key).size,
        waiting: waiting?.count ?? 0,
        failure: log.failure(),
        witnesses: await witnessStates(db),
      });
    },
  );
  app.get(
    '/api/v1/log/tile/*',
    {
      config,
      schema: {
        tags,
        summary: 'Hashes and entries in tiles (C2SP tlog-tiles)',
        params: z.object({ '*': z.string().max(100) }),
        response: { 200: bytesAs('application/octet-stream') },
      },
    },
    async (request, reply) => {
      const tile = readTilePath(`tile/${request.params['*']}`);
      const { size } = await present();
      const end =
        tile === null
          ? 0
          : (tile.index * tileWidth + tile.width) * tileWidth ** (tile.level === 'entries' ? 0 : tile.level);
      // A tile of entries has those of every port.
      const hidden = tile?.level === 'entries' && readerOf(request).ports !== null;
      if (tile === null || end > size || hidden)
        throw new HavenwachtError('log/no-tile', 404, 'There is no such tile.');
      return reply
        .type('application/octet-stream')
        .header('cache-control', 'private, max-age=31536000, immutable')
        .header('content-disposition', `attachment; filename="${tilePath(tile).replaceAll('/', '-')}"`)
        .send(Buffer.from(await log.folder.readTile(tile)));
    },
  );
  app.get(
    '/api/v1/log/entries',
    {
      config,
      schema: {
        tags,
        summary: 'Entries about what the reader may know of, newest first',
        querystring: z.object({
          kind: z.enum(['look', 'change', 'refusal']).optional(),
          act: z.string().min(1).max(100).optional(),
          person: z.string().min(1).max(200).optional(),
          subject: z.string().min(1).max(200).optional(),
          since: instant.optional(),
          until: instant.optional(),
          before: position.optional(),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
        response: { 200: z.object({ items: z.array(entrySchema), next: position.nullable() }) },
      },
    },
    async (request) => {
      const { limit, ...filter } = request.query;
      const scope = scopes(readerOf(request));
      const rows = await listEntries(scope, { ...filter, limit: limit + 1 });
      const items = rows.slice(0, limit);
      return {
        items: items.map((row) => presentEntry(scope.reader, row)),
        next: rows.length > limit ? (items.at(-1)?.entry ?? null) : null,
      };
    },
  );
  app.get(
    '/api/v1/log/inclusion',
    {
      config,
      schema: {
        tags,
        summary: 'Proof that an entry is in the log',
        querystring: z.object({ entry: position, size: position }),
        response: { 200: proofSchema },
      },
    },
    async (request) => {
      const { entry, size } = request.query;
      if (entry >= size)
        throw new HavenwachtError('log/bad-range', 400, 'The entry has to be below the size.');
      const proof = await makeInclusionProof(trees, await within(size), entry, size);
      return presentFor(readerOf(request), 'log-proof', { entry, size, proof: proof.map(toBase64) });
    },
  );
  app.get(
    '/api/v1/log/consistency',
    {
      config,
      schema: {
        tags,
        summary: 'Proof that the log continues an earlier one',
        querystring: z.object({ old: position, size: position }),
        response: { 200: proofSchema },
      },
    },
    async (request) => {
      const { old, size } = request.query;
      if (old > size)
        throw new HavenwachtError('log/bad-range', 400, 'The old size has to be at most the size.');
      const proof = await makeConsistencyProof(trees, await within(size), old, size);
      return presentFor(readerOf(request), 'log-proof', { old, size, proof: proof.map(toBase64) });
    },
  );

  let verifying: Promise<LogVerification> | null = null;
  app.post(
    '/api/v1/log/verification',
    {
      config,
      schema: {
        tags,
        summary: 'Compute the log again and compare it with checkpoints that were kept elsewhere',
        body: z.object({ checkpoints: z.array(z.string().max(20_000)).max(100).default([]) }),
        response: { 200: verificationSchema },
      },
    },
    async (request) => {
      const { key } = await present();
      if (verifying !== null)
        throw new HavenwachtError('log/verifying', 409, 'The log is being verified; ask again later.');
      verifying = verifyLog({ folder: log.folder, key, db, kept: request.body.checkpoints });
      try {
        const found = await verifying;
        const scope = scopes(readerOf(request));
        await scope.record({ kind: 'look', act: 'log/verify', subject: null, content: found });
        return presentFor(scope.reader, 'log-verification', found);
      } finally {
        verifying = null;
      }
    },
  );

  const { witness } = parts;
  if (witness === null) return;
  const open: Access = 'public';
  app.post(
    '/api/v1/log/witness/add-checkpoint',
    {
      config: { access: open, rawBody: true },
      schema: {
        tags,
        summary: 'Have another log’s checkpoint cosigned (C2SP tlog-witness)',
        consumes: ['text/plain'],
        response: { 200: textAs('text/plain'), 409: textAs('text/x.tlog.size') },
      },
    },
    async (request, reply) => {
      const answer = await witness(await readText(request.raw));
      if (answer.ok) return reply.type('text/plain; charset=utf-8').send(answer.line);
      if (answer.why === 'other-size') {
        return reply.code(409).type('text/x.tlog.size').send(`${answer.size}\n`);
      }
      throw new HavenwachtError(
        'log/not-cosigned',
        answer.status,
        `This checkpoint is not cosigned: ${answer.why}.`,
      );
    },
  );
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > longestRequest)
      throw new HavenwachtError('log/request-too-large', 413, 'This is no checkpoint.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
