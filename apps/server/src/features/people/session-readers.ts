import type { Readers } from '../../platform/auth/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { isLocked, isSteppedUp, secretHash, touchEveryMs } from './session-rules.ts';
import { sessionByToken, touchSession } from './session-store.ts';

/** Finds who asks by the sessions that stand. Nothing is kept between requests: an end holds at once. */
export function sessionReaders(parts: {
  readonly db: Database;
  readonly now: () => number;
  readonly demo: boolean;
}): Readers {
  const { db, now, demo } = parts;
  return {
    async find({ token, purpose, background }) {
      const at = now();
      const session = await sessionByToken(db, secretHash(token), { at, demo });
      if (session === null || isLocked(session, at)) return null;
      if (!background && at - session.seenAt >= touchEveryMs) await touchSession(db, session.id, at);
      const { id, person, roles, groups, ports, steppedUpAt } = session;
      return { person, roles, groups, ports, session: id, steppedUpAt, purpose };
    },
    isSteppedUp: (reader) => isSteppedUp(reader, now()),
    async refused() {},
  };
}
