import { z } from 'zod';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { queueSorts, type QueueFilter } from './queue-view.ts';

const list = (allowed: readonly string[]) =>
  z
    .string()
    .transform((text) => text.split(',').filter((one) => one !== ''))
    .refine((all) => all.every((one) => allowed.includes(one)), `one or more of ${allowed.join(', ')}`);

/** The query string of the ranked list. */
export const queueQuery = z.object({
  port: z
    .string()
    .regex(/^[A-Z]{2}[A-Z2-9]{3}$/)
    .optional(),
  band: list(['A', 'B', 'C', 'D']).optional(),
  load: z.enum(['full', 'empty']).optional(),
  origin: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  signal: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .optional(),
  selected: list(['rule', 'model', 'random']).optional(),
  q: z
    .string()
    .max(200)
    .refine((text) => !text.includes('\0'), 'text without NUL')
    .optional(),
  triage: z
    .string()
    .regex(/^[a-z]{1,20}$/)
    .optional(),
  sort: z.enum(queueSorts).default('rank'),
  from: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(100).optional(),
});

/** What a checked query string asks for. */
export function asFilter(query: z.output<typeof queueQuery>): QueueFilter {
  const { band, q, cursor: _, ...same } = query;
  return { ...same, bands: band, text: q };
}

/**
 * Reads filters as they stand in the address of the queue, e.g. "band=A,B&port=NLVLI".
 *
 * @throws {HavenwachtError} `screening/bad-filter`
 */
export function readQueueFilter(filter: string): QueueFilter {
  const known = new Set(Object.keys(queueQuery.shape));
  const given = Object.fromEntries(new URLSearchParams(filter));
  const read = queueQuery.safeParse(given);
  if (!read.success || Object.keys(given).some((name) => !known.has(name))) {
    throw new HavenwachtError('screening/bad-filter', 422, 'The list cannot be filtered like that.');
  }
  return asFilter(read.data);
}
