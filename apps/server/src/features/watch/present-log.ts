import { z } from 'zod';
import type { Reader } from '../../platform/auth/index.ts';
import { presentFor } from '../people/index.ts';
import type { WitnessState } from './collect-cosignatures.ts';
import type { LogEntry } from './log-entry.ts';

/** The only way the log leaves the node. Fields that the reader may not see are absent. */

const instantSchema = z.string().meta({ format: 'date-time' });
const count = z.int().min(0);

export const entrySchema = z
  .object({
    entry: count,
    at: instantSchema,
    kind: z.string(),
    act: z.string(),
    subject: z.string().nullable(),
    person: z.string(),
    roles: z.array(z.string()),
    session: z.string().nullable(),
    purpose: z.string().nullable(),
    content: z.string(),
  })
  .partial()
  .meta({ id: 'LogEntry', description: 'A look, a change or a refusal; of its content the SHA-256.' });

export const stateSchema = z
  .object({
    verifierKey: z.string().nullable(),
    size: count.nullable(),
    waiting: count,
    failure: z.object({ code: z.string(), text: z.string() }).nullable(),
    witnesses: z.array(
      z
        .object({
          name: z.string(),
          size: count.nullable(),
          cosignedAt: instantSchema.nullable(),
          finding: z.string().nullable(),
          triedAt: instantSchema,
        })
        .partial(),
    ),
  })
  .partial()
  .meta({ id: 'LogState' });

export const proofSchema = z
  .object({ entry: count, old: count, size: count, proof: z.array(z.string()) })
  .partial()
  .meta({ id: 'LogProof', description: 'Hashes in base64 (RFC 9162).' });

export const verificationSchema = z
  .object({
    ok: z.boolean(),
    entries: count,
    root: z.string().nullable(),
    origin: z.string().nullable(),
    keptHeld: count,
    problems: z.array(z.object({ code: z.string(), entry: count.nullable(), text: z.string() })),
    problemCount: count,
  })
  .partial()
  .meta({ id: 'LogVerification' });

export function presentEntry(reader: Reader, { entry, at, ...row }: LogEntry) {
  return presentFor(reader, 'log-entry', { entry, at: new Date(at).toISOString(), ...row });
}

export function presentState(
  reader: Reader,
  state: {
    readonly verifierKey: string | null;
    readonly size: number | null;
    readonly waiting: number;
    readonly failure: { readonly code: string; readonly text: string } | null;
    readonly witnesses: readonly WitnessState[];
  },
) {
  return presentFor(reader, 'log-state', {
    ...state,
    witnesses: state.witnesses.map((one) => ({
      ...one,
      cosignedAt: one.cosignedAt === null ? null : new Date(one.cosignedAt).toISOString(),
      triedAt: new Date(one.triedAt).toISOString(),
    })),
  });
}
