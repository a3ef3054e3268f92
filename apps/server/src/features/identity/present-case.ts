import { z } from 'zod';
import type { Reader } from '../../platform/auth/index.ts';
import { presentFor } from '../people/index.ts';
import type { IdentityCase } from './identity-store.ts';

/** A contradiction about a container number. Fields that the reader may not see are absent. */
export const caseSchema = z
  .object({
    id: z.string(),
    container: z.string(),
    kind: z.string(),
    code: z.string(),
    state: z.string(),
    text: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    sources: z.array(z.object({ file: z.string(), offset: z.int() })),
    openedAt: z.string().meta({ format: 'date-time' }),
    closedAt: z.string().meta({ format: 'date-time' }).nullable(),
    closedBecause: z.string().nullable(),
  })
  .partial()
  .meta({ id: 'IdentityCase' });

/** The only way an identity case leaves the node. */
export function presentCase(reader: Reader, { params: { wording, ...params }, ...one }: IdentityCase) {
  return presentFor(reader, 'identity-case', {
    ...one,
    code: `identity-case/${wording}`,
    params,
    openedAt: new Date(one.openedAt).toISOString(),
    closedAt: one.closedAt === null ? null : new Date(one.closedAt).toISOString(),
  });
}
