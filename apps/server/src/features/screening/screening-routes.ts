import { signals, type RuleSet } from '@havenwacht/risk';
import { z } from 'zod';
import { readerOf, type Reader } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import type { App } from '../../platform/http/index.ts';
import { openRecord, sql, type Scope, type Scopes } from '../../platform/scope/index.ts';
import { needsPseudonyms, needsPurpose, presentFor, rolesThatSee } from '../people/index.ts';
import { dossierView, type ContainerFile } from './dossier-view.ts';
import type { PolicyInForce } from './policy-store.ts';
import { presentDossier, presentRow } from './present-visit.ts';
import { asFilter, queueQuery } from './queue-query.ts';
import { queueView, type QueueFilter } from './queue-view.ts';
import type { RuleChange } from './fall-out.ts';
import {
  askedForSchema,
  dossierSchema,
  policySchema,
  ruleSetSchema,
  signalSchema,
  visitPageSchema,
} from './visit-schema.ts';
import { visitBehind, visitPseudonym } from './visit-pseudonym.ts';

const askedBecause = z.object({ reason: z.string().trim().min(3).max(2_000).nullable().default(null) });

/** What screening reads and stores by the node's own hand, that no reader's scope bounds. */
export interface ScreeningActs {
  /** What is held about one container number: asked only for a visit that the reader was found to see. */
  readContainer(container: string): Promise<ContainerFile>;
  policyInForce(): Promise<PolicyInForce>;
  /** Asks for another policy or rule set; nothing is stored before a second person of another unit agrees. */
  askChange(by: Reader, change: RuleChange, reason: string | null): Promise<AskedFor>;
  /** The secret from which the pseudonyms of visits are made. */
  pseudonymKey(): Promise<string>;
}

/** What was asked for, and what would become of the boxes of the list. */
export interface AskedFor {
  readonly version: string;
  /** Opaque id of the request that the second person decides. */
  readonly lowering: string;
  readonly act: string;
  /** False where nobody of another unit could be drawn: it stays undone. */
  readonly secondPersonDrawn: boolean;
  readonly expiresAt: number;
  /** Open boxes that would fall out. */
  readonly fallenOut: number;
}

/** The ranked list, one dossier, and the policy they were made with. */
export function screeningRoutes(
  app: App,
  parts: {
    readonly scopes: Scopes;
    readonly acts: ScreeningActs;
    readonly now: () => number;
    /** What the list is narrowed to beyond its own columns, by features downstream. */
    readonly narrow?: (scope: Scope, filter: QueueFilter) => QueueFilter['also'];
  },
): void {
  const { scopes, acts, now } = parts;
  const policyAccess = { roles: rolesThatSee('policy') };

  app.get(
    '/api/v1/visits',
    {
      schema: {
        tags: ['screening'],
        summary: 'The ranked list of container visits',
        querystring: queueQuery,
        response: { 200: visitPageSchema },
      },
      config: { access: { roles: rolesThatSee('visit') } },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const query = request.query;
      const from = query.cursor === undefined ? query.from : positionOf(query.cursor);
      const filter = { ...asFilter(query), from };
      const { total, revision, rows } = await queueView(scope, {
        ...filter,
        also: parts.narrow?.(scope, filter),
      });
      const pseudonym = visitPseudonym(await acts.pseudonymKey());
      const end = from + rows.length;
      return {
        total,
        from,
        items: rows.map((row) => presentRow(scope.reader, row, pseudonym)),
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
        response: { 200: dossierSchema },
      },
      config: { access: { roles: rolesThatSee('dossier') } },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const key = await acts.pseudonymKey();
      const { id } = request.params;
      const view = await openRecord(scope, {
        act: 'visit/read',
        subject: id,
        needsPurpose: needsPurpose(scope.reader, 'dossier'),
        find: async () => {
          const visit = needsPseudonyms(scope.reader, 'dossier') ? await visitBehind(scope, key, id) : id;
          return visit === null ? null : dossierView(scope, visit, acts.readContainer);
        },
        absent: () => new HavenwachtError('screening/not-found', 404, 'There is no such visit.'),
      });
      return presentDossier(scope.reader, view, visitPseudonym(key));
    },
  );

  app.get(
    '/api/v1/signals',
    {
      schema: {
        tags: ['screening'],
        summary: 'What screening looks at',
        response: { 200: z.array(signalSchema) },
      },
      config: { access: { roles: rolesThatSee('signal') } },
    },
    async (request) => {
      const reader = readerOf(request);
      return signals.map(({ name, about, group }) => presentFor(reader, 'signal', { name, about, group }));
    },
  );

  app.get(
    '/api/v1/policy',
    {
      schema: { tags: ['screening'], summary: 'The policy in force', response: { 200: policySchema } },
      config: { access: policyAccess },
    },
    async (request) => {
      const { policy, rules, calibration } = await acts.policyInForce();
      return presentFor(readerOf(request), 'policy', {
        ...policy,
        ruleSetVersion: rules.version,
        calibration,
      });
    },
  );

  app.post(
    '/api/v1/policies',
    {
      schema: {
        tags: ['screening'],
        summary: 'Ask for a new version of the screening policy; a second person of another unit decides',
        body: z.record(z.string(), z.unknown()),
        querystring: askedBecause,
        response: { 202: askedForSchema },
      },
      config: { access: { roles: ['team-lead'], stepUp: true } },
    },
    async (request, reply) => {
      const change = { kind: 'policy', document: request.body } as const;
      const asked = await acts.askChange(readerOf(request), change, request.query.reason);
      return reply.code(202).send(presentAsked(asked));
    },
  );

  app.get(
    '/api/v1/rule-sets',
    {
      schema: {
        tags: ['screening'],
        summary: 'Rule sets, newest first',
        response: { 200: z.array(ruleSetSchema) },
      },
      config: { access: { roles: rolesThatSee('rule-set') } },
    },
    async (request) => {
      const scope = scopes(readerOf(request));
      const rows = await scope.query<{ body: RuleSet; stored_at: number }>(
        sql`select body, stored_at from ${scope.seen('rule-set')} r order by stored_at desc`,
      );
      return rows.map(({ body, stored_at }) => presentRuleSet(scope.reader, body, stored_at));
    },
  );

  app.post(
    '/api/v1/rule-sets',
    {
      schema: {
        tags: ['screening'],
        summary: 'Ask for a new version of the rules; a second person of another unit decides',
        body: z.record(z.string(), z.unknown()),
        querystring: askedBecause,
        response: { 202: askedForSchema },
      },
      config: { access: { roles: ['team-lead'], stepUp: true } },
    },
    async (request, reply) => {
      const change = { kind: 'rules', document: request.body } as const;
      const asked = await acts.askChange(readerOf(request), change, request.query.reason);
      return reply.code(202).send(presentAsked(asked));
    },
  );
}

const presentAsked = (asked: AskedFor) => ({ ...asked, expiresAt: new Date(asked.expiresAt).toISOString() });

function presentRuleSet(reader: Reader, ruleSet: RuleSet, storedAt: number) {
  return presentFor(reader, 'rule-set', {
    ...ruleSet,
    rules: [...ruleSet.rules],
    storedAt: new Date(storedAt).toISOString(),
  });
}

const cursorAt = (position: number): string => Buffer.from(`p${position}`).toString('base64url');

function positionOf(cursor: string): number {
  const match = /^p(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (match === null)
    throw new HavenwachtError('http/bad-cursor', 400, 'This cursor is not one the node gave.');
  return Number(match[1]);
}
