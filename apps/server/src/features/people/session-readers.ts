import { nobody, type Act, type Readers } from '../../platform/auth/index.ts';
import type { PeopleParts } from './people-parts.ts';
import { takeTry, type RateRule } from './rate-limit.ts';
import { isLocked, isSteppedUp, secretHash, touchEveryMs } from './session-rules.ts';
import { sessionByToken, touchSession } from './session-store.ts';
import { tallyTurnedAway } from './tally-turned-away.ts';

/** So many refused requests of nobody at one address are acts on record; the log file has every one. */
const recorded: RateRule = { tries: 60, everyMs: 1_000 };

const settleEveryMs = 10_000;

/** Who asks, and what puts the last of the tally on record when the node stops. */
export interface SessionReaders extends Readers {
  stop(): Promise<void>;
}

/** Finds who asks by the sessions that stand. Nothing is kept between requests: an end holds at once. */
export function sessionReaders(
  parts: Pick<PeopleParts, 'db' | 'now' | 'about' | 'recordAct' | 'log'>,
): SessionReaders {
  const { db, now, about, log } = parts;
  const tally = tallyTurnedAway();
  let writing: Promise<void> = Promise.resolve();
  const write = (acts: readonly Act[]): void => {
    if (acts.length === 0) return;
    writing = writing
      .then(async () => {
        for (const act of acts) await parts.recordAct(db, act);
      })
      .catch((error: unknown) => log.error({ error }, 'what was turned away could not be put on record'));
  };
  const settling = setInterval(() => write(tally.settle(now())), settleEveryMs).unref();
  return {
    turnedAway({ reader, ip, method, url, id }, code) {
      log.info(
        { code, method, path: url.split('?')[0], address: ip, request: id },
        'a request was turned away',
      );
      write(tally.count({ by: reader ?? nobody, address: ip, code }, now()));
    },
    async stop() {
      clearInterval(settling);
      write(tally.settle(Number.POSITIVE_INFINITY));
      await writing;
    },
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
