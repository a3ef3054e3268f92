import { z } from 'zod';
import type { Reader } from '../../platform/auth/index.ts';
import { maySeeField } from '../people/index.ts';
import type { BoardControl, ControlBoard, KnownBox } from './control-board-view.ts';
import type { ControlCard } from './control-card-view.ts';
import type { ExposureDay } from './exposure-trend-view.ts';
import {
  controlSchema,
  exposureSchema,
  presentControl,
  presentExposure,
  presentStep,
  stepSchema,
} from './present-control.ts';
import type { WeighedPlan } from './weigh-plan.ts';

const instant = (at: number): string => new Date(at).toISOString();
const instantOrNull = (at: number | null): string | null => (at === null ? null : instant(at));
const text = z.string().nullable();
const standing = z.object({ rank: z.number().nullable(), band: z.string(), score: z.number().optional() });
const itemTexts = z.object({
  place: z.string().optional(),
  time: z.string().optional(),
  method: z.string().optional(),
  reason: z.string().optional(),
});

const box = z.object({
  visit: z.string(),
  container: z.string(),
  arrivalAt: text,
  then: standing.nullable(),
  now: standing.nullable(),
  moved: z.boolean(),
});

const boardControl = controlSchema.extend({
  needs: text,
  mine: z.array(z.string()),
  exposure: z
    .object({ knowNow: z.number(), willKnow: z.number(), exposure: z.number(), limit: z.number() })
    .nullable(),
  box: box.nullable(),
});

export const boardSchema = z.object({
  asOf: z.string(),
  lanes: z.array(z.object({ name: z.string(), methods: z.array(z.string()), perHour: z.number() })),
  items: z.array(boardControl),
  proposals: z.array(
    z.object({
      reference: z.string(),
      visit: z.string(),
      container: z.string(),
      port: z.string(),
      method: z.string(),
      reason: z.string(),
      wantedAt: text,
      roles: z.array(z.string()),
      at: z.string(),
    }),
  ),
});

export const planSchema = exposureSchema.extend({
  steps: z.array(z.object({ at: z.string(), people: z.number(), weight: z.number() })),
  parts: z.array(z.object({ part: z.string(), people: z.number(), available: z.number() })),
  signs: z
    .array(
      z.object({
        sign: z.string(),
        outsider: z.string(),
        heldUntil: z.string(),
        canHold: z.boolean(),
        openMinutes: z.number(),
        ground: z.string(),
      }),
    )
    .nullable(),
});

export const cardSchema = boardControl.extend({
  steps: z.array(stepSchema),
  plan: planSchema.nullable(),
  content: itemTexts,
  changes: z.array(
    z.object({
      field: z.string(),
      before: text,
      after: z.string(),
      statedBy: z.string(),
      receivedAt: z.string(),
      source: z.object({ file: z.string(), offset: z.number() }),
    }),
  ),
  outcome: z
    .object({
      outcome: z.string(),
      container: z.string(),
      kg: z.number().nullable(),
      concealment: text,
      evidence: z.array(z.object({ sha256: z.string(), kind: z.string(), bytes: z.number() })),
      person: z.string(),
      at: z.string(),
    })
    .nullable(),
});

export const trendSchema = z.object({
  items: z.array(
    z.object({
      day: z.string(),
      controls: z.number(),
      median: z.number().nullable(),
      highest: z.number().nullable(),
      units: z.array(z.object({ unit: z.string(), personHours: z.number(), people: z.number() })),
    }),
  ),
});

function presentBox(reader: Reader, known: KnownBox | null): z.infer<typeof box> | null {
  if (known === null) return null;
  // An image analyst who proposed a control knows its box, and no more of its score than elsewhere.
  const seesScore = maySeeField(reader, 'visit', 'score');
  const standingOf = (one: KnownBox['then']): z.infer<typeof standing> | null =>
    one === null ? null : { rank: one.rank, band: one.band, ...(seesScore ? { score: one.score } : {}) };
  const { visit, container, moved, then, now } = known;
  const arrivalAt = instantOrNull(now?.arrivalAt ?? null);
  return { visit, container, arrivalAt, then: standingOf(then), now: standingOf(now), moved };
}

function presentBoardControl(reader: Reader, one: BoardControl): z.infer<typeof boardControl> {
  const { control, needs, mine, plan } = one;
  return {
    ...presentControl(control),
    needs,
    mine: [...mine],
    exposure:
      plan === null
        ? null
        : {
            knowNow: plan.knowNow,
            willKnow: plan.willKnow,
            exposure: plan.exposure,
            limit: plan.limit,
          },
    box: presentBox(reader, one.box),
  };
}

export function presentBoard(reader: Reader, board: ControlBoard, asOf: number): z.infer<typeof boardSchema> {
  return {
    asOf: instant(asOf),
    lanes: board.lanes.map(({ name, methods, perHour }) => ({ name, methods: [...methods], perHour })),
    items: board.controls.map((one) => presentBoardControl(reader, one)),
    proposals: board.proposals.map(
      ({ reference, visit, container, port, method, reason, wantedAt, roles, at }) => ({
        reference,
        visit,
        container,
        port,
        method,
        reason,
        wantedAt: instantOrNull(wantedAt),
        roles: [...roles],
        at: instant(at),
      }),
    ),
  };
}

export function presentPlan(plan: WeighedPlan): z.infer<typeof planSchema> {
  return {
    ...presentExposure(plan),
    steps: plan.steps.map(({ at, people, weight }) => ({ at: instant(at), people, weight })),
    parts: plan.parts.map(({ part, people, available }) => ({ part, people, available })),
    signs:
      plan.signs === null
        ? null
        : plan.signs.map(({ sign, outsider, heldUntil, canHold, openMinutes, ground }) => ({
            sign,
            outsider,
            heldUntil: instant(heldUntil),
            canHold,
            openMinutes,
            ground,
          })),
  };
}

export function presentCard(reader: Reader, card: ControlCard): z.infer<typeof cardSchema> {
  const { outcome } = card;
  return {
    ...presentBoardControl(reader, card),
    steps: card.steps.map(presentStep),
    plan: card.plan === null ? null : presentPlan(card.plan),
    content: { ...card.content },
    changes: (card.box?.changes ?? []).map(({ field, before, after, statedBy, receivedAt, source }) => ({
      field,
      before,
      after,
      statedBy,
      receivedAt: instant(receivedAt),
      source: { ...source },
    })),
    outcome:
      outcome === null
        ? null
        : {
            outcome: outcome.outcome,
            container: outcome.container,
            kg: outcome.kg,
            concealment: outcome.concealment,
            evidence: outcome.evidence.map(({ sha256, kind, bytes }) => ({ sha256, kind, bytes })),
            person: outcome.person,
            at: instant(outcome.at),
          },
  };
}

export function presentTrend(days: readonly ExposureDay[]): z.infer<typeof trendSchema> {
  return {
    items: days.map(({ day, controls, median, highest, units }) => ({
      day: instant(day),
      controls,
      median,
      highest,
      units: units.map((one) => ({ ...one })),
    })),
  };
}
