import { z } from 'zod';

const instant = z.string().meta({ format: 'date-time' });
const count = z.int().min(0);
const source = z.object({ file: z.string(), offset: count });
const params = z.record(z.string(), z.union([z.string(), z.number()]));
const missing = z.object({ signal: z.string(), missing: z.string() });
const claim = {
  value: z.unknown(),
  source,
  statedAt: instant.nullable(),
  statedBy: z.string(),
  kind: z.string(),
};

const reason = z
  .object({
    signal: z.string(),
    code: z.string(),
    weight: z.number(),
    text: z.string(),
    texts: z.record(z.string(), z.string()).optional(),
    params,
  })
  .partial();

const row = z.object({
  id: z.string(),
  rank: count,
  container: z.string(),
  sizeType: z.string().nullable(),
  load: z.string().nullable(),
  port: z.string(),
  vesselName: z.string().nullable(),
  vesselImo: z.string().nullable(),
  voyage: z.string().nullable(),
  arrivalAt: instant.nullable(),
  arrivalActual: z.boolean(),
  origin: z.string().nullable(),
  loadPort: z.string().nullable(),
  goods: z.string().nullable(),
  consignee: z.string().nullable(),
  score: z.number(),
  probability: z.number(),
  band: z.string(),
  selectedBy: z.string().nullable(),
  reasons: z.array(reason),
  notEvaluated: count,
  identityCases: count,
  amendedAt: instant.nullable(),
  revision: count,
});

/** A row of the ranked list. Fields that the reader may not see are absent. */
const visitSchema = row.partial().meta({ id: 'Visit' });

/** One window of the ranked list; ranks and total count what the reader may see. */
export const visitPageSchema = z.object({
  total: count,
  from: count,
  items: z.array(visitSchema),
  next: z.string().nullable(),
  asOf: instant,
  revision: count,
});

/** Everything known about one visit, as far as the reader may see it. */
export const dossierSchema = row
  .extend({
    reasons: z.array(reason.extend({ sources: z.array(source).optional(), group: z.string().optional() })),
    open: z.boolean(),
    standing: z.string(),
    mandatoryRules: z.array(z.string()),
    interval: z.object({ low: z.number().nullable(), high: z.number().nullable() }).nullable(),
    notEvaluated: z.array(missing),
    quiet: z.array(z.string()),
    prior: z.unknown(),
    calibration: z.unknown(),
    model: z.object({
      policyVersion: z.string(),
      ruleSetVersion: z.string(),
      screenedAt: instant.nullable(),
    }),
    facts: z.array(
      z.object({
        field: z.string(),
        disagree: z.boolean(),
        claims: z.array(
          z.object({
            ...claim,
            display: z.string(),
            minutesToArrival: z.number().nullable(),
            current: z.boolean(),
          }),
        ),
      }),
    ),
    movements: z.array(
      z.object({
        event: z.string(),
        code: z.string().nullable(),
        classifier: z.string(),
        at: instant.nullable(),
        port: z.string().nullable(),
        terminal: z.string().nullable(),
        source,
        statedBy: z.string(),
      }),
    ),
    identityCases: z.array(z.unknown()),
    messages: z.array(
      z.object({
        file: z.string(),
        offset: count,
        type: z.string(),
        version: z.string(),
        reference: z.string(),
        function: z.string(),
        sender: z.string(),
        document: z.string().nullable(),
        statedAt: instant.nullable(),
        receivedAt: instant.nullable(),
      }),
    ),
    otherVisits: z.array(z.object({ id: z.string(), port: z.string(), arrivalAt: instant.nullable() })),
  })
  .partial()
  .meta({ id: 'Dossier' });

export const signalSchema = z
  .object({ name: z.string(), about: z.string(), group: z.string() })
  .partial()
  .meta({ id: 'Signal' });

/** A screening policy as it was stored, and what it stands on now. */
export const policySchema = z
  .object({
    version: z.string(),
    owner: z.string(),
    validFrom: z.string(),
    validTo: z.string().nullable(),
    prior: z.unknown(),
    signals: z.unknown(),
    groupCaps: z.unknown(),
    counterReasons: z.unknown(),
    riskCountries: z.unknown(),
    weighing: z.unknown(),
    capacity: z.unknown(),
    random: z.unknown(),
    historyWindowDays: z.number(),
    ruleSetVersion: z.string(),
    calibration: z.unknown(),
  })
  .partial()
  .meta({ id: 'Policy' });

export const ruleSetSchema = z
  .object({
    version: z.string(),
    owner: z.string(),
    validFrom: z.string(),
    validTo: z.string().nullable(),
    rules: z.array(z.unknown()),
    storedAt: instant,
  })
  .partial()
  .meta({ id: 'RuleSet' });

/** A change that was asked for and waits for its second person. */
export const askedForSchema = z.object({
  version: z.string(),
  lowering: z.string(),
  act: z.string(),
  secondPersonDrawn: z.boolean(),
  expiresAt: instant,
  fallenOut: count,
});
