import { z } from 'zod';

/** What is answered about scans. Fields that the reader may not see are absent. */

const instant = z.string().meta({ format: 'date-time' });
const count = z.int().min(0);

export const regionSchema = z.object({
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

const trial = z.object({ found: z.boolean(), region: regionSchema, massKg: z.number() });

const about = z.object({
  container: z.string().nullable(),
  scanner: z.object({ id: z.string(), manufacturer: z.string(), model: z.string() }),
  acquiredAt: z.string().nullable(),
  lane: z.number().nullable(),
  direction: z.enum(['front-first', 'doors-first']).nullable(),
  channels: z.array(
    z.object({
      energy: z.enum(['high', 'low']),
      nominalMV: z.number(),
      airLevel: z.number(),
      darkLevel: z.number(),
    }),
  ),
  geometry: z
    .object({
      sourceDistanceMm: z.number(),
      side: z.enum(['left', 'right']),
      laneOffsetMm: z.number(),
      columnPitchMm: z.number(),
      rowPitchMm: z.number(),
      sourceHeightMm: z.number(),
      tiltDegrees: z.number(),
    })
    .nullable(),
});

const seen = z.object({
  id: z.string(),
  port: z.string(),
  state: z.string(),
  container: z.string().nullable(),
  ordered: z.string().nullable(),
  told: z.string().nullable(),
  numberCheck: z.string(),
  receivedAt: instant,
  columns: count.nullable(),
  rows: count.nullable(),
  about: about.nullable(),
});
const scan = seen.extend({
  findings: z.array(z.object({ code: z.string(), offset: count, text: z.string() })),
});

const scales = z.object({
  step: z.number(),
  density: z.array(z.array(z.number()).nullable()),
  materials: z.array(z.object({ atomicNumber: z.number(), low: z.array(z.number()) })).nullable(),
});

export const scanSchema = scan.extend({ exposedSince: instant }).partial().meta({ id: 'Scan' });

const judgement = z.object({
  round: z.literal([1, 2]),
  at: instant,
  verdict: z.enum(['clear', 'suspicious', 'cannot-tell']),
  seconds: z.number(),
  regions: z.array(regionSchema),
  note: z.string(),
  opinionsShown: z.boolean(),
});

export const scanInFullSchema = scan
  .extend({
    declared: z
      .object({
        goods: z.array(z.object({ description: z.string(), hs: z.string().nullable() })),
        weight: z.object({ kg: z.number(), method: z.string() }).nullable(),
      })
      .nullable(),
    scales,
    verdict: z.string().nullable(),
    judgements: z.array(judgement),
    opinionsHidden: z.enum(['until-judged', 'blind']).nullable(),
    opinions: z.array(
      z.object({
        analyser: z.string(),
        version: z.string(),
        country: z.string(),
        at: instant,
        state: z.enum(['evaluated', 'not-evaluated', 'cannot-compare']),
        reason: z.string().nullable(),
        score: z.number().nullable(),
        // Each algorithm says of a region what it found there, in words of its own.
        regions: z.array(z.looseObject(regionSchema.shape)),
      }),
    ),
    trial,
    keptUntil: z.object({ until: instant, ground: z.string() }).nullable(),
  })
  .partial()
  .meta({ id: 'ScanInFull' });

export const scanPairSchema = z
  .object({
    earlier: seen.extend({ scales }).partial().nullable(),
    comparison: z
      .object({
        comparable: z.boolean(),
        reason: z.string().nullable(),
        relation: z.enum(['same', 'unlike', 'mirrored']).nullable(),
        membersMm: z.number().nullable(),
        warp: z.object({ step: z.number(), columns: count, rows: count }).nullable(),
      })
      .nullable(),
  })
  .partial()
  .meta({ id: 'ScanPair', description: 'The scan before, and whether the two can be compared.' });

export const scanOrderSchema = z
  .object({ id: z.string(), container: z.string(), orderedAt: instant })
  .partial()
  .meta({ id: 'ScanOrder' });

export const judgingSchema = z
  .object({
    recorded: z.boolean(),
    reason: z.literal('confirm-clear'),
    judgement,
    trial: trial.nullable(),
  })
  .partial()
  .meta({ id: 'Judging', description: 'Whether a judgement was recorded, or what has to be said first.' });

export const skillSchema = z
  .object({
    person: z.string(),
    trials: count,
    found: count,
    share: z.number().nullable(),
    from: z.number(),
    to: z.number(),
  })
  .partial()
  .meta({ id: 'ScanSkill' });
