import { z } from 'zod';
import type { Reader } from '../../platform/auth/index.ts';
import { presentFor } from '../people/index.ts';
import type { BoxAshore, WaterView } from './water-view.ts';

const instantSchema = z.string().meta({ format: 'date-time' });
const count = z.int().min(0);
const bands = z.object({ a: count, b: count, c: count, d: count }).partial();

/** Vessels on their way and blocks ashore. Fields that the reader may not see are absent. */
export const waterSchema = z
  .object({
    asOf: instantSchema,
    ports: z.array(z.object({ port: z.string(), bands }).partial()),
    vessels: z.array(
      z
        .object({
          call: z.string(),
          name: z.string().nullable(),
          imo: z.string().nullable(),
          voyage: z.string().nullable(),
          port: z.string(),
          arrivalAt: instantSchema.nullable(),
          arrivalActual: z.boolean(),
          fromPort: z.string().nullable(),
          departedAt: instantSchema.nullable(),
          departedActual: z.boolean(),
          bands,
        })
        .partial(),
    ),
    blocks: z.array(
      z
        .object({
          port: z.string(),
          terminal: z.string().nullable(),
          block: z.string().nullable(),
          bands,
          since: instantSchema.nullable(),
        })
        .partial(),
    ),
  })
  .partial()
  .meta({ id: 'Water' });

export const ashoreSchema = z.object({
  total: count,
  items: z.array(
    z
      .object({ visit: z.string(), container: z.string(), band: z.string(), since: instantSchema.nullable() })
      .partial(),
  ),
});

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The only way the picture of water and yard leaves the node. */
export function presentWater(reader: Reader, view: WaterView, asOf: number) {
  return presentFor(reader, 'water', {
    asOf: new Date(asOf).toISOString(),
    ports: view.ports,
    vessels: view.vessels.map((vessel) => ({
      ...vessel,
      arrivalAt: instant(vessel.arrivalAt),
      departedAt: instant(vessel.departedAt),
    })),
    blocks: view.blocks.map((block) => ({ ...block, since: instant(block.since) })),
  });
}

export function presentAshore(reader: Reader, boxes: readonly BoxAshore[]) {
  const items = boxes.map((box) => presentFor(reader, 'ashore', { ...box, since: instant(box.since) }));
  return { total: boxes.length, items };
}
