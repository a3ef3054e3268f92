/** A cell of a stack ashore: bay, row and tier as messages number them (BBBRRTT). */
export interface StackCell {
  readonly bay: number;
  readonly row: number;
  readonly tier: number;
}

/** How risk passes from a box to those beside it; owned by the node's policy. */
export interface StackReachPolicy {
  /** Log-odds that a box inherits which stands door to door with the one that was in reach, at that moment. */
  readonly logOdds: number;
  /** Hours after which half of it is left. */
  readonly halfLifeHours: number;
  /** Share of it for a box beside, and for one above or below. */
  readonly besideShare: number;
  readonly aboveShare: number;
}

/** What stands to reason where nobody has measured anything; an administration replaces it. */
export const defaultStackReach: StackReachPolicy = {
  logOdds: 1.2,
  halfLifeHours: 12,
  besideShare: 0.6,
  aboveShare: 0.3,
};

/**
 * A place in a stack as messages write it: seven digits, or six without the leading 0.
 *
 * @returns null for what is no cell
 * @example readStackCell('0710203') // { bay: 71, row: 2, tier: 3 }
 * @example readStackCell('71') // null
 */
export function readStackCell(text: string): StackCell | null {
  if (!/^\d{6,7}$/.test(text)) return null;
  const digits = text.padStart(7, '0');
  return {
    bay: Number(digits.slice(0, 3)),
    row: Number(digits.slice(3, 5)),
    tier: Number(digits.slice(5)),
  };
}

/**
 * How well a box can be got at from another in the same stack, 0–1: 1 = door to door.
 *
 * Doors are at the ends, so that the next bay in the same row and tier is nearest. Bays of 40-foot boxes
 * count in twos, and tiers are numbered one by one or in twos: one or two further is the next one. Two steps
 * in one direction, or one in two directions at once, is out of reach: nobody works through a box between.
 *
 * @example stackReach({ bay: 71, row: 2, tier: 1 }, { bay: 73, row: 2, tier: 1 }, defaultStackReach) // 1
 * @example stackReach({ bay: 71, row: 2, tier: 1 }, { bay: 71, row: 3, tier: 1 }, defaultStackReach) // 0.6
 * @example stackReach({ bay: 71, row: 2, tier: 1 }, { bay: 71, row: 4, tier: 1 }, defaultStackReach) // 0
 */
export function stackReach(
  from: StackCell,
  to: StackCell,
  policy: Pick<StackReachPolicy, 'besideShare' | 'aboveShare'>,
): number {
  const bays = Math.abs(from.bay - to.bay);
  const rows = Math.abs(from.row - to.row);
  const tiers = Math.abs(from.tier - to.tier);
  if (rows === 0 && tiers === 0) return bays >= 1 && bays <= 2 ? 1 : 0;
  if (bays !== 0) return 0;
  if (tiers === 0) return rows === 1 ? policy.besideShare : 0;
  return rows === 0 && tiers <= 2 ? policy.aboveShare : 0;
}

/**
 * Log-odds that a box inherits from one in its stack that was in reach for too long or was tampered with.
 *
 * It halves every `halfLifeHours` and is nothing before the alarm. An alarm only ever adds.
 *
 * @param reach 0–1, see {@link stackReach}
 * @param alarmAt when the clock or the intrusion alarm fired; epoch milliseconds
 * @example inheritedLogOdds(1, 0, 12 * 3_600_000, defaultStackReach) // 0.6
 * @example inheritedLogOdds(1, 10, 0, defaultStackReach) // 0
 */
export function inheritedLogOdds(
  reach: number,
  alarmAt: number,
  now: number,
  policy: Pick<StackReachPolicy, 'logOdds' | 'halfLifeHours'>,
): number {
  if (now < alarmAt || reach <= 0) return 0;
  return policy.logOdds * reach * 2 ** (-(now - alarmAt) / (policy.halfLifeHours * 3_600_000));
}
