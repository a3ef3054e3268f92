import type { ChapterLine } from './hs-headings/chapter-line.ts';
import { animalsAndPlants } from './hs-headings/animals-and-plants.ts';
import { fatsAndFoods } from './hs-headings/fats-and-foods.ts';
import { instrumentsToArt } from './hs-headings/instruments-to-art.ts';
import { machineryAndVehicles } from './hs-headings/machinery-and-vehicles.ts';
import { mineralsAndChemicals } from './hs-headings/minerals-and-chemicals.ts';
import { plasticsToPaper } from './hs-headings/plastics-to-paper.ts';
import { stoneToMetals } from './hs-headings/stone-to-metals.ts';
import { textilesToHeadgear } from './hs-headings/textiles-to-headgear.ts';

const CHAPTERS: readonly ChapterLine[] = [
  ...animalsAndPlants,
  ...fatsAndFoods,
  ...mineralsAndChemicals,
  ...plasticsToPaper,
  ...textilesToHeadgear,
  ...stoneToMetals,
  ...machineryAndVehicles,
  ...instrumentsToArt,
];

/**
 * The headings of the Harmonized System 2022: four digits and a short wording of this house, in order.
 *
 * 1,228 headings in chapters 01–97; chapter 77 is reserved. Lists that count 1,229 include 9999 of trade
 * statistics, which is no heading. The wording helps people to read a code; what a heading covers is said
 * by the nomenclature alone.
 *
 * @see docs/sources.md#harmonized-system
 * @example hsHeadings.get("0803") // "Bananas and plantains"
 * @example hsHeadings.has("8520") // false
 */
export const hsHeadings: ReadonlyMap<string, string> = new Map(
  CHAPTERS.flatMap(({ headings }) => Object.entries(headings).sort(([a], [b]) => (a < b ? -1 : 1))),
);

/**
 * The chapters of the Harmonized System 2022: two digits and a short title of this house, in order.
 *
 * @see docs/sources.md#harmonized-system
 * @example hsChapters.get("08") // "Fruit and nuts"
 * @example hsChapters.has("77") // false
 */
export const hsChapters: ReadonlyMap<string, string> = new Map(
  CHAPTERS.map(({ chapter, title }) => [chapter, title]),
);
