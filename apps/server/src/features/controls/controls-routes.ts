import { controlMethods, disclosedItems } from '@havenwacht/planning';
import { z } from 'zod';
import { readerOf } from '../../platform/auth/index.ts';
import type { App } from '../../platform/http/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { addKnower } from './add-knower.ts';
import { approveControl } from './approve-control.ts';
import { askLowering } from './ask-lowering.ts';
import { setCodes } from './confirm-codes.ts';
import { noSuchControl, type ControlParts } from './control-parts.ts';
import { controlStore } from './control-store.ts';
import { decideLowering } from './decide-lowering.ts';
import { evidenceKinds, keepEvidence } from './keep-evidence.ts';
import { finishControl } from './finish-control.ts';
import { drawnLowerings } from './drawn-lowerings.ts';
import { integrityAlerts } from './integrity-alerts.ts';
import { controlLowerings } from './lowering.ts';
import { loweringStore } from './lowering-store.ts';
import { openTask } from './open-task.ts';
import { outsideOf } from './outside-of.ts';
import { overdueControls } from './overdue-controls.ts';
import {
  alertSchema,
  controlSchema,
  exposureSchema,
  loweringInFullSchema,
  loweringSchema,
  outsideSchema,
  overdueSchema,
  presentAlert,
  presentControl,
  presentExposure,
  presentLowering,
  presentOutside,
  presentOverdue,
  presentRelease,
  presentStep,
  releaseSchema,
  stepSchema,
  taskSchema,
} from './present-control.ts';
import { proposeControl } from './propose-control.ts';
import { readLowering } from './read-lowering.ts';
import { recordResult } from './record-result.ts';
import { planExposure, sealControl } from './seal-control.ts';
import { shownSteps } from './shown-control.ts';
import { resultSchema } from './take-item.ts';
import { unexplainedReleases } from './unexplained-releases.ts';

export const proposers = ['analyst', 'image-analyst', 'planner'] as const;
export const planners = ['planner'] as const;
/** Who asks for or decides a lowering: the desk, and who answers for the rules. */
const signers = [...proposers, 'team-lead'] as const;
const participants = ['analyst', 'image-analyst', 'planner', 'officer', 'team-lead'] as const;
/** Who has the screen of controls. */
export const watchers = ['analyst', 'image-analyst', 'planner', 'team-lead'] as const;
export const overseers = ['integrity', 'auditor'] as const;

