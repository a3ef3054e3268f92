import { createHmac } from 'node:crypto';
import { certain } from '@havenwacht/transparency';
import { keyFor } from '../../platform/secrets/index.ts';
import { redrawnInHundred } from '../controls/index.ts';

/**
 * The node's draws: the random share of a port's day, and the share of lowered boxes that is controlled
 * all the same.
 *
 * A draw is *committed*: candidates, chances, model and the keys of all parties are frozen, signed and put
 * into the log before anybody computes anything. The others are called; who does not answer is absent and
 * on record. When at least two are there each proves, and the draw is *made*. One that attended and then
 * withholds its proof makes it *void*; the next one names it. A draw that could not be made within an hour,
 * or whose forerunner was void too, is *forced*: the node draws alone, every box that was lowered against
 * the screening is controlled, and the integrity officer is told. So to stay away, or to keep others away,
 * gains nothing.
 *
 * Candidates have names that only the node can make of a visit: who checks a bundle sees that it was fair,
 * and not which boxes it is about.
 */
export interface Draw {
  readonly id: string;
  readonly kind: 'share' | 'lowered';
  readonly port: string | null;
  readonly day: string | null;
  readonly state: 'committed' | 'made' | 'void' | 'forced';
  readonly at: number;
  readonly context: string;
  readonly model: string;
  readonly replaces: string | null;
  /** Name and billionths, rising by name. */
  readonly candidates: readonly (readonly [string, number])[];
  /** Name and key, hexadecimal. */
  readonly parties: readonly (readonly [string, string])[];
  readonly commitment: string;
  /** Who did not attend and why; `null` until they were called. */
  readonly absent: readonly (readonly [string, string])[] | null;
  readonly drawn: readonly string[] | null;
  readonly bundle: string | null;
  readonly problem: string | null;
}

/** How long a draw waits for the others. */
export const drawPatienceMs = 3_600_000;

/** Share of lowered boxes that is controlled all the same, in billionths. */
export const redrawChance = {
  override: (redrawnInHundred.override * certain) / 100,
  release: (redrawnInHundred.release * certain) / 100,
} as const;

/** A visit's name in one draw: 128 bits. */
export function candidateName(nodeKey: Uint8Array, draw: string, visit: string): string {
  return createHmac('sha256', keyFor(nodeKey, 'draw-candidates'))
    .update(`${draw}|${visit}`)
    .digest('hex')
    .slice(0, 32);
}
