import type { IdentityWording } from '../container-case.ts';
import { fired, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';

const KINDS = [
  'two-places',
  'impossible-sequence',
  'gated-twice',
  'one-edit-twin',
  'type-changed',
  'seal-changed',
  'check-digit',
] as const;
const WORDINGS: readonly IdentityWording[] = [...KINDS, 'two-places-on-board', 'check-digit-shape'];

/** Contradictions that the identity ledger found for this container number: clones and switches. */
export const identityCase: Signal = {
  name: 'identity-case',
  about: 'The identity ledger holds a contradiction about this container number.',
  group: 'identity',
  // The ledger words its own cases; here stands which wordings there are.
  wordings: Object.fromEntries(WORDINGS.map((wording) => [`identity-case/${wording}`, 'Identity: {text}'])),
  evaluate({ identityCases }, policy) {
    const { kinds } = policy.signals['identity-case'];
    return fired(
      KINDS.flatMap((kind) => {
        const cases = identityCases.filter((identity) => identity.kind === kind);
        const [first] = cases;
        if (first === undefined) return [];
        const { wording, text, params } = first;
        const stands = cases.flatMap(({ sources }) => sources);
        return [reasonOf(identityCase, `identity-case/${wording}`, kinds[kind], { ...params, text }, stands)];
      }),
    );
  },
};
