import type { Querying } from '../../platform/db/index.ts';
import { nodeSecret } from './node-secret.ts';

/**
 * The secret that ties are broken with, and that the random share is drawn with where no second party
 * takes part in draws: made once, before the node has seen a case, and never shown.
 */
export function drawSeed(tx: Querying): Promise<string> {
  return nodeSecret(tx, 'draw-seed');
}
