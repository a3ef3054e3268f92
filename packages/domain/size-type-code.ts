import { remember } from './remember.ts';

export type ContainerKind =
  | 'general'
  | 'ventilated'
  | 'bulk'
  | 'named-cargo'
  | 'reefer'
  | 'insulated'
  | 'open-top'
  | 'flat'
  | 'platform'
  | 'tank'
  | 'air';

/** Lowest and highest of something in kilograms, both included. */
export interface KilogramRange {
  readonly min: number;
  readonly max: number;
}

/** What a size and type code says about a container; `null` where it does not say or says it in an unknown way. */
export interface SizeType {
  /** The four characters, upper case. */
  readonly code: string;
  /** How the code was read: ISO 6346 since 1995, ISO 6346 before 1995 (digits only), or a trade name. */
  readonly style: 'iso-1995' | 'iso-1984' | 'trade';
  readonly lengthFt: number | null;
  readonly lengthMm: number | null;
  readonly heightMm: number | null;
  readonly widthMm: number | null;
  readonly kind: ContainerKind | null;
  /** Whether the box itself cools: kind "reefer". */
  readonly isReefer: boolean;
  /** Empty mass within which nearly all boxes of this length, height and kind lie. See {@link typicalTareKg}. */
  readonly tareKg: KilogramRange | null;
  /** Maximum gross mass as found on plates of such boxes, oldest to newest. */
  readonly maxGrossKg: KilogramRange | null;
}

/** First character since 1995: feet and millimetres. */
const LENGTHS: Readonly<Record<string, readonly [ft: number, mm: number]>> = {
  1: [10, 2991],
  2: [20, 6058],
  3: [30, 9125],
  4: [40, 12192],
  A: [23, 7150],
  B: [24, 7315],
  C: [24, 7430],
  D: [24, 7450],
  E: [26, 7820],
  F: [27, 8100],
  G: [41, 12500],
  H: [43, 13106],
  K: [45, 13600],
  L: [45, 13716],
  M: [48, 14630],
  N: [49, 14935],
  P: [53, 16154],
};

/** Second character since 1995: height and width in millimetres; 6 and 9 stand for "above" and "up to". */
const HEIGHTS: Readonly<Record<string, readonly [heightMm: number | null, widthMm: number | null]>> = {
  0: [2438, 2438],
  2: [2591, 2438],
  4: [2743, 2438],
  5: [2896, 2438],
  6: [null, 2438],
  8: [1295, 2438],
  9: [1219, 2438],
  C: [2591, null],
  D: [2743, null],
  E: [2896, null],
  F: [null, null],
  L: [2591, null],
  M: [2743, null],
  N: [2896, null],
  P: [null, null],
};

/** First digit before 1995. 9 was free and came into use for 45 ft. */
const OLD_LENGTHS: Readonly<Record<string, readonly [ft: number, mm: number]>> = {
  1: [10, 2991],
  2: [20, 6058],
  3: [30, 9125],
  4: [40, 12192],
  9: [45, 13716],
};

/** Second digit before 1995; the odd one of each pair has a gooseneck tunnel. 4 and 5 are "above 8 ft 6 in". */
const OLD_HEIGHTS: Readonly<Record<string, number | null>> = {
  0: 2438,
  1: 2438,
  2: 2591,
  3: 2591,
  4: 2896,
  5: 2896,
  6: 1295,
  7: 1295,
  8: null,
  9: 1219,
};

/** Third character since 1995. K and N came with the edition of 2022. */
const KINDS: Readonly<Record<string, ContainerKind>> = {
  G: 'general',
  V: 'ventilated',
  B: 'bulk',
  S: 'named-cargo',
  R: 'reefer',
  H: 'insulated',
  U: 'open-top',
  T: 'tank',
  K: 'tank',
  N: 'bulk',
  A: 'air',
};

/** Last two characters that the trade writes in the place of a type. */
const TRADE_KINDS: Readonly<Record<string, ContainerKind>> = {
  DC: 'general',
  DV: 'general',
  HC: 'general',
  HQ: 'general',
  RF: 'reefer',
  RH: 'reefer',
  RQ: 'reefer',
  OT: 'open-top',
  FR: 'flat',
  TK: 'tank',
};

/**
 * Decodes a size and type code: the four characters on the door and in messages.
 *
 * Read are the codes since 1995 ("22G1", "45R1", "L5G1", group codes such as "22GP"), the digits of
 * before 1995 that messages still carry ("2210", "4310", "4530"), and trade names with a known ending
 * in place of the type ("42OT", "40HC"). A character without meaning gives `null` for what it should
 * say, and the rest is read all the same. "45HC" leaves the length open: it is written for 40 ft and
 * for 45 ft boxes.
 *
 * Half heights are given as the standard's 4 ft 3 in; "up to 4 ft" as 1,219 mm.
 *
 * @returns `null` when `text` is not four letters and digits, or when neither length nor kind is known
 * @see docs/sources.md#iso-6346
 * @example decodeSizeType("45R1").kind // "reefer"
 * @example decodeSizeType("L5G1").lengthFt // 45
 * @example decodeSizeType("4310").heightMm // 2591
 * @example decodeSizeType("ZZZZ") // null
 */
export function decodeSizeType(text: string): SizeType | null {
  return decoded(text);
}

