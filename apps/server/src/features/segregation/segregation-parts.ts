import type { Act } from '../../platform/auth/index.ts';
import type { Database, Querying } from '../../platform/db/index.ts';
import type { Scopes } from '../../platform/scope/index.ts';

/** What segregation stands on. */
export interface SegregationParts {
  readonly db: Database;
  readonly scopes: Scopes;
  readonly now: () => number;
  /** A now that never runs ahead: nobody outside is told early because a clock was set forward. */
  readonly disclosureNow: () => number;
  /** Seals what is held back: the database alone does not tell which box an order will name. */
  readonly nodeKey: Uint8Array;
  readonly newId: (prefix: string) => string;
  /** A random whole number below `below`, from the system's source. */
  readonly randomBelow: (below: number) => number;
  readonly recordAct: (tx: Querying, act: Act) => Promise<void>;
  /** Folder that messages to terminals and others are put into; `null` = they are fetched over HTTP only. */
  readonly outbox: string | null;
  /** False only where everything is thrown away. */
  readonly durable: boolean;
}
