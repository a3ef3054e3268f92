import type { Random } from './random.ts';

/** One 40 ft cell, or two 20 ft cells one behind the other. */
export interface Slot {
  readonly bayGroup: number;
  readonly row: number;
  readonly tier: number;
}

/** The cells of one vessel, handed out bay by bay. */
export interface Stowage {
  /** A cell for a box of 20 or 40 ft as BBBRRTT. */
  take(feet: 20 | 40, deck: boolean): string;
  /** A cell on deck whose doors can be reached, or `null` when none is left. */
  takeReachable(feet: 20 | 40): string | null;
}

/**
 * Lays out a container vessel: bay groups of one 40 ft bay over two 20 ft bays, rows from the centre
 * line outward, tiers from 02 in the hold and from 82 on deck (ISO 9711-1). After every fourth bay
 * group a walkway stays free on deck; the lowest deck tier before it is where doors can be reached.
 *
 * @param boxes how many boxes it must carry; the vessel gets a third more room
 */
export function createStowage(boxes: number, random: Random): Stowage {
  const rowCount = boxes > 3000 ? 17 : boxes > 800 ? 13 : boxes > 150 ? 9 : 7;
  const deckTiers = boxes > 800 ? [82, 84, 86, 88, 90] : [82, 84, 86];
  const holdTiers = boxes > 800 ? [2, 4, 6, 8, 10, 12] : [2, 4, 6];
  const perGroup = rowCount * (deckTiers.length + holdTiers.length);
  const groups = Math.max(5, Math.ceil((boxes * 1.34) / perGroup));
  const deck: Slot[] = [];
  const hold: Slot[] = [];
  const reachable: Slot[] = [];
  for (let group = 0; group < groups; group += 1) {
    for (let row = 0; row < rowCount; row += 1) {
      for (const tier of holdTiers) if (random.chance(0.93)) hold.push({ bayGroup: group, row, tier });
      for (const tier of deckTiers) {
        // Every fifth group is left open on deck, so the one before it can be walked up to.
        if (group % 5 === 4) continue;
        const free = group % 5 === 3 && tier === 82;
        if (free) reachable.push({ bayGroup: group, row, tier });
        else if (random.chance(0.93)) deck.push({ bayGroup: group, row, tier });
      }
    }
  }
  deck.reverse();
  hold.reverse();
  for (let i = reachable.length - 1; i > 0; i -= 1) {
    const other = random.between(0, i);
    const kept = reachable[i] as Slot;
    reachable[i] = reachable[other] as Slot;
    reachable[other] = kept;
  }
  const halves: { deck: Slot | null; hold: Slot | null } = { deck: null, hold: null };
  const cell = (slot: Slot, bay: number): string =>
    String(bay).padStart(3, '0') + String(slot.row).padStart(2, '0') + String(slot.tier).padStart(2, '0');
  const overflow = { next: groups };
  const anySlot = (onDeck: boolean): Slot => {
    const found = (onDeck ? deck.pop() : hold.pop()) ?? hold.pop() ?? deck.pop() ?? reachable.pop();
    if (found !== undefined) return found;
    overflow.next += 1;
    return { bayGroup: overflow.next, row: 0, tier: 2 };
  };
  const place = (feet: 20 | 40, slot: Slot): string =>
    cell(slot, feet === 40 ? slot.bayGroup * 4 + 2 : slot.bayGroup * 4 + 1);
  return {
    take: (feet, onDeck) => {
      const side = onDeck ? 'deck' : 'hold';
      if (feet === 40) return place(40, anySlot(onDeck));
      const half = halves[side];
      if (half !== null) {
        halves[side] = null;
        return cell(half, half.bayGroup * 4 + 3);
      }
      const slot = anySlot(onDeck);
      halves[side] = slot;
      return place(20, slot);
    },
    takeReachable: (feet) => {
      const slot = reachable.pop();
      return slot === undefined ? null : place(feet, slot);
    },
  };
}
