import kept from './weights.json' with { type: 'json' };
import type { WeightsFile } from './weights-file.ts';

/** The weights that come with this version; docs/cards/learned.md says how they came about and how well they do. */
export const learnedWeights = kept as WeightsFile;
