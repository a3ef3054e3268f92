import { z } from 'zod';
import type { Reader } from '../../platform/auth/index.ts';
import type { Control, TakenStep } from './control-store.ts';
import type { LoweringRow } from './lowering-store.ts';
import type { IntegrityAlert } from './integrity-alerts.ts';
import type { OutsideView } from './outside-of.ts';
import type { OverdueControl } from './overdue-controls.ts';
import type { ExposurePlan } from './seal-control.ts';
import { asShown } from './shown-control.ts';
import type { UnexplainedRelease } from './unexplained-releases.ts';

const instant = (at: number): string => new Date(at).toISOString();

export const controlSchema = z.object({
  id: z.string(),
  state: z.string(),
  port: z.string(),
  lane: z.string(),
  plannedAt: z.string(),
});

/** A control as a slot: taken, by which lane, how far. What it is about is never part of it. */
export function presentControl(control: Control): z.infer<typeof controlSchema> {
  const { id, state, port, lane, plannedAt } = asShown(control);
  return { id, state, port, lane, plannedAt: instant(plannedAt) };
}

export const stepSchema = z.object({ step: z.string(), person: z.string(), at: z.string() });

export function presentStep({ step, person, at }: TakenStep): z.infer<typeof stepSchema> {
  return { step, person, at: instant(at) };
}

export const exposureSchema = z.object({
  exposure: z.number(),
  limit: z.number(),
  burnChance: z.number(),
  knowNow: z.number(),
  willKnow: z.number(),
  doubleBooked: z.array(z.string()),
  knowers: z.array(
    z.object({
      person: z.string(),
      part: z.string(),
      items: z.array(z.string()),
      fromAt: z.string(),
      onArrival: z.boolean(),
      reason: z.string().nullable(),
    }),
  ),
});

/** Who knows and who will, for the planner who has to keep it small. */
export function presentExposure(plan: ExposurePlan): z.infer<typeof exposureSchema> {
  return {
    exposure: plan.exposure,
    limit: plan.limit,
    burnChance: plan.burnChance,
    knowNow: plan.knowNow,
    willKnow: plan.willKnow,
    doubleBooked: [...plan.doubleBooked],
    knowers: plan.knowers.map(({ person, part, items, fromAt, onArrival, reason }) => ({
      person,
      part,
      items: [...items],
      fromAt: instant(fromAt),
      onArrival,
      reason,
    })),
  };
}

export const outsideSchema = z.object({
  firstOutsiderKnowsAt: z.string().nullable(),
  reachableAt: z.string(),
  openMinutes: z.number(),
  signs: z.array(
    z.object({
      sign: z.string(),
      outsider: z.string(),
      heldUntil: z.string(),
      canHold: z.boolean(),
      coverable: z.boolean(),
      ground: z.string(),
      openMinutes: z.number(),
      state: z.string().nullable(),
      toldAt: z.string().nullable(),
    }),
  ),
});

/** Which outsider learns of a control when. A sign on which the node has no hand has no state. */
export function presentOutside({ map, acts }: OutsideView): z.infer<typeof outsideSchema> {
  return {
    firstOutsiderKnowsAt: map.firstOutsiderKnowsAt === null ? null : instant(map.firstOutsiderKnowsAt),
    reachableAt: instant(map.reachableAt),
    openMinutes: map.openMinutes,
    signs: map.signs.map(({ heldUntil, anchor: _, ...sign }) => {
      const act = acts.find((one) => one.sign === sign.sign);
      return {
        ...sign,
        heldUntil: instant(heldUntil),
        state: act?.state ?? null,
        toldAt: act?.state === 'given' && act.settledAt !== null ? instant(act.settledAt) : null,
      };
    }),
  };
}

export const taskSchema = z.object({
  id: z.string(),
  state: z.string(),
  part: z.string(),
  place: z.string().nullable(),
  time: z.string().nullable(),
  method: z.string().nullable(),
  container: z.string().nullable(),
  reason: z.string().nullable(),
  moreAt: z.string().nullable(),
  moreOnArrival: z.boolean(),
});

