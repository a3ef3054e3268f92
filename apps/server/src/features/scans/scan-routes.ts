import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { scanScales } from '@havenwacht/imaging';
import { readerOf, type Reader, type RecordAct } from '../../platform/auth/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import type { App } from '../../platform/http/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { instantText } from '../../platform/clock/clock.ts';
import { declaredLoads } from './declared-load.ts';
import { judgeScan, scanNotFound } from './judge-scan.ts';
import { makeTrial } from './make-trial.ts';
import type { PairComparer } from './pair-comparer.ts';
import { comparedPair, earlierSeen, referencesFor } from './pair-view.ts';
import { presentJudgement, presentScan, presentScanInFull } from './present-scan.ts';
import { receiveScan, type ScanParts } from './receive-scan.ts';
import { hits, skillOf } from './scan.ts';
import { scanPixels } from './scan-pixels.ts';
import { scanPreview } from './scan-preview.ts';
import { scanQueue } from './scan-queue-view.ts';
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
const region = z.object({
  x: z.number().int().min(0).max(1_000_000),
  y: z.number().int().min(0).max(1_000_000),
  width: z.number().int().min(1).max(1_000_000),
  height: z.number().int().min(1).max(1_000_000),
  corners: z
    .array(z.tuple([z.number().min(0).max(1_000_000), z.number().min(0).max(1_000_000)]))
    .min(3)
    .max(64)
    .exactOptional(),
});
const analysts = { roles: ['image-analyst'] } as const;

