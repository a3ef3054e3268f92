import type { GeometryRelation } from '../register.ts';

/**
 * Scores of clean pairs of the training scenes, by geometry and class of goods.
 *
 * Written by `node bench/scans/run-evaluation.ts --null`, from the same seeds to the same numbers.
 */
export const cleanScores: Readonly<Record<GeometryRelation, Readonly<Record<string, readonly number[]>>>> = {
  same: {},
  unlike: {},
  mirrored: {},
};
