import { FormatError, parseStowPosition, type StowPosition } from '@havenwacht/domain';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import { latest } from '../voices.ts';

/**
 * The doors can be reached at sea: on deck, low enough to stand at, and nothing aft of the box.
 * Boxes are stowed doors aft by custom. A place out of reach is quiet; it never lowers.
 */
export const stowReachableAtSea: Signal = {
  name: 'stow-reachable-at-sea',
  about: 'A place on deck, low and with a free cell aft, where the doors can be opened at sea.',
  group: 'access',
  wordings: {
    'stow-reachable-at-sea/doors-free':
      'Stowed on deck at {position} with nothing aft: doors within reach at sea.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['stow-reachable-at-sea'];
    const claim = latest(subject.stow);
    if (claim === undefined) return notEvaluated('stow position');
    const position = readPosition(claim.value);
    if (position === null) return notEvaluated('a stow position that can be read');
    if (!position.onDeck || position.tier > settings.highestReachableTier) return quiet;
    if (subject.stowAround === null) return notEvaluated('stow plan around the box');
    if (subject.stowAround.aft) return quiet;
    const params = { position: claim.value };
    return fired([
      reasonOf(stowReachableAtSea, 'stow-reachable-at-sea/doors-free', settings.weight, params, [claim]),
    ]);
  },
};

function readPosition(text: string): StowPosition | null {
  try {
    return parseStowPosition(text);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
