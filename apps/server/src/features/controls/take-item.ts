import { createHash } from 'node:crypto';
import { normaliseContainerNumber } from '@havenwacht/domain';
import { z } from 'zod';
import type { Reader } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import type { ControlParts } from './control-parts.ts';
import { evidenceKinds, keepEvidence } from './keep-evidence.ts';
import { openTask } from './open-task.ts';
import { recordResult, type Result } from './record-result.ts';
import { taskInbox } from './task-inbox.ts';

/** What a phone sends, in the order in which it was made. */
export const itemKinds = ['opening', ...evidenceKinds, 'result'] as const;

export interface SentItem {
  /** The phone's own id of it. */
  readonly item: string;
  readonly kind: (typeof itemKinds)[number];
  /** What the phone's clock shows as it sends; epoch milliseconds. */
  readonly deviceNow: number;
  /** Closed for the inbox of the control. */
  readonly sealed: Uint8Array;
}

const openingSchema = z.strictObject({ container: z.string().min(1).max(40), at: z.number().int() });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A result, as a browser and a phone send it. */
export const resultSchema = z.object({
  outcome: z.enum(['found', 'nothing', 'not-possible']),
  evidence: z.array(sha256).max(200),
  kg: z.number().min(0).max(100_000).nullable().default(null),
  concealment: z.string().trim().max(200).nullable().default(null),
});

/**
 * Takes what a phone kept while it had no network: an opening at the box, a piece of evidence or the
 * result. Sent again it changes nothing; the rules are those of the same act done over the network.
 *
 * @returns whether an opening was with the right number; true for the others
 */
export async function takeItem(
  parts: ControlParts,
  reader: Reader,
  id: string,
  { item, kind, deviceNow, sealed }: SentItem,
): Promise<boolean> {
  const bytes = taskInbox(parts.nodeKey, id).open(sealed, `${item}/${kind}`);
  if (kind === 'opening') {
    const { container, at } = read(openingSchema, bytes);
    const told = { item, saidAt: at, deviceNow };
    const task = await openTask(parts, reader, id, normaliseContainerNumber(container), told);
    return task.container !== null;
  }
  if (kind === 'result') await recordResult(parts, reader, id, read(resultSchema, bytes) as Result, item);
  else
    await keepEvidence(
      parts,
      reader,
      id,
      kind,
      once(bytes),
      createHash('sha256').update(bytes).digest('hex'),
    );
  return true;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function read<T>(schema: z.ZodType<T>, bytes: Uint8Array): T {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    value = undefined;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HavenwachtError('controls/bad-item', 422, 'What was sent is not what it is said to be.');
}
