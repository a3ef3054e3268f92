import { signals } from '@havenwacht/risk';
import { z } from 'zod';
import type { Database } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { recordAct, theNode } from '../watch/index.ts';
import type { App } from '../../platform/http/index.ts';
import { dossierView } from './dossier-view.ts';
import { policyInForce, storePolicy, storeRuleSet } from './policy-store.ts';
import { presentDossier, presentRow } from './present-visit.ts';
import { queueSorts, queueView } from './queue-view.ts';

const list = (allowed: readonly string[]) =>
  z
    .string()
    .transform((text) => text.split(',').filter((one) => one !== ''))
    .refine((all) => all.every((one) => allowed.includes(one)), `one or more of ${allowed.join(', ')}`);

const queueQuery = z.object({
  port: z
    .string()
    .regex(/^[A-Z]{2}[A-Z2-9]{3}$/)
    .optional(),
  band: list(['A', 'B', 'C', 'D']).optional(),
  load: z.enum(['full', 'empty']).optional(),
  origin: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  signal: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .optional(),
  selected: list(['rule', 'model', 'random']).optional(),
  q: z
    .string()
    .max(200)
    .refine((text) => !text.includes('\0'), 'text without NUL')
    .optional(),
  sort: z.enum(queueSorts).default('rank'),
  from: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(100).optional(),
});

/** The ranked list, one dossier, and the policy they were made with. */
export function screeningRoutes(
  app: App,
  parts: { readonly db: Database; readonly now: () => number },
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
    },
    async (request) => {
      const query = request.query;
      const from = query.cursor === undefined ? query.from : positionOf(query.cursor);
      const { total, revision, rows } = await queueView(db, {
        port: query.port,
        bands: query.band,
        load: query.load,
        origin: query.origin,
        signal: query.signal,
        selected: query.selected,
        text: query.q,
        sort: query.sort,
        from,
        limit: query.limit,
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
    },
    async (request) => {
      const view = await dossierView(db, request.params.id);
      if (view === null) throw new HavenwachtError('screening/not-found', 404, 'There is no such visit.');
      return presentDossier(view);
    },
  );

  app.get('/api/v1/signals', { schema: { tags: ['screening'], summary: 'What screening looks at' } }, () =>
    signals.map(({ name, about, group }) => ({ name, about, group })),
  );

  app.get('/api/v1/policy', { schema: { tags: ['screening'], summary: 'The policy in force' } }, async () => {
    const { policy, rules, calibration } = await policyInForce(db, now());
    return { ...policy, ruleSetVersion: rules.version, calibration };
  });

  app.post(
    '/api/v1/policies',
    {
      schema: {
        tags: ['screening'],
        summary: 'Store a new version of the screening policy',
        body: z.record(z.string(), z.unknown()),
      },
    },
    async (request, reply) => {
      const policy = await db.transaction(async (tx) => {
        const stored = await storePolicy(tx, request.body, now());
        await recordAct(tx, {
          kind: 'change',
          act: 'policy/store',
          subject: stored.version,
          by: request.reader ?? theNode,
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
    { schema: { tags: ['screening'], summary: 'Rule sets, newest first' } },
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
    },
    async (request, reply) => {
      const ruleSet = await db.transaction(async (tx) => {
        const stored = await storeRuleSet(tx, request.body, now());
        await recordAct(tx, {
          kind: 'change',
          act: 'rule-set/store',
          subject: stored.version,
          by: request.reader ?? theNode,
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
