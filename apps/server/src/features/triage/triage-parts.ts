import type { Reader, Act } from '../../platform/auth/index.ts';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Database, Querying, Transaction } from '../../platform/db/index.ts';
import type { Scopes } from '../../platform/scope/index.ts';

export interface TriageParts {
  readonly db: Database;
  readonly scopes: Scopes;
  readonly blobs: Blobs;
  readonly now: () => number;
  readonly recordActs: (tx: Querying, acts: readonly Act[]) => Promise<void>;
  /** Draws the second person a pending act needs, in the transaction that writes the act. */
  readonly askSecondPerson: (tx: Transaction, reader: Reader, pending: PendingAct) => Promise<void>;
}

/** An act that waits for a second person. */
export interface PendingAct {
  readonly reference: string;
  readonly kind: 'dismiss';
  readonly visit: string;
  readonly reason: string;
  /** What the visit looked like to who asks: both have to see the same. */
  readonly seen: { readonly band: string; readonly score: number };
}
