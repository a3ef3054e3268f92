import type { ControlMethod, DisclosureLadder } from '@havenwacht/planning';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Reader, Act } from '../../platform/auth/index.ts';
import type { Database, Querying, Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import type { FallOut, RuleChange } from '../screening/index.ts';
import type { Lowering } from './lowering.ts';

/** Somebody who can take part: his opaque id and the unit he belongs to. */
export interface Colleague {
  readonly person: string;
  readonly unit: string;
}

/** What controls stand on. */
export interface ControlParts {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly now: () => number;
  /** A now that never runs ahead, whatever becomes of the machine's clock: nothing is disclosed early by it. */
  readonly disclosureNow: () => number;
  readonly nodeKey: Uint8Array;
  readonly newId: (prefix: string) => string;
  /** A random whole number below `below`, from the system's source. */
  readonly randomBelow: (below: number) => number;
  readonly recordAct: (tx: Querying, act: Act) => Promise<void>;
  /** People who can play a part at a port, by whose roster. */
  readonly colleagues: (tx: Querying, part: string, port: string) => Promise<readonly Colleague[]>;
  readonly ladders: Readonly<Record<ControlMethod, DisclosureLadder>>;
  /** Does upstream what an approved lowering asked for, or ends a refused one, in the transaction that decides it. */
  readonly settleLowering: (tx: Transaction, lowering: Lowering, approved: boolean) => Promise<void>;
  /** The open boxes that another policy or rule set would let fall. */
  readonly fallOut: (change: RuleChange) => Promise<FallOut>;
  /** Why the clock can't be trusted; nothing is disclosed while it is not `null`. */
  readonly clockFinding: (tx: Querying) => Promise<string | null>;
  /** Whether a witness is connected: an approval takes effect when the witness has signed a log that holds it. */
  readonly isWitnessed: boolean;
  /** Whether others take part in draws; where none do, the node draws lowered boxes by itself, at once. */
  readonly drawsWithOthers: boolean;
}

/** The same answer for what is not there and for what the reader may not know of. */
export const noSuchControl = (): HavenwachtError =>
  new HavenwachtError('controls/not-found', 404, 'There is no such control.');

/** Records a refusal, then throws it: outside the transaction that is undone by it. */
async function refuse(
  parts: ControlParts,
  reader: Reader,
  act: string,
  subject: string | null,
  error: HavenwachtError,
): Promise<never> {
  await parts.recordAct(parts.db, {
    kind: 'refusal',
    act,
    subject,
    by: reader,
    at: parts.now(),
    content: { code: error.code },
  });
  throw error;
}

/** Runs a use case in a transaction, with its refusals on record. */
export function attempt<T>(
  parts: ControlParts,
  reader: Reader,
  act: string,
  subject: string | null,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return onRecord(parts, reader, act, subject, () => parts.db.transaction(work));
}

/**
 * Runs a use case. What it throws is a refusal and is recorded; what the database's own rules throw is told
 * as the refusal it is.
 */
export async function onRecord<T>(
  parts: ControlParts,
  reader: Reader,
  act: string,
  subject: string | null,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HavenwachtError) return refuse(parts, reader, act, subject, error);
    if ((error as { code?: unknown }).code === '23000') {
      const rule = new HavenwachtError(
        'controls/rule',
        409,
        `This can not be done: ${(error as Error).message}.`,
        { cause: error },
      );
      return refuse(parts, reader, act, subject, rule);
    }
    throw error;
  }
}