export const id = z.object({ id: z.string().regex(/^[a-z]_[A-Za-z0-9_-]{22}$/) });
const reason = z.string().trim().min(3).max(2_000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
export const done = z.object({ recordedAt: z.string() });

/** Controls from proposal to close, the tasks of those who carry them out, and the acts that lower one. */
export function controlsRoutes(app: App, parts: ControlParts): void {
  const { db, now } = parts;
  const recorded = (): z.infer<typeof done> => ({ recordedAt: new Date(now()).toISOString() });

  app.post(
    '/api/v1/controls',
    {
      schema: {
        tags: ['controls'],
        summary: 'Propose a control of a visit',
        body: z.object({
          visit: z.string().min(1).max(40),
          method: z.enum(controlMethods as [string, ...string[]]),
          reason,
          place: z.string().trim().min(1).max(200),
          lane: z.string().trim().min(1).max(60),
          plannedAt: instant,
          officers: z.int().min(1).max(20).nullable().default(null),
        }),
        response: { 201: z.object({ id: z.string() }) },
      },
      config: { access: { roles: proposers } },
    },
    async (request, reply) => {
      const proposal = request.body as Parameters<typeof proposeControl>[2];
      return reply.code(201).send(await proposeControl(parts, readerOf(request), proposal));
    },
  );

  app.get(
    '/api/v1/controls',
    {
      schema: {
        tags: ['controls'],
        summary: 'The controls a reader may know of, as slots',
        querystring: z.object({ from: instant.optional(), until: instant.optional() }),
        response: { 200: z.object({ items: z.array(controlSchema), asOf: z.string() }) },
      },
      config: { access: { roles: participants } },
    },
    async (request) => {
      const { from = now() - 86_400_000, until = from + 3 * 86_400_000 } = request.query;
      const controls = await controlStore(db, readerOf(request), now()).list({ from, until });
      return { items: controls.map(presentControl), asOf: new Date(now()).toISOString() };
    },
  );

  app.get(
    '/api/v1/controls/:id',
    {
      schema: {
        tags: ['controls'],
        summary: 'One control as a slot, with its steps',
        params: id,
        response: { 200: controlSchema.extend({ steps: z.array(stepSchema) }) },
      },
      config: { access: { roles: participants } },
    },
    async (request) => {
      const store = controlStore(db, readerOf(request), now());
      const control = await store.byId(request.params.id);
      if (control === null) throw noSuchControl();
      const steps = shownSteps(control, await store.steps(control.id));
      return { ...presentControl(control), steps: steps.map(presentStep) };
    },
  );

  app.get(
    '/api/v1/controls/:id/exposure',
    {
      schema: {
        tags: ['controls'],
        summary: 'Who knows and who will, and how long: the leak exposure',
        params: id,
        response: { 200: exposureSchema },
      },
      config: { access: { roles: planners } },
    },
    async (request) => presentExposure(await planExposure(parts, readerOf(request), request.params.id)),
  );

  app.get(
    '/api/v1/controls/:id/outside',
    {
      schema: {
        tags: ['controls'],
        summary: 'Which outsider learns of a control when, and what was told already',
        params: id,
        response: { 200: outsideSchema },
      },
      config: { access: { roles: planners } },
    },
    async (request) => presentOutside(await outsideOf(parts, readerOf(request), request.params.id)),
  );

  app.post(
    '/api/v1/controls/:id/approve',
    {
      schema: { tags: ['controls'], summary: 'Sign a proposed control', params: id, response: { 200: done } },
      config: { access: { roles: planners, stepUp: true } },
    },
    async (request) => {
      await approveControl(parts, readerOf(request), request.params.id);
      return recorded();
    },
  );

  app.post(
    '/api/v1/controls/:id/seal',
    {
      schema: {
        tags: ['controls'],
        summary: 'Draw the cast, seal and dispatch',
        params: id,
        response: { 200: exposureSchema },
      },
      config: { access: { roles: planners, stepUp: true } },
    },
    async (request) => presentExposure(await sealControl(parts, readerOf(request), request.params.id)),
  );

  app.post(
    '/api/v1/controls/:id/knowers',
    {
      schema: {
        tags: ['controls'],
        summary: 'Let somebody know beside the ladder',
        params: id,
        body: z.object({
          person: z.string().regex(/^p_[A-Za-z0-9_-]{1,40}$/),
          items: z.array(z.enum(disclosedItems as ['place', 'time', 'method', 'object', 'reason'])).min(1),
          fromAt: instant,
          reason,
        }),
        response: { 200: done },
      },
      config: { access: { roles: planners, stepUp: true } },
    },
    async (request) => {
      await addKnower(parts, readerOf(request), request.params.id, request.body);
      return recorded();
    },
  );

  app.post(
    '/api/v1/controls/:id/open',
    {
      schema: {
        tags: ['controls'],
        summary: 'Open a task as far as its time has come; the number of the box opens the rest',
        params: id,
        body: z.object({ container: z.string().trim().toUpperCase().max(20).nullable().default(null) }),
        response: { 200: taskSchema },
      },
      config: { access: { roles: participants } },
    },
    async (request) => openTask(parts, readerOf(request), request.params.id, request.body.container),
  );

  app.post(
    '/api/v1/controls/:id/evidence',
    {
      schema: {
        tags: ['controls'],
        summary: 'Hand over a piece of evidence; the body is its bytes',
        params: id,
        consumes: ['application/octet-stream'],
        querystring: z.object({ kind: z.enum(evidenceKinds) }),
        response: { 201: z.object({ sha256, bytes: z.number() }) },
      },
      config: { rawBody: true, access: { roles: participants } },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(
          await keepEvidence(parts, readerOf(request), request.params.id, request.query.kind, request.raw),
        ),
  );

  app.post(
    '/api/v1/controls/:id/result',
    {
      schema: {
        tags: ['controls'],
        summary: 'Record what the control came to',
        params: id,
        body: resultSchema,
        response: { 200: done },
      },
      config: { access: { roles: participants } },
    },
    async (request) => {
      await recordResult(parts, readerOf(request), request.params.id, request.body);
      return recorded();
    },
  );

  for (const step of ['judge', 'close'] as const) {
    app.post(
      `/api/v1/controls/:id/${step}`,
      {
        schema: {
          tags: ['controls'],
          summary: step === 'judge' ? 'Judge what another carried out' : 'Close what is judged',
          params: id,
          response: { 200: done },
        },
        config: { access: { roles: planners } },
      },
      async (request) => {
        await finishControl(parts, readerOf(request), request.params.id, step);
        return recorded();
      },
    );
  }

  app.post(
    '/api/v1/lowerings',
    {
      schema: {
        tags: ['controls'],
        summary:
          'Ask to cancel a control, or to plan it later or lighter; a second person of another unit is drawn',
        body: z.object({
          act: z.enum(controlLowerings),
          subject: id.shape.id,
          body: z
            .object({
              plannedAt: z.iso.datetime({ offset: true }),
              method: z.enum(controlMethods as [string, ...string[]]),
            })
            .partial()
            .default({}),
          reason,
        }),
        response: { 201: loweringInFullSchema },
      },
      config: { access: { roles: proposers } },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      const { id: asked } = await askLowering(parts, reader, request.body);
      return reply.code(201).send(await readLowering(parts, reader, asked));
    },
  );

  app.get(
    '/api/v1/lowerings/:id',
    {
      schema: {
        tags: ['controls'],
        summary: 'One request with its evidence, for the two who sign it; to see it is to know of it',
        params: id,
        response: { 200: loweringInFullSchema },
      },
      config: { access: { roles: [...signers, ...overseers] } },
    },
    (request) => readLowering(parts, readerOf(request), request.params.id),
  );

  app.get(
    '/api/v1/lowerings',
    {
      schema: {
        tags: ['controls'],
        summary: 'What was asked to be lowered: own requests, those one was drawn for, and all for oversight',
        querystring: z.object({ since: instant.optional() }),
        response: { 200: z.object({ items: z.array(loweringSchema) }) },
      },
      config: { access: { roles: [...signers, ...overseers] } },
    },
    async (request) => {
      const reader = readerOf(request);
      const since = request.query.since ?? now() - 7 * 86_400_000;
      const rows = await loweringStore(db, reader).list(since);
      const drawn = reader.roles.includes('integrity')
        ? await drawnLowerings(db, parts, rows)
        : new Set<string>();
      return { items: rows.map((one) => presentLowering(reader, one, drawn)) };
    },
  );

  app.post(
    '/api/v1/lowerings/:id/decide',
    {
      schema: {
        tags: ['controls'],
        summary: 'Decide as the second person',
        params: id,
        body: z.object({
          decision: z.enum(['approved', 'refused']),
          evidenceHash: sha256,
          code: z.string().min(4).max(40),
        }),
        response: { 200: loweringSchema },
      },
      config: { access: { roles: signers, stepUp: true } },
    },
    async (request) => {
      const reader = readerOf(request);
      await decideLowering(parts, reader, request.params.id, request.body);
      const lowering = await loweringStore(db, reader).byId(request.params.id);
      if (lowering === null)
        throw new HavenwachtError('controls/no-lowering', 404, 'There is no such request.');
      return presentLowering(reader, lowering);
    },
  );

  app.get(
    '/api/v1/releases/unexplained',
    {
      schema: {
        tags: ['controls'],
        summary: 'Risky boxes that left without a control and without anybody saying why',
        querystring: z.object({ from: instant.optional(), until: instant.optional() }),
        response: { 200: z.object({ items: z.array(releaseSchema) }) },
      },
      config: { access: { roles: ['integrity'] } },
    },
    async (request) => {
      const { until = now(), from = until - 86_400_000 } = request.query;
      const releases = await unexplainedReleases(db, readerOf(request), { from, until });
      return { items: releases.map(presentRelease) };
    },
  );

  app.get(
    '/api/v1/controls/overdue',
    {
      schema: {
        tags: ['controls'],
        summary: 'Controls whose moment is over, not carried out and lowered by nobody',
        querystring: z.object({ from: instant.optional(), until: instant.optional() }),
        response: { 200: z.object({ items: z.array(overdueSchema) }) },
      },
      config: { access: { roles: ['integrity'] } },
    },
    async (request) => {
      const { until = now(), from = until - 7 * 86_400_000 } = request.query;
      const overdue = await overdueControls(db, readerOf(request), { from, until });
      return { items: overdue.map(presentOverdue) };
    },
  );

  app.get(
    '/api/v1/alerts',
    {
      schema: {
        tags: ['controls'],
        summary: 'What the node holds out to the integrity officer, newest first',
        querystring: z.object({ since: instant.optional() }),
        response: { 200: z.object({ items: z.array(alertSchema) }) },
      },
      config: { access: { roles: ['integrity'] } },
    },
    async (request) => {
      const alerts = await integrityAlerts(db, readerOf(request), request.query.since ?? 0);
      return { items: alerts.map(presentAlert) };
    },
  );

  app.put(
    '/api/v1/own-codes',
    {
      schema: {
        tags: ['controls'],
        summary: 'Set the code to confirm with and the one for duress',
        body: z.object({ confirm: z.string().min(6).max(40), duress: z.string().min(6).max(40) }),
        response: { 200: done },
      },
      config: { access: { roles: signers, stepUp: true } },
    },
    async (request) => {
      await setCodes(parts, readerOf(request), request.body);
      return recorded();
    },
  );
}
