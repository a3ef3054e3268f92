import { needsReefer, temperatureRangeFor } from './carriage-temperature.ts';
import { hsChapter, readHsCode } from './hs-code.ts';
import type { ContainerKind } from './size-type-code.ts';

/** Kinds beside "general" that goods of a code travel in; the longest code that fits counts. */
const BESIDE_GENERAL: Readonly<Record<string, readonly ContainerKind[]>> = {
  '01': ['named-cargo', 'ventilated', 'open-top', 'flat'],
  '0801': ['ventilated'],
  '0901': ['ventilated', 'bulk'],
  '10': ['bulk', 'ventilated'],
  '11': ['bulk', 'tank'],
  '12': ['bulk', 'ventilated'],
  '15': ['tank', 'reefer', 'insulated'],
  '17': ['bulk', 'tank', 'ventilated'],
  '1704': [],
  '1801': ['ventilated', 'bulk'],
  '2009': ['tank'],
  '22': ['tank', 'reefer', 'insulated'],
  '23': ['bulk', 'tank'],
  '25': ['bulk', 'open-top', 'flat'],
  '26': ['bulk', 'open-top'],
  '27': ['tank', 'bulk', 'open-top'],
  '28': ['tank', 'bulk'],
  '29': ['tank', 'reefer'],
  '30': ['reefer', 'insulated'],
  '31': ['bulk', 'tank'],
  '32': ['tank'],
  '33': ['tank', 'reefer'],
  '34': ['tank'],
  '35': ['tank', 'reefer'],
  '36': ['reefer'],
  '37': ['reefer'],
  '38': ['tank', 'bulk', 'reefer'],
  '39': ['bulk', 'tank'],
  '40': ['open-top', 'flat', 'tank'],
  '44': ['open-top', 'flat', 'platform', 'ventilated'],
  '47': ['bulk', 'open-top'],
  '68': ['open-top', 'flat', 'platform'],
  '69': ['open-top', 'flat'],
  '70': ['open-top', 'flat'],
  '72': ['open-top', 'flat', 'platform', 'bulk'],
  '73': ['open-top', 'flat', 'platform'],
  '74': ['open-top', 'flat', 'bulk'],
  '75': ['open-top', 'flat', 'bulk'],
  '76': ['open-top', 'flat', 'bulk'],
  '78': ['open-top', 'flat', 'bulk'],
  '79': ['open-top', 'flat', 'bulk'],
  '80': ['open-top', 'flat', 'bulk'],
  '81': ['open-top', 'flat', 'bulk'],
  '84': ['open-top', 'flat', 'platform'],
  '85': ['open-top', 'flat', 'platform'],
  '86': ['open-top', 'flat', 'platform'],
  '87': ['open-top', 'flat', 'platform', 'named-cargo'],
  '88': ['open-top', 'flat', 'platform', 'air'],
  '89': ['open-top', 'flat', 'platform'],
  '94': ['open-top', 'flat'],
  '9508': ['open-top', 'flat', 'platform'],
};

/**
 * Kinds of container in which goods of a code are commonly seen.
 *
 * Policy of this house, drawn from what the kinds are built for. A reefer that is switched off often
 * carries dry goods on its way back; that is not listed, the caller asks whether it runs.
 *
 * @param hs a goods code of two digits or more
 * @returns an empty list when `hs` is no goods code
 * @see docs/sources.md#goods-and-containers
 * @example plausibleKinds("0803") // ["reefer", "insulated"]
 * @example plausibleKinds("9403") // ["general", "open-top", "flat"]
 * @example plausibleKinds("bananas") // []
 */
export function plausibleKinds(hs: string): ContainerKind[] {
  const digits = readHsCode(hs);
  const chapter = hsChapter(hs);
  if (digits === null || chapter === null) return [];
  if (needsReefer(hs)) return ['reefer', 'insulated'];
  const beside = BESIDE_GENERAL[digits.slice(0, 4)] ?? BESIDE_GENERAL[chapter] ?? [];
  const cooled: ContainerKind[] =
    temperatureRangeFor(hs) === null ? [] : ['reefer', 'insulated', 'ventilated'];
  return [...new Set<ContainerKind>(['general', ...cooled, ...beside])];
}
