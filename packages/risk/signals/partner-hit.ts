import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';

/** A partner administration named this container, bill or company. Each partner counts once. */
export const partnerHit: Signal = {
  name: 'partner-hit',
  about: 'A partner administration named this container, bill or company.',
  group: 'partner',
  wordings: {
    'partner-hit/named': '{partner} named {about}, reference {reference}.',
  },
  evaluate({ partnerHits }, policy) {
    if (partnerHits === null) return notEvaluated('a connected partner');
    if (partnerHits.length === 0) return quiet;
    const byPartner = Map.groupBy(partnerHits, ({ value }) => value.partner);
    return fired(
      [...byPartner.values()].flatMap((hits) => {
        const newest = hits.at(-1);
        if (newest === undefined) return [];
        const { partner, about, reference } = newest.value;
        const { weight } = policy.signals['partner-hit'];
        return [reasonOf(partnerHit, 'partner-hit/named', weight, { partner, about, reference }, hits)];
      }),
    );
  },
};
