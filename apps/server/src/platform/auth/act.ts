import type { Querying } from '../db/index.ts';
import type { Reader } from './reader.ts';

/** One line of what happened: content is hashed, not stored. Call in the transaction that causes it. */
export interface Act {
  readonly kind: 'look' | 'change' | 'refusal';
  /** e.g. "session/open", "person/change" */
  readonly act: string;
  /** Opaque id of what it was about; null where there is none. */
  readonly subject: string | null;
  readonly by: Pick<Reader, 'person' | 'roles' | 'session' | 'purpose'>;
  readonly at: number;
  /** What was shown or changed; only its SHA-256 is kept. */
  readonly content: unknown;
}

export type RecordAct = (tx: Querying, act: Act) => Promise<void>;

/** Who acts where nobody is signed in. */
export const nobody: Act['by'] = { person: 'nobody', roles: [], session: null, purpose: null };

/** The node itself, and who works at its command line. */
export const theNode: Act['by'] = { person: 'node', roles: [], session: null, purpose: null };
