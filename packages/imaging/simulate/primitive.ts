import type { Material } from '../physics/attenuation.ts';
import { basisOf } from '../physics/beam.ts';

/**
 * A solid of one material. `box` fills its bounds; the others are the round body that its bounds hold:
 * a cylinder that stands (`upright`), lies across the container (`across`) or along it (`along`), or an
 * `ellipsoid`.
 *
 * Lengths in mm: x along the container from its front to its doors, y up from its underside, z across
 * from its middle plane to the left, seen from the doors.
 */
export interface Primitive {
  readonly shape: 'box' | 'upright' | 'across' | 'along' | 'ellipsoid';
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly z: readonly [number, number];
  /** g/cm³ of cellulose and of steel that attenuate alike. Negative where something is taken out. */
  readonly organic: number;
  readonly steel: number;
  /** Goods that stand on each other and move together; -1 = part of the container, which stays. */
  readonly stack: number;
}

/** A solid of a material, in the words of a scene. */
export function solid(
  shape: Primitive['shape'],
  material: Material,
  density: number,
  x: readonly [number, number],
  y: readonly [number, number],
  z: readonly [number, number],
  stack = -1,
): Primitive {
  const basis = basisOf(material);
  return { shape, x, y, z, organic: basis.organic * density, steel: basis.steel * density, stack };
}