/** Scans in, to be seen and to be judged. */
export function scanRoutes(
  app: App,
  parts: ScanParts & {
    readonly ports: readonly string[];
    readonly recordAct: RecordAct;
    readonly comparer: PairComparer;
  },
): void {
  const { db, blobs, now, recordAct, comparer } = parts;
  const seen = async (tx: Querying, reader: Reader, id: string): Promise<Scan> => {
    const scan = await new ScanStore(tx, reader).find(id);
    if (scan === null) throw scanNotFound();
    return scan;
  };
  const pairOf = async (reader: Reader, id: string) => {
    const scan = await seen(db, reader, id);
    return { scan, earlier: await earlierSeen(db, reader, scan) };
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
      },
      config: { access: { roles: ['planner', 'team-lead'] } },
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
      return reply
        .code(201)
        .send({ id: order.id, container: order.container, orderedAt: instantText(order.orderedAt) });
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
      },
      config: { rawBody: true, access: { roles: ['image-analyst', 'planner', 'officer', 'team-lead'] } },
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
      // Bytes of another port that are here already are not this reader's to hear of.
      if (reader.ports !== null && !reader.ports.includes(scan.port)) throw scanNotFound();
      const findings = await scanFindings(db, scan.id);
      return reply
        .code(fresh ? 201 : 200)
        .header('location', `/api/v1/scans/${scan.id}`)
        .send({ ...presentScan(scan), findings });
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
      },
      config: { access: { roles: ['image-analyst', 'team-lead'] } },
    },
    async (request) => {
      const { state, limit } = request.query;
      const queued = await scanQueue(db, readerOf(request), state, limit);
      return {
        items: queued.map(({ scan, exposedSince }) => ({
          ...presentScan(scan),
          exposedSince: instantText(exposedSince),
        })),
      };
    },
  );

  app.get(
    '/api/v1/scans/:id',
    {
      schema: { tags: ['scans'], summary: 'One scan, as far as this reader may know of it', params },
      config: { access: analysts },
    },
    async (request) => {
      const reader = readerOf(request);
      return db.transaction(async (tx) => {
        const scan = await seen(tx, reader, request.params.id);
        const container = scan.ordered ?? scan.told;
        const loads = await declaredLoads(tx, reader, container === null ? [] : [container]);
        const answer = presentScanInFull(scan, reader, {
          declared: loads.get(container ?? '') ?? null,
          findings: await scanFindings(tx, scan.id),
          judgements: await judgementsOf(tx, scan.id),
          opinions: await opinionsOf(tx, scan.id),
        });
        await recordAct(tx, {
          kind: 'look',
          act: 'scan/read',
          subject: scan.id,
          by: reader,
          at: now(),
          content: answer,
        });
        return answer;
      });
    },
  );

  /**
   * Notes that a reader is given pixels, and reads them. The clock of a judgement starts with the first
   * pixels that its analyst is given; beside another scan they are there to compare it with.
   */
  const givePixels = async (reader: Reader, id: string, beside: string | undefined, content: object) => {
    const scan = await db.transaction(async (tx) => {
      const found = await seen(tx, reader, id);
      const other = beside === undefined ? null : await seen(tx, reader, beside);
      // Only the scan before stands beside one: naming any other must not keep the clock from starting.
      const stands = other !== null && (await earlierSeen(tx, reader, other))?.id === id;
      if (!stands) await noteLook(tx, id, reader.person, now());
      await recordAct(tx, { kind: 'look', act: 'scan/pixels', subject: id, by: reader, at: now(), content });
      return found;
    });
    return scanPixels(db, blobs, scan);
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
      },
      config: { access: analysts },
    },
    async (request, reply) => {
      const { beside = null } = request.query;
      const channels = await givePixels(readerOf(request), request.params.id, beside ?? undefined, {
        beside,
      });
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
      },
      config: { access: analysts },
    },
    async (request, reply) => {
      const { id, channel } = request.params;
      const channels = await givePixels(readerOf(request), id, request.query.beside, { channel });
      const samples = channels[channel - 1];
      if (samples === undefined) throw scanNotFound();
      return sendSamples(request, reply, [samples]);
    },
  );

  app.get(
    '/api/v1/scans/:id/pair',
    {
      schema: {
        tags: ['scans'],
        summary: 'The scan before of the same container, and whether the two can be compared',
        params,
      },
      config: { access: analysts },
    },
    async (request) => {
      const reader = readerOf(request);
      const { scan, earlier } = await pairOf(reader, request.params.id);
      await recordAct(db, {
        kind: 'look',
        act: 'scan/pair',
        subject: scan.id,
        by: reader,
        at: now(),
        content: { earlier: earlier?.id ?? null },
      });
      if (earlier === null) return { earlier: null, comparison: null };
      // What changed is an opinion and is told with the others; that two can be laid over each other is not.
      const { registration, reason, warp } = await comparedPair(comparer, db, blobs, earlier, scan);
      return {
        earlier: { ...presentScan(earlier), scales: scanScales(earlier.about?.channels ?? []) },
        comparison: {
          comparable: reason === null,
          reason,
          relation: registration?.relation ?? null,
          membersMm: registration?.membersMm ?? null,
          warp: warp === null ? null : { step: warp.step, columns: warp.columns, rows: warp.rows },
        },
      };
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
      },
      config: { access: analysts },
    },
    async (request, reply) => {
      const { scan, earlier } = await pairOf(readerOf(request), request.params.id);
      const warp = earlier === null ? null : (await comparedPair(comparer, db, blobs, earlier, scan)).warp;
      if (warp === null) throw scanNotFound();
      return sendSamples(request, reply, [warp.from]);
    },
  );

  app.get(
    '/api/v1/scans/:id/references',
    {
      schema: {
        tags: ['scans'],
        summary: 'Scans of the same goods in other containers that were judged clear',
        params,
      },
      config: { access: analysts },
    },
    async (request) => {
      const reader = readerOf(request);
      const { id } = request.params;
      const items = (await referencesFor(db, reader, await seen(db, reader, id))).map(presentScan);
      await recordAct(db, {
        kind: 'look',
        act: 'scan/references',
        subject: id,
        by: reader,
        at: now(),
        content: items,
      });
      return { items };
    },
  );

  app.get(
    '/api/v1/scans/:id/preview',
    {
      schema: { tags: ['scans'], summary: 'A small picture of the first channel, as PNG', params },
      config: { access: { roles: ['image-analyst', 'team-lead'] } },
    },
    async (request, reply) => {
      const scan = await seen(db, readerOf(request), request.params.id);
      const [samples] = await scanPixels(db, blobs, scan);
      if (samples === undefined || scan.columns === null || scan.rows === null) throw scanNotFound();
      return reply
        .header('content-type', 'image/png')
        .send(Buffer.from(scanPreview(samples, scan.columns, scan.rows)));
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
          regions: z.array(region).max(50).default([]),
          note: z.string().trim().max(2_000).default(''),
          confirmed: z.boolean().default(false),
        }),
      },
      config: { access: analysts },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      const { id } = request.params;
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
      if (!judged.ok) return reply.code(202).send({ recorded: false, reason: judged.reason });
      return reply
        .code(201)
        .send({ recorded: true, judgement: presentJudgement(judged.judgement), trial: judged.trial });
    },
  );

  app.get(
    '/api/v1/scan-skill',
    {
      schema: {
        tags: ['scans'],
        summary: 'How often projected threats were found: the reader’s own, and for a team lead everybody’s',
      },
      config: { access: { roles: ['image-analyst', 'team-lead'] } },
    },
    async (request) => {
      const reader = readerOf(request);
      const all = reader.roles.includes('team-lead');
      const results = await trialResults(db, all ? null : reader.person);
      const byPerson = Map.groupBy(results, ({ person }) => person);
      return {
        items: [...byPerson].map(([person, own]) => {
          const found = own.filter((one) => one.verdict === 'suspicious' && hits(one.regions, one.truth));
          return { person, ...skillOf(found.length, own.length) };
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