export const loweringSchema = z.object({
  id: z.string(),
  act: z.string(),
  kind: z.string(),
  subject: z.string(),
  reason: z.string(),
  evidenceHash: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  secondPerson: z.string().nullable(),
  expiresAt: z.string(),
  decision: z.string().nullable(),
  decidedAt: z.string().nullable(),
  /** What it waits for: a second person, or a witness of the log; `null` when it is over. */
  waitsFor: z.enum(['second-person', 'witness']).nullable(),
  redrawn: z.boolean().nullable(),
  effect: z.string().nullable(),
});

const evidenceSchema = z.discriminatedUnion('about', [
  z.object({
    about: z.literal('visit'),
    visit: z.string(),
    container: z.string(),
    port: z.string(),
    band: z.string(),
    score: z.number(),
    mandatory: z.boolean(),
    selectedBy: z.string().nullable(),
    reasons: z.array(z.object({ signal: z.string(), code: z.string(), weight: z.number() })),
  }),
  z.object({
    about: z.literal('control'),
    control: z.string(),
    state: z.string(),
    visit: z.string(),
    container: z.string(),
    place: z.string(),
    time: z.string(),
    method: z.string(),
    reason: z.string(),
    becomes: z.object({ plannedAt: z.string().exactOptional(), method: z.string().exactOptional() }),
  }),
  z.object({
    about: z.literal('change'),
    change: z.string(),
    version: z.string(),
    document: z.unknown(),
    fallen: z.object({ count: z.number(), boxes: z.array(z.record(z.string(), z.unknown())) }),
    exempts: z.array(z.string()),
  }),
]);

/** A lowering with what it is about, for the two who sign it. */
export const loweringInFullSchema = loweringSchema.extend({ evidence: evidenceSchema.nullable() });

/**
 * A lowering as its reader may know it. Whether the box is controlled all the same, and that an approval
 * was void, is for the integrity officer alone: to the two who signed, void looks like done.
 */
export function presentLowering(
  reader: Reader,
  row: LoweringRow,
  drawn: ReadonlySet<string> = new Set(),
): z.infer<typeof loweringSchema> {
  const oversees = reader.roles.includes('integrity');
  const { id, act, kind, subject, reason, evidenceHash, askedBy, secondPerson, decision } = row;
  return {
    id,
    act,
    kind,
    subject,
    reason,
    evidenceHash,
    askedBy,
    askedAt: instant(row.askedAt),
    secondPerson,
    expiresAt: instant(row.expiresAt),
    decision,
    decidedAt: row.decidedAt === null ? null : instant(row.decidedAt),
    waitsFor: decision === null ? 'second-person' : row.effect === null ? 'witness' : null,
    redrawn: oversees && decision !== null ? row.redrawn === true || drawn.has(id) : null,
    effect: oversees ? row.effect : row.effect === 'void' ? 'done' : row.effect,
  };
}

export const releaseSchema = z.object({
  visit: z.string(),
  container: z.string(),
  port: z.string(),
  band: z.string(),
  leftAt: z.string(),
});

export function presentRelease(release: UnexplainedRelease): z.infer<typeof releaseSchema> {
  return { ...release, leftAt: instant(release.leftAt) };
}

export const overdueSchema = controlSchema;

/** A control that was not done in time, as a slot. */
export function presentOverdue({ plannedAt, ...slot }: OverdueControl): z.infer<typeof overdueSchema> {
  return { ...slot, plannedAt: instant(plannedAt) };
}

export const alertSchema = z.object({ at: z.string(), alert: z.string(), about: z.string().nullable() });

export function presentAlert({ at, alert, about }: IntegrityAlert): z.infer<typeof alertSchema> {
  return { at: instant(at), alert, about };
}
