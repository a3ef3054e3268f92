import { evaluateNovelty } from '../party-novelty.ts';
import type { Signal } from '../signal.ts';

/** A consignee this node never saw, or has known for a short time or a few visits only. */
export const consigneeFirstSeen: Signal = {
  name: 'consignee-first-seen',
  about: 'A consignee that was never seen before, or for a short time or a few visits only.',
  group: 'party',
  wordings: {
    'consignee-first-seen/first': 'Consignee {name} was never seen before.',
    'consignee-first-seen/recent': 'Consignee {name} is new: first seen {since}, {visits} visits.',
  },
  evaluate: (subject, policy) =>
    evaluateNovelty(consigneeFirstSeen, 'consignee', subject, policy.signals['consignee-first-seen']),
};
