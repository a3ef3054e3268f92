import { FormatError } from './format-error.ts';

/** A cell on a ship. */
export interface StowPosition {
  /** 1–999 from the bow; odd = a 20 ft slot, even = a 40 ft slot over the two odd bays beside it. */
  readonly bay: number;
  /** 0 = centre line, odd = starboard, even = port, counted outward. */
  readonly row: number;
  /** Even, upward: in the hold from 2, on deck from 80 or 82. */
  readonly tier: number;
  readonly onDeck: boolean;
}

/** Tiers from here upward are on deck. Holds of the largest ships reach the twenties, decks begin at 72 to 82. */
const LOWEST_DECK_TIER = 70;

/**
 * A stow position from bay-row-tier digits: BBBRRTT, or BBRRTT as older messages have it. Blanks and
 * hyphens between the parts are left out.
 *
 * @throws {FormatError} "stow-position/shape" for other lengths or characters, and for bay 0 or tier 0
 * @see docs/sources.md#iso-9711
 * @example parseStowPosition("0340782") // { bay: 34, row: 7, tier: 82, onDeck: true }
 * @example parseStowPosition("340006") // { bay: 34, row: 0, tier: 6, onDeck: false }
 */
export function parseStowPosition(text: string): StowPosition {
  const digits = text.replace(/[\s-]+/gu, '');
  const cell = /^[0-9]{6,7}$/.test(digits) ? digits.padStart(7, '0') : '';
  const bay = Number(cell.slice(0, 3));
  const row = Number(cell.slice(3, 5));
  const tier = Number(cell.slice(5));
  if (bay === 0 || tier === 0) {
    throw new FormatError('stow-position/shape', text, 'BBBRRTT or BBRRTT, bay and tier from 1 upward');
  }
  return { bay, row, tier, onDeck: tier >= LOWEST_DECK_TIER };
}

/**
 * Bay, row and tier as seven digits, BBBRRTT.
 *
 * @throws {FormatError} "stow-position/shape" when a part is not a whole number that fits
 * @see docs/sources.md#iso-9711
 * @example formatStowPosition({ bay: 34, row: 7, tier: 82 }) // "0340782"
 */
export function formatStowPosition(position: Pick<StowPosition, 'bay' | 'row' | 'tier'>): string {
  const { bay, row, tier } = position;
  const fits = (value: number, min: number, max: number) =>
    Number.isInteger(value) && value >= min && value <= max;
  if (!fits(bay, 1, 999) || !fits(row, 0, 99) || !fits(tier, 1, 99)) {
    throw new FormatError(
      'stow-position/shape',
      [bay, row, tier].join('-'),
      'whole numbers: bay 1–999, row 0–99, tier 1–99',
    );
  }
  return String(bay).padStart(3, '0') + String(row).padStart(2, '0') + String(tier).padStart(2, '0');
}
