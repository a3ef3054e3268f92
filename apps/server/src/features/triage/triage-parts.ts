import type { Reader } from '../../platform/auth/index.ts';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Database, Querying } from '../../platform/db/index.ts';

/** One line of what happened: content is hashed, not stored. Called in the transaction that causes it. */
export interface Act {
  readonly kind: 'look' | 'change' | 'refusal';
  /** e.g. "visit/read", "file/release", "session/open" */
  readonly act: string;
  /** Opaque id of what it was about; null where there is none. */
  readonly subject: string | null;
  readonly by: Pick<Reader, 'person' | 'roles' | 'session' | 'purpose'>;
  readonly at: number;
  /** What was shown or changed; only its SHA-256 is kept. */
  readonly content: unknown;
}

export interface TriageParts {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly now: () => number;
  readonly recordActs: (tx: Querying, acts: readonly Act[]) => Promise<void>;
}
