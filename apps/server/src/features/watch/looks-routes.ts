import { defaultLookAssumptions } from '@havenwacht/planning';
import { z } from 'zod';
import { readerOf, type RecordAct } from '../../platform/auth/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { App } from '../../platform/http/index.ts';
import { looks, unexplainedLooks } from './unexplained-looks.ts';

const instant = (at: number): string => new Date(at).toISOString();

const setSchema = z.object({
  /** Opaque id of whose reads they are. */
  by: z.string(),
  raisedAt: z.string(),
  /** That snooping is among these reads, 0–1, given the assumptions. */
  posterior: z.number(),
  reads: z.number(),
  unexplained: z.number(),
  outcomes: z.number(),
  unexplainedReads: z.array(
    z.object({ entry: z.number().nullable(), visit: z.string(), at: z.string(), outcome: z.boolean() }),
  ),
});

/** Reads that nothing explains, for the integrity officer alone. */
export function looksRoutes(
  app: App,
  parts: { readonly db: Database; readonly now: () => number; readonly recordAct: RecordAct },
): void {
  const { db, now, recordAct } = parts;
  app.get(
    '/api/v1/looks/unexplained',
    {
      config: { access: { roles: ['integrity'] } },
      schema: {
        tags: ['watch'],
        summary: 'Sets of reads that no task, roster or case explains, with how often that is wrong',
        response: {
          200: z.object({
            windowDays: z.number(),
            budgetAWeek: z.number(),
            /** Expected share of the sets that are wrong; `null` when there is none. */
            falseAlarmRate: z.number().nullable(),
            assumptions: z.record(z.string(), z.unknown()),
            sets: z.array(setSchema),
          }),
        },
      },
    },
    async (request) => {
      const at = now();
      const { sets, falseAlarmRate } = await unexplainedLooks(db, at);
      const by = readerOf(request);
      await recordAct(db, { kind: 'look', act: 'looks/unexplained', subject: null, by, at, content: sets });
      return {
        windowDays: looks.windowMs / 86_400_000,
        budgetAWeek: looks.budgetAWeek,
        falseAlarmRate,
        assumptions: { ...defaultLookAssumptions },
        sets: sets.map(({ raisedAt, unexplainedReads, ...set }) => ({
          ...set,
          raisedAt: instant(raisedAt),
          unexplainedReads: unexplainedReads.map(({ entry, visit, at: readAt, outcome }) => ({
            entry,
            visit,
            at: instant(readAt),
            outcome,
          })),
        })),
      };
    },
  );
}
