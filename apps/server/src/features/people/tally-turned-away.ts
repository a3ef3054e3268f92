import { nobody, type Act } from '../../platform/auth/index.ts';

/** A request that was turned away before its work began. */
export interface TurnedAway {
  readonly by: Act['by'];
  readonly address: string;
  readonly code: string;
}

/** What is turned away, minute by minute. */
export interface Tally {
  /** Counts one; the acts to put on record now. */
  count(one: TurnedAway, at: number): readonly Act[];
  /** The acts of the minutes that are over at this instant. */
  settle(at: number): readonly Act[];
}

const minuteMs = 60_000;
/** So many senders a minute have acts of their own; the others share one. */
const mostSenders = 100;

/**
 * Makes acts of what is turned away, so few that nobody can fill the log with them: of each sender (a
 * person, or an address where nobody is signed in) the first in a minute at once, and one more for all
 * others of that minute when it is over. Of more senders than a hundred a minute only the sum is told.
 */
export function tallyTurnedAway(): Tally {
  let minute = 0;
  let senders = new Map<
    string,
    { readonly by: Act['by']; readonly address: string | null; readonly codes: Map<string, number> }
  >();

  const act = (by: Act['by'], subject: string, content: object, at: number): Act => ({
    kind: 'refusal',
    act: 'request/turned-away',
    subject,
    by,
    at,
    content,
  });
  const settle = (at: number): readonly Act[] => {
    const now = Math.floor(at / minuteMs);
    if (now <= minute) return [];
    const over = [...senders.values()].filter(({ codes }) => codes.size > 0);
    const end = (minute + 1) * minuteMs - 1;
    minute = now;
    senders = new Map();
    return over.map(({ by, address, codes }) => {
      const sum = [...codes.values()].reduce((all, one) => all + one, 0);
      const list = [...codes].map(([code, count]) => `${code} ${count}`).join(', ');
      return act(by, `${sum} more: ${list}`, { address, codes: Object.fromEntries(codes) }, end);
    });
  };
  return {
    settle,
    count({ by, address, code }, at) {
      const over = settle(at);
      const key = by.person === nobody.person ? address : by.person;
      let sender = senders.get(key);
      if (sender === undefined && senders.size < mostSenders) {
        senders.set(key, { by, address, codes: new Map() });
        return [...over, act(by, code, { address, code }, at)];
      }
      sender ??= senders.get('');
      if (sender === undefined) senders.set('', (sender = { by: nobody, address: null, codes: new Map() }));
      sender.codes.set(code, (sender.codes.get(code) ?? 0) + 1);
      return over;
    },
  };
}
