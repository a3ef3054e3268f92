import { evaluateNovelty } from '../party-novelty.ts';
import type { Signal } from '../signal.ts';

/** A shipper this node never saw, or has known for a short time or a few visits only. */
export const shipperFirstSeen: Signal = {
  name: 'shipper-first-seen',
  about: 'A shipper that was never seen before, or for a short time or a few visits only.',
  group: 'party',
  wordings: {
    'shipper-first-seen/first': 'Shipper {name} was never seen before.',
    'shipper-first-seen/recent': 'Shipper {name} is new: first seen {since}, {visits} visits.',
  },
  evaluate: (subject, policy) =>
    evaluateNovelty(shipperFirstSeen, 'shipper', subject, policy.signals['shipper-first-seen']),
};
