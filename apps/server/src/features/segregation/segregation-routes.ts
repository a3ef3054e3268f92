import { z } from 'zod';
import { readerOf } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import type { App } from '../../platform/http/index.ts';
import { rolesThatSee } from '../people/index.ts';
import { segregationPolicyAt, storeSegregationPolicy } from './policy-store.ts';
import {
  orderSchema,
  presentOrder,
  presentSegregatedBox,
  presentSegregationCase,
  presentSegregationPolicy,
  segregatedBoxSchema,
  segregationCaseSchema,
  segregationPolicySchema,
} from './present-segregation.ts';
import type { SegregationParts } from './segregation-parts.ts';
import { tellIntrusion } from './tell-intrusion.ts';
import { ordersSeen, segregatedBoxes, segregationCases } from './yard-view.ts';

const caseworkers = ['planner', 'team-lead', 'analyst'] as const;
const owners = ['planner', 'team-lead'] as const;
const witnesses = ['planner', 'team-lead', 'officer'] as const;
const done = z.object({ recordedAt: z.string() });

/** What is set apart, the orders for it, and what a planner has to look at. */
export function segregationRoutes(app: App, parts: SegregationParts): void {
  const { db, now, scopes } = parts;

  app.get(
    '/api/v1/segregation/boxes',
    {
      schema: {
        tags: ['segregation'],
        summary: 'Boxes that are set apart, and how long each was in reach',
        querystring: z.object({ over: z.enum(['true', 'false']).default('false') }),
        response: { 200: z.object({ asOf: z.string(), items: z.array(segregatedBoxSchema) }) },
      },
      config: { access: { roles: rolesThatSee('segregated-visit') } },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const boxes = await segregatedBoxes(scope, request.query.over === 'true');
      await scope.record({ kind: 'look', act: 'segregation/boxes', subject: null, content: boxes });
      return {
        asOf: new Date(now()).toISOString(),
        items: boxes.map((box) => presentSegregatedBox(scope.reader, box)),
      };
    },
  );

  app.get(
    '/api/v1/segregation/orders',
    {
      schema: {
        tags: ['segregation'],
        summary: 'Orders to terminals by policy; those for a control are nobody’s to list',
        response: { 200: z.object({ items: z.array(orderSchema) }) },
      },
      config: { access: { roles: caseworkers } },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const orders = await ordersSeen(scope);
      await scope.record({ kind: 'look', act: 'segregation/orders', subject: null, content: orders });
      return { items: orders.map((order) => presentOrder(scope.reader, order)) };
    },
  );

  app.get(
    '/api/v1/segregation/cases',
    {
      schema: {
        tags: ['segregation'],
        summary: 'Orders that are contradicted, unanswered or overdue, and boxes nobody can be told of',
        querystring: z.object({ state: z.enum(['open', 'closed']).default('open') }),
        response: { 200: z.object({ items: z.array(segregationCaseSchema) }) },
      },
      config: { access: { roles: rolesThatSee('segregation-case') } },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const cases = await segregationCases(scope, request.query.state === 'closed');
      await scope.record({ kind: 'look', act: 'segregation/cases', subject: null, content: cases });
      return { items: cases.map((one) => presentSegregationCase(scope.reader, one)) };
    },
  );

  app.post(
    '/api/v1/segregation/intrusions',
    {
      schema: {
        tags: ['segregation'],
        summary: 'Put on record that somebody was at a box; the boxes beside it inherit risk',
        body: z.strictObject({
          visit: z.string().min(1).max(40),
          at: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
          reason: z.string().trim().min(3).max(500),
        }),
        response: { 200: done },
      },
      config: { access: { roles: witnesses } },
    },
    async (request) => {
      await tellIntrusion(parts, readerOf(request), request.body);
      return { recordedAt: new Date(now()).toISOString() };
    },
  );

  app.get(
    '/api/v1/segregation/policy',
    {
      schema: {
        tags: ['segregation'],
        summary: 'The policy by which boxes are set apart',
        response: { 200: segregationPolicySchema },
      },
      config: { access: { roles: rolesThatSee('segregation-policy') } },
    },
    async (request) => {
      const policy = await segregationPolicyAt(db, now());
      if (policy === null) {
        throw new HavenwachtError('segregation/no-policy-in-force', 404, 'No policy is in force.');
      }
      const scope = scopes(readerOf(request));
      await scope.record({
        kind: 'look',
        act: 'segregation/policy',
        subject: policy.version,
        content: policy,
      });
      return presentSegregationPolicy(scope.reader, policy);
    },
  );

  app.post(
    '/api/v1/segregation/policies',
    {
      schema: {
        tags: ['segregation'],
        summary: 'Store a policy under a new version',
        body: z.record(z.string(), z.unknown()),
        response: { 201: segregationPolicySchema },
      },
      config: { access: { roles: owners, stepUp: true } },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(
          presentSegregationPolicy(
            readerOf(request),
            await storeSegregationPolicy(parts, readerOf(request), request.body),
          ),
        ),
  );
}
