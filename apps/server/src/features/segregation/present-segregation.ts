import { z } from 'zod';
import type { Reader } from '../../platform/auth/index.ts';
import { presentFor } from '../people/index.ts';
import type { GuardedBlock } from './portal-blocks.ts';
import type { SegregationPolicy } from './segregation-policy.ts';
import type { ReleaseHold, SegregatedBox, SegregationCase, TerminalOrder } from './yard-view.ts';

const moment = z.string().meta({ format: 'date-time' });
const source = z.object({ file: z.string(), offset: z.int() }).nullable();
const instant = (at: number): string => new Date(at).toISOString();
const instantOr = (at: number | null): string | null => (at === null ? null : instant(at));

export const segregatedBoxSchema = z
  .object({
    visit: z.string(),
    container: z.string(),
    port: z.string(),
    terminal: z.string().nullable(),
    clause: z.string(),
    policyVersion: z.string(),
    caughtAt: moment,
    scope: z.string(),
    place: z.string().nullable(),
    wait: z.string().nullable(),
    since: moment.nullable(),
    endedAt: moment.nullable(),
    minutes: z.record(z.string(), z.number()),
    inReachMinutes: z.number(),
    evaluatedAt: moment.nullable(),
    alarms: z.array(z.object({ about: z.string(), at: z.string(), limitMinutes: z.number().nullable() })),
  })
  .partial()
  .meta({ id: 'SegregatedBox' });

/** The only way a box that is set apart leaves the node. */
export function presentSegregatedBox(reader: Reader, box: SegregatedBox) {
  return presentFor(reader, 'segregated-visit', {
    ...box,
    caughtAt: instant(box.caughtAt),
    since: instantOr(box.since),
    endedAt: instantOr(box.endedAt),
    evaluatedAt: instantOr(box.evaluatedAt),
  });
}

export const orderSchema = z
  .object({
    id: z.string(),
    number: z.string(),
    port: z.string(),
    terminal: z.string(),
    handling: z.string(),
    block: z.string().nullable(),
    madeAt: moment,
    doneBy: moment,
    offers: z.int(),
    offeredAt: moment.nullable(),
    fetchedAt: moment.nullable(),
    answer: z.string().nullable(),
    answeredAt: moment.nullable(),
    sha256: z.string(),
    lines: z.array(
      z
        .object({
          container: z.string(),
          sizeType: z.string().nullable(),
          load: z.string().nullable(),
          said: z.string().nullable(),
          saidWhy: z.string().nullable(),
          standing: z.string(),
          found: z.string().nullable(),
          foundAt: z.string().nullable(),
          source,
        })
        .partial(),
    ),
  })
  .partial()
  .meta({ id: 'TerminalOrder' });

/** The only way an order leaves the node, to those who gave it and to the terminal it is for. */
export function presentOrder(reader: Reader, order: TerminalOrder) {
  return presentFor(reader, 'terminal-order', {
    ...order,
    madeAt: instant(order.madeAt),
    doneBy: instant(order.doneBy),
    offeredAt: instantOr(order.offeredAt),
    fetchedAt: instantOr(order.fetchedAt),
    answeredAt: instantOr(order.answeredAt),
  });
}

export const segregationCaseSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    container: z.string().nullable(),
    port: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    source,
    openedAt: moment,
    closedAt: moment.nullable(),
  })
  .partial()
  .meta({ id: 'SegregationCase' });

export function presentSegregationCase(reader: Reader, one: SegregationCase) {
  return presentFor(reader, 'segregation-case', {
    ...one,
    openedAt: instant(one.openedAt),
    closedAt: instantOr(one.closedAt),
  });
}

export const segregationPolicySchema = z
  .object({ version: z.string(), owner: z.string(), validFrom: z.string(), validTo: z.string().nullable() })
  .partial()
  .loose()
  .meta({ id: 'SegregationPolicy' });

export function presentSegregationPolicy(reader: Reader, policy: SegregationPolicy) {
  return presentFor(reader, 'segregation-policy', policy);
}

export const blockSchema = z
  .object({ port: z.string(), terminal: z.string(), block: z.string(), state: z.string() })
  .partial()
  .meta({ id: 'GuardedBlock' });

export function presentBlock(reader: Reader, block: GuardedBlock) {
  return presentFor(reader, 'guarded-block', block);
}

export const holdSchema = z
  .object({ container: z.string(), port: z.string(), since: moment })
  .partial()
  .meta({ id: 'ReleaseHold' });

export function presentHold(reader: Reader, hold: ReleaseHold) {
  return presentFor(reader, 'release-hold', { ...hold, since: instant(hold.since) });
}
