import type { RecordAct } from '../../platform/auth/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/log.ts';
import type { SingleSignOn } from './single-sign-on.ts';

/** Keeps secrets that the node has to read again, so that the database alone does not give them away. */
export interface SecretSeal {
  /** @param context what the secret belongs to; it opens for the same only */
  close(secret: Uint8Array, context: string): Buffer;
  /** @throws when it was closed with another key or for something else, or was changed */
  open(sealed: Uint8Array, context: string): Buffer;
}

/** What the people of a node are kept with. */
export interface PeopleParts {
  readonly db: Database;
  /** Epoch milliseconds of the people's time: that of the machine, also where the day is simulated. */
  readonly now: () => number;
  readonly about: { readonly name: string; readonly demo: boolean };
  /** The address in the browser's bar, `https://node.example`; null = loopback under whatever name. */
  readonly origin: string | null;
  readonly seal: SecretSeal;
  /** The sign-in of the administration itself; null = it has none. */
  readonly singleSignOn: SingleSignOn | null;
  readonly recordAct: RecordAct;
  readonly log: Log;
}
