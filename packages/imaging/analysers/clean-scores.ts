import type { GeometryRelation } from '../register.ts';

/**
 * Scores of clean pairs of the training scenes, by geometry and class of goods.
 *
 * Written by `node bench/scans/write-results.ts FILE --null`, from the same seeds to the same numbers.
 */
export const cleanScores: Readonly<Record<GeometryRelation, Readonly<Record<string, readonly number[]>>>> = {
  same: {
    empty: [4.2],
    bananas: [4.91],
    cartons: [4.82],
    sacks: [5.06],
    drums: [12.41],
    liquids: [4.57],
    machinery: [5.3],
    scrap: [0],
    'paper-rolls': [5.54],
    tiles: [4.18],
  },
  unlike: {
    empty: [6.89],
    bananas: [11.59],
    cartons: [8.08],
    sacks: [0],
    drums: [4.51],
    scrap: [4.95],
    'paper-rolls': [4.65],
    tiles: [10.33],
  },
  mirrored: {
    empty: [7.94],
    bananas: [6.21],
    cartons: [7.19],
    liquids: [5.4],
    scrap: [5.3],
  },
};
