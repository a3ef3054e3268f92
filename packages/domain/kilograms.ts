import type { Brand } from './brand.ts';
import { FormatError } from './format-error.ts';

/** A mass in kilograms, finite and not below zero. */
export type Kilograms = Brand<number, 'Kilograms'>;

/** Kilograms in one unit of mass, by the unit's UN/ECE Recommendation 20 code. */
const KILOGRAMS_PER_UNIT: Readonly<Record<string, number>> = {
  KGM: 1,
  GRM: 0.001,
  TNE: 1000,
  LBR: 0.45359237,
  STN: 907.18474,
  LTN: 1016.0469088,
};

/**
 * A mass in kilograms from a value and its unit. Nothing is rounded.
 *
 * @param value finite, ≥ 0
 * @param unit UN/ECE Recommendation 20 code in upper case: KGM, GRM, TNE (tonne), LBR (pound), STN
 *   (US ton of 2,000 lb), LTN (ton of 2,240 lb)
 * @throws {FormatError} "kilograms/unit" for another unit, "kilograms/value" for a negative or endless value
 * @see docs/sources.md#unece-recommendation-20
 * @example toKilograms(24.5, "TNE") // 24500
 * @example toKilograms(1000, "LBR") // 453.59237
 */
export function toKilograms(value: number, unit: string): Kilograms {
  const factor = Object.hasOwn(KILOGRAMS_PER_UNIT, unit) ? KILOGRAMS_PER_UNIT[unit] : undefined;
  if (factor === undefined) {
    throw new FormatError('kilograms/unit', unit, `one of ${Object.keys(KILOGRAMS_PER_UNIT).join(', ')}`);
  }
  if (!Number.isFinite(value) || value < 0) {
    throw new FormatError('kilograms/value', String(value), 'a finite number from 0 upward');
  }
  return (value * factor) as Kilograms;
}
