import { controlMethods, type ControlMethod } from '@havenwacht/planning';
import { z } from 'zod';
import { readerOf } from '../../platform/auth/index.ts';
import type { App } from '../../platform/http/index.ts';
import { controlBoardView } from './control-board-view.ts';
import { controlCardView } from './control-card-view.ts';
import type { ControlParts } from './control-parts.ts';
import { done, id, instant, overseers, planners, proposers, watchers } from './controls-routes.ts';
import { exposureTrendView } from './exposure-trend-view.ts';
import {
  boardSchema,
  cardSchema,
  planSchema,
  presentBoard,
  presentCard,
  presentPlan,
  presentTrend,
  trendSchema,
} from './present-board.ts';
import { reviewControl } from './review-control.ts';
import { weighWish } from './weigh-plan.ts';

const day = 86_400_000;

/** What the screens of controls and of oversight look at. */
export function boardRoutes(app: App, parts: ControlParts): void {
  const { db, now } = parts;

  app.get(
    '/api/v1/control-board',
    {
      schema: {
        tags: ['controls'],
        summary: 'Lanes, controls as taken slots with who knows and will know, and what the desk proposes',
        querystring: z.object({ from: instant.optional(), until: instant.optional() }),
        response: { 200: boardSchema },
      },
      config: { access: { roles: watchers } },
    },
    async (request) => {
      const reader = readerOf(request);
      const { from = now() - day / 2, until = from + 2 * day } = request.query;
      return presentBoard(reader, await controlBoardView(db, parts, reader, { from, until }), now());
    },
  );

  app.get(
    '/api/v1/controls/:id/card',
    {
      schema: {
        tags: ['controls'],
        summary: 'One control as far as the reader knows it: exposure over time, content, what has changed',
        params: id,
        response: { 200: cardSchema },
      },
      config: { access: { roles: watchers } },
    },
    async (request) => {
      const reader = readerOf(request);
      return presentCard(reader, await controlCardView(parts, reader, request.params.id));
    },
  );

  app.post(
    '/api/v1/control-plans',
    {
      schema: {
        tags: ['controls'],
        summary:
          'Weigh a control before it is proposed: who would know, from when, and how long. Nothing is kept',
        body: z.object({
          visit: z.string().min(1).max(40),
          method: z.enum(controlMethods as [ControlMethod, ...ControlMethod[]]),
          place: z.string().trim().max(200),
          plannedAt: instant,
          officers: z.int().min(1).max(20).nullable().default(null),
        }),
        response: { 200: planSchema },
      },
      config: { access: { roles: proposers } },
    },
    async (request) => presentPlan(await weighWish(db, parts, readerOf(request), request.body)),
  );

  app.post(
    '/api/v1/controls/:id/review',
    {
      schema: {
        tags: ['controls'],
        summary: 'Open a proposed control to sign it; who opens it counts as one who knows',
        params: id,
        response: { 200: done },
      },
      config: { access: { roles: planners, stepUp: true } },
    },
    async (request) => {
      await reviewControl(parts, readerOf(request), request.params.id);
      return { recordedAt: new Date(now()).toISOString() };
    },
  );

  app.get(
    '/api/v1/exposure-trend',
    {
      schema: {
        tags: ['controls'],
        summary: 'Leak exposure of controls by day and unit',
        querystring: z.object({ days: z.coerce.number().int().min(1).max(92).default(28) }),
        response: { 200: trendSchema },
      },
      config: { access: { roles: overseers } },
    },
    async (request) => {
      const until = (Math.floor(now() / day) + 1) * day;
      const from = until - request.query.days * day;
      return presentTrend(await exposureTrendView(db, readerOf(request), { from, until, now: now() }));
    },
  );
}
