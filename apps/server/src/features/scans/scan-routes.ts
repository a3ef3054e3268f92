import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readerOf, type Reader, type RecordAct } from '../../platform/auth/index.ts';
import { bytesAs, type App } from '../../platform/http/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { openRecord, type Scope, type Scopes } from '../../platform/scope/index.ts';
import { needsPurpose, presentFor, rolesThatSee } from '../people/index.ts';
import { declaredLoads } from './declared-load.ts';
import { judgeScan, scanNotFound } from './judge-scan.ts';
import { makeTrial } from './make-trial.ts';
import type { PairComparer } from './pair-comparer.ts';
import { comparedPair, earlierSeen, referencesFor } from './pair-view.ts';
import { presentJudging, presentOrder, presentPair, presentScan, presentScanInFull } from './present-scan.ts';
import { receiveScan, type ScanParts } from './receive-scan.ts';
import { hits, skillOf } from './scan.ts';
import { scanPixels } from './scan-pixels.ts';
import { scanPreview } from './scan-preview.ts';
import { scanQueue } from './scan-queue-view.ts';
import {
  judgingSchema,
  regionSchema,
  scanInFullSchema,
  scanOrderSchema,
  scanPairSchema,
  scanSchema,
  skillSchema,
} from './scan-schema.ts';
import {
  insertOrder,
  judgementsOf,
  noteLook,
  opinionsOf,
  scanFindings,
  ScanStore,
  trialResults,
  type Scan,
} from './scan-store.ts';

const params = z.object({ id: z.string().regex(/^s_[\w-]{22}$/) });
const locode = z.string().regex(/^[A-Z]{2}[A-Z2-9]{3}$/);

