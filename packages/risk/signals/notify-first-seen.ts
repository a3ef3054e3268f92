import { evaluateNovelty } from '../party-novelty.ts';
import type { Signal } from '../signal.ts';

/** A notify party this node never saw, or has known for a short time or a few visits only. */
export const notifyFirstSeen: Signal = {
  name: 'notify-first-seen',
  about: 'A notify party that was never seen before, or for a short time or a few visits only.',
  group: 'party',
  wordings: {
    'notify-first-seen/first': 'Notify party {name} was never seen before.',
    'notify-first-seen/recent': 'Notify party {name} is new: first seen {since}, {visits} visits.',
  },
  evaluate: (subject, policy) =>
    evaluateNovelty(notifyFirstSeen, 'notify', subject, policy.signals['notify-first-seen']),
};
