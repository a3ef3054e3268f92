import { type Readers, nobody } from '../../platform/auth/index.ts';
import type { PeopleParts } from './people-parts.ts';
import { takeTry, type RateRule } from './rate-limit.ts';
import { isLocked, isSteppedUp, secretHash, touchEveryMs } from './session-rules.ts';
import { sessionByToken, touchSession } from './session-store.ts';

/** So many refused requests of nobody at one address are acts on record; the log file has every one. */
const recorded: RateRule = { tries: 60, everyMs: 1_000 };

/** Finds who asks by the sessions that stand. Nothing is kept between requests: an end holds at once. */
export function sessionReaders(
  parts: Pick<PeopleParts, 'db' | 'now' | 'about' | 'recordAct' | 'log'>,
): Readers {
  const { db, now, about, log } = parts;
  return {
    async find({ token, purpose, background }) {
      const at = now();
      const session = await sessionByToken(db, secretHash(token), { at, demo: about.demo });
      if (session === null || isLocked(session, at)) return null;
      if (!background && at - session.seenAt >= touchEveryMs) await touchSession(db, session.id, at);
      const { id, person, roles, groups, ports, steppedUpAt } = session;
      return { person, roles, groups, ports, session: id, steppedUpAt, purpose };
    },
    isSteppedUp: (reader) => isSteppedUp(reader, now()),
    async refused({ reader, method, url, ip, id }, code) {
      const path = url.split('?')[0];
      log.info(
        { code, method, path, address: ip, person: reader?.person, request: id },
        'a request was refused',
      );
      const at = now();
      if (reader === null && (await takeTry(db, `refused ${ip}`, recorded, at)) > 0) return;
      const content = { code, method, path, address: ip };
      const by = reader ?? nobody;
      await parts.recordAct(db, { kind: 'refusal', act: 'request/refused', subject: null, by, at, content });
    },
  };
}
