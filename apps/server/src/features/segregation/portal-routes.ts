import { z } from 'zod';
import { readerOf } from '../../platform/auth/index.ts';
import type { App } from '../../platform/http/index.ts';
import { answerOrder } from './answer-order.ts';
import { fetchOrder } from './fetch-order.ts';
import { guardedBlocks } from './portal-blocks.ts';
import {
  blockSchema,
  holdSchema,
  orderSchema,
  presentBlock,
  presentHold,
  presentOrder,
} from './present-segregation.ts';
import type { SegregationParts } from './segregation-parts.ts';
import { holdsSeen, ordersSeen } from './yard-view.ts';

const terminal = ['terminal'] as const;
const bytes = z.custom<Buffer>(() => true).meta({ type: 'string', format: 'binary' });
const params = z.object({ id: z.string().regex(/^o_[A-Za-z0-9_-]{1,40}$/) });

/** What terminals and carriers see: their own orders, blocks and holds; never a score, a reason or a control. */
export function portalRoutes(app: App, parts: SegregationParts): void {
  const { db, now, scopes } = parts;

  app.get(
    '/api/v1/portal/orders',
    {
      schema: {
        tags: ['portal'],
        summary: "The terminal's own orders",
        response: { 200: z.object({ items: z.array(orderSchema) }) },
      },
      config: { access: { roles: terminal } },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const orders = await ordersSeen(scope);
      await scope.record({ kind: 'look', act: 'portal/orders', subject: null, content: orders });
      return { items: orders.map((order) => presentOrder(scope.reader, order)) };
    },
  );

  app.get(
    '/api/v1/portal/orders/:id/message',
    {
      schema: {
        tags: ['portal'],
        summary: 'An order as the message it was written as, COHAOR',
        params,
        response: { 200: { content: { 'application/edifact': { schema: bytes } } } },
      },
      config: { access: { roles: terminal } },
    },
    async (request, reply) => {
      const { number, bytes } = await fetchOrder(parts, readerOf(request), request.params.id);
      return reply
        .header('content-type', 'application/edifact')
        .header('content-disposition', `attachment; filename="${number}.edi"`)
        .send(bytes);
    },
  );

  app.post(
    '/api/v1/portal/orders/:id/answers',
    {
      schema: {
        tags: ['portal'],
        summary: 'Say that an order is known, done, or can not be done',
        params,
        body: z.strictObject({
          answer: z.enum(['acknowledged', 'done', 'cannot']),
          containers: z
            .array(z.string().regex(/^[A-Z0-9]{1,20}$/))
            .max(9_999)
            .default([]),
          why: z.string().trim().max(500).nullable().default(null),
        }),
        response: { 200: z.object({ recordedAt: z.string() }) },
      },
      config: { access: { roles: terminal } },
    },
    async (request) => {
      await answerOrder(parts, readerOf(request), request.params.id, request.body);
      return { recordedAt: new Date(now()).toISOString() };
    },
  );

  app.get(
    '/api/v1/portal/blocks',
    {
      schema: {
        tags: ['portal'],
        summary: "The terminal's guarded blocks: free, on hold or full",
        response: { 200: z.object({ items: z.array(blockSchema) }) },
      },
      config: { access: { roles: terminal } },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const blocks = await guardedBlocks(db, scope.reader, now());
      await scope.record({ kind: 'look', act: 'portal/blocks', subject: null, content: blocks });
      return { items: blocks.map((block) => presentBlock(scope.reader, block)) };
    },
  );

  app.get(
    '/api/v1/portal/holds',
    {
      schema: {
        tags: ['portal'],
        summary: "Holds on the carrier's own boxes, from the moment they had to be given",
        response: { 200: z.object({ items: z.array(holdSchema) }) },
      },
      config: { access: { roles: ['carrier'] } },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const holds = await holdsSeen(scope);
      await scope.record({ kind: 'look', act: 'portal/holds', subject: null, content: holds });
      return { items: holds.map((hold) => presentHold(scope.reader, hold)) };
    },
  );
}
