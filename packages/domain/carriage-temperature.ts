import { readHsCode } from './hs-code.ts';

/** Set points at which goods travel, in degrees Celsius, both ends included. */
export interface TemperatureRange {
  readonly minC: number;
  readonly maxC: number;
}

type Line = readonly [code: string, minC: number, maxC: number, carriage: 'cooled' | 'either' | 'dry'];

/**
 * Goods code (the longest that fits counts), lowest and highest set point, and whether the goods travel
 * cooled, either way, or dry although their heading is cooled.
 */
const CARRIAGE: readonly Line[] = [
  ['0201', -2, 4, 'cooled'],
  ['0202', -30, -15, 'cooled'],
  ['0203', -30, 4, 'cooled'],
  ['0204', -30, 4, 'cooled'],
  ['0205', -30, 4, 'cooled'],
  ['0206', -30, 4, 'cooled'],
  ['0207', -30, 4, 'cooled'],
  ['0208', -30, 4, 'cooled'],
  ['0302', -2, 4, 'cooled'],
  ['0303', -60, -15, 'cooled'],
  ['0304', -60, 4, 'cooled'],
  ['0306', -30, 12, 'cooled'],
  ['0307', -30, 12, 'cooled'],
  ['0401', 0, 8, 'either'],
  ['0403', 0, 8, 'cooled'],
  ['0405', -25, 6, 'either'],
  ['0406', -20, 14, 'cooled'],
  ['0407', -1, 14, 'cooled'],
  ['0601', -2, 25, 'either'],
  ['0602', 1, 18, 'either'],
  ['0603', 0, 8, 'cooled'],
  ['060390', 0, 25, 'dry'],
  ['0604', 0, 8, 'either'],
  ['0701', 2, 14, 'either'],
  ['0702', 7, 15, 'cooled'],
  ['0703', -3, 8, 'either'],
  ['0704', -1, 5, 'cooled'],
  ['0705', -1, 5, 'cooled'],
  ['0706', -1, 5, 'cooled'],
  ['0707', 7, 14, 'cooled'],
  ['0708', -1, 8, 'cooled'],
  ['0709', -1, 14, 'cooled'],
  ['070920', -1, 4, 'cooled'],
  ['070960', 6, 12, 'cooled'],
  ['0710', -30, -15, 'cooled'],
  ['0714', -30, 17, 'either'],
  ['0801', -1, 15, 'either'],
  ['0803', 12, 15, 'cooled'],
  ['080310', 7, 15, 'cooled'],
  ['080390', 12.5, 14.5, 'cooled'],
  ['0804', 3, 14, 'cooled'],
  ['080410', -20, 15, 'either'],
  ['080420', -2, 15, 'either'],
  ['080430', 6, 13, 'cooled'],
  ['080440', 3, 13, 'cooled'],
  ['080450', 7, 14, 'cooled'],
  ['0805', 0, 16, 'cooled'],
  ['080510', 0, 10, 'cooled'],
  ['080550', 6, 16, 'cooled'],
  ['0806', -2, 3, 'cooled'],
  ['080620', -2, 25, 'dry'],
  ['0807', 1, 15, 'cooled'],
  ['080720', 6, 14, 'cooled'],
  ['0808', -2, 5, 'cooled'],
  ['0809', -2, 4, 'cooled'],
  ['0810', -2, 11, 'cooled'],
  ['081050', -2, 3, 'cooled'],
  ['0811', -30, -15, 'cooled'],
  ['1806', 8, 20, 'either'],
  ['2004', -30, -15, 'cooled'],
  ['2009', -25, 10, 'either'],
  ['200911', -30, -7, 'cooled'],
  ['2105', -35, -18, 'cooled'],
  ['3002', -80, 8, 'either'],
];

const BY_CODE = new Map(CARRIAGE.map((line) => [line[0], line]));

function carriageOf(hs: string): Line | undefined {
  const digits = readHsCode(hs);
  if (digits === null) return undefined;
  return BY_CODE.get(digits.slice(0, 6)) ?? BY_CODE.get(digits.slice(0, 4));
}

/**
 * Range of set points at which goods of a code usually travel in a reefer.
 *
 * A heading that covers several goods, or chilled and frozen ones, gets the range from the lowest to the
 * highest; six digits narrow it where we know more ("0804" 3 to 14 °C, pineapples "080430" 6 to 13 °C). Drawn
 * wide around the figures that carriers and the fresh trade publish: a set point outside is a reason to
 * look, one inside clears nothing.
 *
 * @param hs a goods code of four digits or more
 * @returns `null` for goods that we know no cooled carriage of
 * @see docs/sources.md#carriage-temperatures
 * @example temperatureRangeFor("0803901000") // { minC: 12.5, maxC: 14.5 }
 * @example temperatureRangeFor("0303") // { minC: -60, maxC: -15 }
 * @example temperatureRangeFor("8471") // null
 */
export function temperatureRangeFor(hs: string): TemperatureRange | null {
  const line = carriageOf(hs);
  return line === undefined || line[3] === 'dry' ? null : { minC: line[1], maxC: line[2] };
}

/**
 * Whether goods of a code don't come over sea other than cooled. Goods that travel either way (onions,
 * juice, chocolate) do not need it.
 *
 * @param hs a goods code of four digits or more
 * @see docs/sources.md#carriage-temperatures
 * @example needsReefer("0803") // true
 * @example needsReefer("080620") // false
 */
export function needsReefer(hs: string): boolean {
  return carriageOf(hs)?.[3] === 'cooled';
}