/** Scans in, to be seen and to be judged. */
export function scanRoutes(
  app: App,
  parts: ScanParts & {
    readonly scopes: Scopes;
    readonly ports: readonly string[];
    readonly recordAct: RecordAct;
    readonly comparer: PairComparer;
  },
): void {
  const { db, blobs, now, recordAct, scopes, comparer } = parts;
  const analysts = { roles: rolesThatSee('scan-in-full') };
  const watchers = { roles: rolesThatSee('scan-skill') };
  /** Opens something of a scan; one that is not there and one that is not for this reader are one refusal. */
  const open = <Found>(
    scope: Scope,
    act: string,
    id: string,
    find: (scan: Scan) => Promise<Found | null>,
  ): Promise<Found> =>
    openRecord(scope, {
      act,
      subject: id,
      needsPurpose: needsPurpose(scope.reader, 'scan'),
      find: async () => {
        const scan = await new ScanStore(db, scope.reader).find(id);
        return scan === null ? null : find(scan);
      },
      absent: scanNotFound,
    });
  /** The scan before one, and what comparing the two gave; null where there is none. */
  const comparedWith = async (reader: Reader, scan: Scan) => {
    const earlier = await earlierSeen(db, reader, scan);
    return {
      earlier,
      compared: earlier === null ? null : await comparedPair(comparer, db, blobs, earlier, scan),
    };
  };
  const inScope = (reader: Reader, port: string): void => {
    if (parts.ports.includes(port) && (reader.ports === null || reader.ports.includes(port))) return;
    throw new HavenwachtError('scans/port', 400, 'You do not work for this port.');
  };

  app.post(
    '/api/v1/scan-orders',
    {
      schema: {
        tags: ['scans'],
        summary: 'Order a scan: which container is to be on the image',
        body: z.object({
          container: z.string().regex(/^[A-Z]{4}\d{7}$/),
          port: locode,
          scanner: z.string().min(1).max(100).nullable().default(null),
          lane: z.number().int().min(1).max(100).nullable().default(null),
        }),
        response: { 201: scanOrderSchema },
      },
      config: { access: { roles: rolesThatSee('scan-order') } },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      inScope(reader, request.body.port);
      const order = { ...request.body, id: opaqueId('so'), orderedAt: now(), orderedBy: reader.person };
      await db.transaction(async (tx) => {
        await insertOrder(tx, order);
        await recordAct(tx, {
          kind: 'change',
          act: 'scan/order',
          subject: order.id,
          by: reader,
          at: now(),
          content: order,
        });
      });
      return reply.code(201).send(presentOrder(reader, order));
    },
  );

  app.post(
    '/api/v1/scans',
    {
      schema: {
        tags: ['scans'],
        summary: 'Hand over a scan file; the body is its bytes',
        consumes: ['application/octet-stream'],
        querystring: z.object({
          name: z.string().min(1).max(500).default('scan'),
          port: locode,
          order: z.string().max(50).optional(),
        }),
        response: { 200: scanSchema, 201: scanSchema },
      },
      config: { rawBody: true, access: { roles: rolesThatSee('scan') } },
    },
    async (request, reply) => {
      const { name, port, order = null } = request.query;
      const reader = readerOf(request);
      inScope(reader, port);
      const { scan, fresh } = await receiveScan(parts, {
        name,
        bytes: request.raw,
        channel: 'http',
        port,
        order,
      });
      const findings = await scanFindings(db, scan.id);
      return reply
        .code(fresh ? 201 : 200)
        .header('location', `/api/v1/scans/${scan.id}`)
        .send(presentScan(reader, scan, { findings }));
    },
  );

  app.get(
    '/api/v1/scans',
    {
      schema: {
        tags: ['scans'],
        summary: 'Scans, the longest exposed container first',
        querystring: z.object({
          state: z.enum(['open', 'waiting', 'quarantined', 'judged']).default('open'),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
        response: { 200: z.object({ items: z.array(scanSchema) }) },
      },
      config: { access: watchers },
    },
    async (request) => {
      const reader = readerOf(request);
      const { state, limit } = request.query;
      const queued = await scanQueue(db, reader, state, limit);
      return { items: queued.map(({ scan, exposedSince }) => presentScan(reader, scan, { exposedSince })) };
    },
  );

  app.get(
    '/api/v1/scans/:id',
    {
      schema: {
        tags: ['scans'],
        summary: 'One scan, as far as this reader may know of it',
        params,
        response: { 200: scanInFullSchema },
      },
      config: { access: analysts },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const { reader } = scope;
      return open(scope, 'scan/read', request.params.id, async (scan) => {
        const container = scan.ordered ?? scan.told;
        const loads = await declaredLoads(db, reader, container === null ? [] : [container]);
        return presentScanInFull(scan, reader, {
          declared: loads.get(container ?? '') ?? null,
          findings: await scanFindings(db, scan.id),
          judgements: await judgementsOf(db, scan.id),
          opinions: await opinionsOf(db, scan.id),
        });
      });
    },
  );

  /**
   * Notes that a reader is given pixels, of one channel or of all, and reads them. The clock of a judgement
   * starts with the first pixels that its analyst is given; beside another scan they are there to compare it
   * with. What is written down is which samples were given: the samples are those of the kept bytes.
   */
  const givePixels = async (
    scope: Scope,
    id: string,
    beside: string | null,
    channel: number | null,
  ): Promise<readonly Uint16Array[]> => {
    const { reader } = scope;
    let given: readonly Uint16Array[] = [];
    await open(scope, 'scan/pixels', id, async (scan) => {
      const other = beside === null ? null : await new ScanStore(db, reader).find(beside);
      if (beside !== null && other === null) return null;
      // Only the scan before stands beside one: naming any other must not keep the clock from starting.
      const stands = other !== null && (await earlierSeen(db, reader, other))?.id === id;
      if (!stands) await noteLook(db, id, reader.person, now());
      const channels = await scanPixels(db, blobs, scan);
      given = channel === null ? channels : channels.slice(channel - 1, channel);
      return given.length === 0 ? null : { beside, channel };
    });
    return given;
  };
  const besides = z.object({ beside: params.shape.id.optional() });

  app.get(
    '/api/v1/scans/:id/channels',
    {
      schema: {
        tags: ['scans'],
        summary: 'Samples of all channels, one channel after the other, each as by its own address',
        params,
        querystring: besides,
        response: { 200: bytesAs('application/octet-stream') },
      },
      config: { access: analysts },
    },
    async (request, reply) => {
      const { beside = null } = request.query;
      const channels = await givePixels(scopes(readerOf(request)), request.params.id, beside, null);
      return sendSamples(request, reply, channels);
    },
  );

  app.get(
    '/api/v1/scans/:id/channels/:channel',
    {
      schema: {
        tags: ['scans'],
        summary: 'Samples of one channel as they were measured: 16 bits, little endian, row by row',
        params: params.extend({ channel: z.coerce.number().int().min(1).max(8) }),
        querystring: besides,
        response: { 200: bytesAs('application/octet-stream') },
      },
      config: { access: analysts },
    },
    async (request, reply) => {
      const { id, channel } = request.params;
      const channels = await givePixels(scopes(readerOf(request)), id, request.query.beside ?? null, channel);
      return sendSamples(request, reply, channels);
    },
  );

  app.get(
    '/api/v1/scans/:id/pair',
    {
      schema: {
        tags: ['scans'],
        summary: 'The scan before of the same container, and whether the two can be compared',
        params,
        response: { 200: scanPairSchema },
      },
      config: { access: analysts },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      return open(scope, 'scan/pair', request.params.id, async (scan) => {
        const { earlier, compared } = await comparedWith(scope.reader, scan);
        return presentPair(scope.reader, earlier, compared);
      });
    },
  );

  app.get(
    '/api/v1/scans/:id/pair/warp',
    {
      schema: {
        tags: ['scans'],
        summary:
          'Where places of the scan lie in the one before: column and row, 32-bit floats, little endian',
        params,
        response: { 200: bytesAs('application/octet-stream') },
      },
      config: { access: analysts },
    },
    async (request, reply) => {
      const scope = scopes(readerOf(request));
      let places: Float32Array[] = [];
      await open(scope, 'scan/warp', request.params.id, async (scan) => {
        const { earlier, compared } = await comparedWith(scope.reader, scan);
        if (earlier === null || compared?.warp == null) return null;
        places = [compared.warp.from];
        return { earlier: earlier.id };
      });
      return sendSamples(request, reply, places);
    },
  );

  app.get(
    '/api/v1/scans/:id/references',
    {
      schema: {
        tags: ['scans'],
        summary: 'Scans of the same goods in other containers that were judged clear',
        params,
        response: { 200: z.object({ items: z.array(scanSchema) }) },
      },
      config: { access: analysts },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const { reader } = scope;
      const items = await open(scope, 'scan/references', request.params.id, async (scan) =>
        (await referencesFor(db, reader, scan)).map((one) => presentScan(reader, one)),
      );
      return { items };
    },
  );

  app.get(
    '/api/v1/scans/:id/preview',
    {
      schema: {
        tags: ['scans'],
        summary: 'A small picture of the first channel, as PNG',
        params,
        response: { 200: bytesAs('image/png') },
      },
      config: { access: watchers },
    },
    async (request, reply) => {
      const scope = scopes(readerOf(request));
      const picture = await open(scope, 'scan/preview', request.params.id, async (scan) => {
        const [samples] = await scanPixels(db, blobs, scan);
        if (samples === undefined || scan.columns === null || scan.rows === null) return null;
        return Buffer.from(scanPreview(samples, scan.columns, scan.rows));
      });
      return reply.header('content-type', 'image/png').send(picture);
    },
  );

  app.post(
    '/api/v1/scans/:id/judgements',
    {
      schema: {
        tags: ['scans'],
        summary: 'Judge a scan; clear has to be said twice',
        params,
        body: z.object({
          verdict: z.enum(['clear', 'suspicious', 'cannot-tell']),
          regions: z.array(regionSchema).max(50).default([]),
          note: z.string().trim().max(2_000).default(''),
          confirmed: z.boolean().default(false),
        }),
        response: { 201: judgingSchema, 202: judgingSchema },
      },
      config: { access: analysts },
    },
    async (request, reply) => {
      const scope = scopes(readerOf(request));
      const { reader } = scope;
      const { id } = request.params;
      if ((await new ScanStore(db, reader).find(id)) === null) {
        await scope.record({ kind: 'refusal', act: 'scan/judge', subject: id, content: null });
        throw scanNotFound();
      }
      const judged = await db.transaction(async (tx) => {
        const answer = await judgeScan(tx, reader, id, request.body, now());
        if (answer.ok) {
          await makeTrial(tx, answer.scan, now());
          await recordAct(tx, {
            kind: 'change',
            act: 'scan/judge',
            subject: id,
            by: reader,
            at: now(),
            content: answer.judgement,
          });
        }
        return answer;
      });
      return reply.code(judged.ok ? 201 : 202).send(presentJudging(reader, judged));
    },
  );

  app.get(
    '/api/v1/scan-skill',
    {
      schema: {
        tags: ['scans'],
        summary: 'How often projected threats were found: the reader’s own, and for a team lead everybody’s',
        response: { 200: z.object({ items: z.array(skillSchema) }) },
      },
      config: { access: watchers },
    },
    async (request) => {
      const reader = readerOf(request);
      const all = reader.roles.includes('team-lead');
      const results = await trialResults(db, all ? null : reader.person);
      const byPerson = Map.groupBy(results, ({ person }) => person);
      return {
        items: [...byPerson].map(([person, own]) => {
          const found = own.filter((one) => one.verdict === 'suspicious' && hits(one.regions, one.truth));
          return presentFor(reader, 'scan-skill', { person, ...skillOf(found.length, own.length) });
        }),
      };
    },
  );
}

/** Bytes that go out in one go while the rest is still being packed. */
const blockBytes = 262_144;

/** Sends arrays one after the other as they lie in memory, packed without loss where the reader takes that. */
function sendSamples(
  request: FastifyRequest,
  reply: FastifyReply,
  arrays: readonly (Uint16Array | Float32Array)[],
): FastifyReply {
  const blocks = Readable.from(inBlocks(arrays), { objectMode: false });
  const packed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (packed) reply.header('content-encoding', 'gzip');
  return reply
    .header('content-type', 'application/octet-stream')
    .header('vary', 'accept-encoding')
    .send(packed ? blocks.pipe(createGzip({ level: constants.Z_BEST_SPEED })) : blocks);
}

function* inBlocks(arrays: readonly (Uint16Array | Float32Array)[]): Iterable<Buffer> {
  for (const { buffer, byteOffset, byteLength } of arrays) {
    for (let at = 0; at < byteLength; at += blockBytes) {
      yield Buffer.from(buffer, byteOffset + at, Math.min(blockBytes, byteLength - at));
    }
  }
}
