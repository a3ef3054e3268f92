import { signals } from '@havenwacht/risk';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { recordAct } from '../watch/index.ts';
import type { App } from '../../platform/http/index.ts';
import { caseRoles, policyRoles } from '../people/index.ts';
import { dossierView } from './dossier-view.ts';
import { policyInForce, storePolicy, storeRuleSet } from './policy-store.ts';
import { presentDossier, presentRow } from './present-visit.ts';
import { asFilter, queueQuery } from './queue-query.ts';
import { queueView, type QueueFilter } from './queue-view.ts';

/** The ranked list, one dossier, and the policy they were made with. */
export function screeningRoutes(
  app: App,
  parts: {
    readonly db: Database;
    readonly now: () => number;
    /** What the list is narrowed to beyond its own columns, by features downstream. */
    readonly narrow?: (request: FastifyRequest, filter: QueueFilter) => QueueFilter['also'];
  },
): void {
  const { db, now } = parts;

  app.get(
    '/api/v1/visits',
    {
      schema: {
        tags: ['screening'],
        summary: 'The ranked list of container visits',
        querystring: queueQuery,
      },
      config: { access: { roles: caseRoles } },
    },
    async (request) => {
      const query = request.query;
      const from = query.cursor === undefined ? query.from : positionOf(query.cursor);
      const filter = { ...asFilter(query), from };
      const { total, revision, rows } = await queueView(db, {
        ...filter,
        also: parts.narrow?.(request, filter),
      });
      const end = from + rows.length;
      return {
        total,
        from,
        items: rows.map(presentRow),
        next: end < total ? cursorAt(end) : null,
        asOf: new Date(now()).toISOString(),
        revision,
      };
    },
  );

  app.get(
    '/api/v1/visits/:id',
    {
      schema: {
        tags: ['screening'],
        summary: 'Everything known about one visit, with the byte of every claim',
        params: z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/) }),
      },
      config: { access: { roles: caseRoles } },
    },
    async (request) => {
      const view = await dossierView(db, request.params.id);
      if (view === null) throw new HavenwachtError('screening/not-found', 404, 'There is no such visit.');
      return presentDossier(view);
    },
  );

  app.get(
    '/api/v1/signals',
    {
      schema: { tags: ['screening'], summary: 'What screening looks at' },
      config: { access: { roles: policyRoles } },
    },
    () => signals.map(({ name, about, group }) => ({ name, about, group })),
  );

  app.get(
    '/api/v1/policy',
    {
      schema: { tags: ['screening'], summary: 'The policy in force' },
      config: { access: { roles: policyRoles } },
    },
    async () => {
      const { policy, rules, calibration } = await policyInForce(db, now());
      return { ...policy, ruleSetVersion: rules.version, calibration };
    },
  );

  app.post(
    '/api/v1/policies',
    {
      schema: {
        tags: ['screening'],
        summary: 'Store a new version of the screening policy',
        body: z.record(z.string(), z.unknown()),
      },
      config: { access: { roles: ['team-lead'], stepUp: true } },
    },
    async (request, reply) => {
      const policy = await db.transaction(async (tx) => {
        const stored = await storePolicy(tx, request.body, now());
        await recordAct(tx, {
          kind: 'change',
          act: 'policy/store',
          subject: stored.version,
          by: readerOf(request),
          at: now(),
          content: request.body,
        });
        await tx.news('policy-changed', { version: stored.version });
        return stored;
      });
      return reply.code(201).send(policy);
    },
  );

  app.get(
    '/api/v1/rule-sets',
    {
      schema: { tags: ['screening'], summary: 'Rule sets, newest first' },
      config: { access: { roles: policyRoles } },
    },
    async () => {
      const rows = await db.query<{ body: unknown; stored_at: number }>(
        'select body, stored_at from rule_set order by stored_at desc',
      );
      return rows.map((row) => ({
        ...(row.body as object),
        storedAt: new Date(row.stored_at).toISOString(),
      }));
    },
  );

  app.post(
    '/api/v1/rule-sets',
    {
      schema: {
        tags: ['screening'],
        summary: 'Store a new version of the rules',
        body: z.record(z.string(), z.unknown()),
      },
      config: { access: { roles: ['team-lead'], stepUp: true } },
    },
    async (request, reply) => {
      const ruleSet = await db.transaction(async (tx) => {
        const stored = await storeRuleSet(tx, request.body, now());
        await recordAct(tx, {
          kind: 'change',
          act: 'rule-set/store',
          subject: stored.version,
          by: readerOf(request),
          at: now(),
          content: request.body,
        });
        await tx.news('policy-changed', { version: stored.version });
        return stored;
      });
      return reply.code(201).send(ruleSet);
    },
  );
}

const cursorAt = (position: number): string => Buffer.from(`p${position}`).toString('base64url');

function positionOf(cursor: string): number {
  const match = /^p(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (match === null)
    throw new HavenwachtError('http/bad-cursor', 400, 'This cursor is not one the node gave.');
  return Number(match[1]);
}
