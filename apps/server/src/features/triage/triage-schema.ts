import { z } from 'zod';
import { actKinds, actStates, controlMethods } from './triage-act.ts';

/** What the desk is answered. Fields that the reader may not see are absent. */

const instant = z.string().meta({ format: 'date-time' });
const count = z.int().min(0);

const listed = z
  .object({
    id: z.string(),
    container: z.string(),
    port: z.string(),
    band: z.string(),
    arrivalAt: instant.nullable(),
  })
  .partial();

export const actSchema = z
  .object({
    reference: z.string(),
    kind: z.enum(actKinds),
    at: instant,
    by: z.object({ you: z.boolean(), roles: z.array(z.string()) }),
    reason: z.string(),
    state: z.enum(actStates),
    needs: z.literal('second-person').nullable(),
    method: z.enum(controlMethods).nullable(),
    wantedAt: instant.nullable(),
    signal: z.string().nullable(),
    code: z.string().nullable(),
    band: z.string().nullable(),
  })
  .partial()
  .meta({ id: 'TriageAct' });

export const actedSchema = z
  .object({
    reference: z.string(),
    at: instant,
    undoUntil: instant.nullable(),
    results: z.array(
      z
        .object({
          visit: z.string(),
          container: z.string().nullable(),
          outcome: z.enum(['recorded', 'pending', 'refused', 'undone']),
          why: z.string().nullable(),
        })
        .partial(),
    ),
  })
  .partial()
  .meta({ id: 'Acted', description: 'What became of an act, visit by visit.' });

export const markSchema = z
  .object({
    visit: z.string(),
    assigned: z.enum(['you', 'other']).nullable(),
    proposed: z.boolean(),
    dismissed: z.enum(['recorded', 'pending']).nullable(),
    notes: count,
    contested: count,
  })
  .partial()
  .meta({ id: 'Mark' });

export const selectionSchema = z
  .object({
    id: z.string(),
    count,
    matching: count,
    visits: z.array(z.string()),
    examples: z.array(listed),
    madeAt: instant,
  })
  .partial()
  .meta({ id: 'Selection', description: 'Ids that were frozen, as the node counted them.' });

export const partySchema = z
  .object({
    role: z.string(),
    name: z.string(),
    country: z.string().nullable(),
    visits: count.nullable(),
    firstSeen: instant.nullable(),
    lastSeen: instant.nullable(),
    controls: count,
    finds: count,
    others: z.array(listed),
    otherCount: count,
  })
  .partial()
  .meta({ id: 'Party' });

const line = z
  .object({
    tag: z.string(),
    offset: count,
    elements: z.array(z.object({ text: z.string(), changed: z.boolean() })),
  })
  .nullable();

export const versionsSchema = z
  .object({
    comparable: z.boolean(),
    lines: z.array(
      z.object({ kind: z.enum(['same', 'changed', 'gone', 'new']), earlier: line, later: line }),
    ),
  })
  .partial()
  .meta({ id: 'Versions', description: 'Two messages side by side.' });

export const viewSchema = z
  .object({ id: z.string(), name: z.string(), filter: z.string(), shared: z.boolean(), own: z.boolean() })
  .partial()
  .meta({ id: 'QueueView' });

export const settingsSchema = z
  .object({
    defaultView: z.string().nullable(),
    letterKeys: z.boolean(),
    keys: z.record(z.string(), z.string()),
  })
  .partial()
  .meta({ id: 'Settings' });

export const recentSchema = listed
  .omit({ arrivalAt: true })
  .extend({ openedAt: instant.optional() })
  .meta({ id: 'RecentDossier' });

export const summarySchema = z
  .object({
    port: z.string(),
    open: count,
    bands: z.object({ A: count, B: count, C: count, D: count }).partial(),
    arrivals: z.array(count),
  })
  .partial()
  .meta({ id: 'PortSummary' });

export const listOf = <One extends z.ZodType>(one: One) => z.object({ items: z.array(one) });