const decoded = remember((text: string): SizeType | null => {
  const code = text.trim().toUpperCase();
  if (!/^[A-Z0-9]{4}$/.test(code)) return null;
  const [length, height, third, last] = [code.charAt(0), code.charAt(1), code.charAt(2), code.charAt(3)];
  if (/^[0-9]{4}$/.test(code)) {
    return sizeType(
      code,
      'iso-1984',
      OLD_LENGTHS[length],
      OLD_HEIGHTS[height] ?? null,
      2438,
      oldKind(third, last),
    );
  }
  const [heightMm, widthMm] = HEIGHTS[height] ?? [null, null];
  const tradeKind = TRADE_KINDS[third + last];
  if (tradeKind === undefined) {
    const kind = isTypeEnding(third, last) ? kindOf(third, last) : null;
    return sizeType(code, 'iso-1995', LENGTHS[length], heightMm, widthMm, kind);
  }
  const isHigh = /(?:HC|HQ|RH|RQ)$/.test(code);
  // "20DC" and "40DV" give the length in feet: their 0 is no height of eight feet.
  const tradeHeightMm = isHigh ? 2896 : height === '0' ? null : heightMm;
  const isLengthOpen = isHigh && code.startsWith('45');
  return sizeType(code, 'trade', isLengthOpen ? undefined : LENGTHS[length], tradeHeightMm, 2438, tradeKind);
});

function sizeType(
  code: string,
  style: SizeType['style'],
  length: readonly [number, number] | undefined,
  heightMm: number | null,
  widthMm: number | null,
  kind: ContainerKind | null,
): SizeType | null {
  const [lengthFt, lengthMm] = length ?? [null, null];
  if (lengthFt === null && kind === null) return null;
  return {
    code,
    style,
    lengthFt,
    lengthMm,
    heightMm,
    widthMm,
    kind,
    isReefer: kind === 'reefer',
    tareKg: lengthFt === null || kind === null ? null : typicalTareKg(lengthFt, heightMm, kind),
    maxGrossKg: lengthFt === null ? null : (MAX_GROSS_KG[lengthFt] ?? null),
  };
}

/** Fourth character: a digit or A–F (reduced strength), or the letter of a group code. */
function isTypeEnding(third: string, last: string): boolean {
  return /^[0-9A-F]$/.test(last) || GROUP_ENDINGS[third]?.includes(last) === true;
}

/** Second letter of the group codes: "GP", "VH", "BU", "RT", …. */
const GROUP_ENDINGS: Readonly<Record<string, string>> = {
  G: 'P',
  V: 'H',
  B: 'UK',
  S: 'N',
  R: 'EST',
  H: 'RI',
  U: 'T',
  P: 'LFCS',
  T: 'NDG',
  K: 'L',
  N: 'HNP',
  A: 'S',
};

/** P0 and PL are bare platforms; the others have ends or a frame and are flats. */
function kindOf(third: string, last: string): ContainerKind | null {
  if (third === 'P') return last === '0' || last === 'L' ? 'platform' : 'flat';
  return KINDS[third] ?? null;
}

/** Third and fourth digit before 1995. */
function oldKind(third: string, last: string): ContainerKind | null {
  const type = Number(third + last);
  if (type < 13) return 'general';
  if (type < 20) return 'ventilated';
  if (type < 25) return 'bulk';
  if (type < 30) return 'named-cargo';
  if (type < 40) return 'reefer';
  if (type < 50) return 'insulated';
  if (type < 60) return 'open-top';
  if (type === 60) return 'platform';
  if (type < 70) return 'flat';
  if (type < 80) return 'tank';
  if (type < 90) return 'bulk';
  return 'air';
}

/** Empty masses by length in feet and kind; the second pair is for boxes of 9 ft 6 in. */
const TARE_KG: Readonly<
  Record<string, readonly [min: number, max: number, highMin?: number, highMax?: number]>
> = {
  '20/general': [1900, 2600, 2200, 2900],
  '40/general': [3300, 4200, 3500, 4500],
  '45/general': [4400, 5300, 4400, 5300],
  '20/ventilated': [2200, 2800],
  '20/bulk': [2300, 3500],
  '20/reefer': [2600, 3500, 2700, 3700],
  '40/reefer': [3900, 5200, 4100, 5300],
  '45/reefer': [4700, 6500, 4700, 6500],
  '20/insulated': [2400, 3200],
  '40/insulated': [3500, 5000, 3700, 5200],
  '20/open-top': [2000, 2900],
  '40/open-top': [3500, 4800, 3700, 5000],
  '20/flat': [2100, 3600],
  '40/flat': [4200, 6600],
  '20/platform': [1900, 3100],
  '40/platform': [3500, 6200],
  '20/tank': [2800, 5500],
};

/** Lowest rating still found and highest that ISO 668 allows, by length in feet. */
const MAX_GROSS_KG: Readonly<Record<number, KilogramRange>> = {
  10: { min: 10_160, max: 10_160 },
  20: { min: 20_320, max: 36_000 },
  30: { min: 25_400, max: 36_000 },
  40: { min: 30_480, max: 36_000 },
  45: { min: 30_480, max: 36_000 },
};

/**
 * Empty mass within which nearly all boxes of a length, height and kind lie, in kilograms.
 *
 * These are policy values of this house, set wide around the figures that carriers publish for their
 * fleets; a mass outside is a reason to look, no proof. A box whose own plate is known goes by its plate.
 *
 * @param heightMm `null` = not known: the range spans both heights
 * @returns `null` where there is no value, e.g. for tanks of 40 ft
 * @see docs/sources.md#container-tare
 * @example typicalTareKg(40, 2896, "reefer") // { min: 4100, max: 5300 }
 * @example typicalTareKg(53, 2896, "general") // null
 */
export function typicalTareKg(
  lengthFt: number,
  heightMm: number | null,
  kind: ContainerKind,
): KilogramRange | null {
  const range = TARE_KG[`${String(lengthFt)}/${kind}`];
  if (range === undefined) return null;
  const [min, max, highMin = min, highMax = max] = range;
  if (heightMm === null) return { min: Math.min(min, highMin), max: Math.max(max, highMax) };
  return heightMm > 2743 ? { min: highMin, max: highMax } : { min, max };
}
