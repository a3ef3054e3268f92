/** The five things that can be learned about a control. One of them alone need not tell which box it is. */
export type DisclosedItem = 'place' | 'time' | 'method' | 'object' | 'reason';

/** All of them, in the order in which screens show them. */
export const disclosedItems: readonly DisclosedItem[] = ['place', 'time', 'method', 'object', 'reason'];

/** One person learning something about one control. */
export interface Learning {
  /** Opaque id of the person. */
  readonly person: string;
  /** From when he can know. Epoch milliseconds, UTC. */
  readonly at: number;
  readonly items: readonly DisclosedItem[];
  /**
   * Chance, 0–1, that a given box he has in mind is the one, from all he has learned by then: 1 when
   * he knows the object, 1/k when he knows that it is one of k. See {@link posteriorOf}.
   */
  readonly posterior: number;
}

/** How many boxes somebody would have to choose from. All at least 1. */
export interface Candidates {
  /** Boxes in the port on that day. */
  readonly port: number;
  /** Boxes at the place of the control. */
  readonly place: number;
  /** Boxes at the place that are reachable in the hour of the control. */
  readonly placeInTime: number;
  /** Boxes that are moved with it so that a move alone says little; 1 = no cover move. */
  readonly moved: number;
}

/**
 * Chance, 0–1, that a box is the one, for somebody who knows `items` and nothing else.
 *
 * @param items what he knows, all of it
 * @param candidates how many boxes fit
 * @param seesOnlyMove true for who sees the box move but not why: he chooses among the moved boxes
 * @example posteriorOf(['object'], { port: 20000, place: 400, placeInTime: 40, moved: 5 }) // 1
 * @example posteriorOf(['object'], { port: 20000, place: 400, placeInTime: 40, moved: 5 }, true) // 0.2
 * @example posteriorOf(['place', 'time'], { port: 20000, place: 400, placeInTime: 40, moved: 5 }) // 0.025
 */
export function posteriorOf(
  items: readonly DisclosedItem[],
  candidates: Candidates,
  seesOnlyMove = false,
): number {
  if (items.includes('object')) return seesOnlyMove ? 1 / Math.max(1, candidates.moved) : 1;
  if (!items.includes('place')) return 1 / Math.max(1, candidates.port);
  return 1 / Math.max(1, items.includes('time') ? candidates.placeInTime : candidates.place);
}
