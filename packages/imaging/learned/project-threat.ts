import { channels, patchSide } from './network.ts';

/** A threat as the beam meets it: added depth (g/cm²) per pixel of a patch, and where it lies. */
export interface ProjectedThreat {
  /** 64 × 64, row-major. */
  readonly arealDensity: Float32Array;
  readonly massKg: number;
}

/**
 * Effective attenuation of pressed cocaine hydrochloride, cm²/g behind 20 g/cm², by nominal voltage in MV.
 *
 * @see docs/sources.md#linac-spectra
 */
const attenuations: readonly (readonly [megavolts: number, attenuation: number])[] = [
  [4, 0.05909],
  [6, 0.04894],
  [10, 0.03806],
];

/**
 * Effective attenuation at a nominal voltage: straight between those that are known, the nearest beyond.
 *
 * @example attenuationAt(6) // 0.04894
 * @example attenuationAt(2) // 0.05909
 * @example attenuationAt(15) // 0.03806
 */
export function attenuationAt(megavolts: number): number {
  const above = attenuations.findIndex(([known]) => known >= megavolts);
  if (above === 0) return attenuations[0]![1];
  const [low, lowValue] = attenuations.at(above === -1 ? -1 : above - 1)!;
  if (above === -1) return lowValue;
  const [high, highValue] = attenuations[above]!;
  return lowValue + ((megavolts - low) / (high - low)) * (highValue - lowValue);
}

/** Of the commonest pair of energies, 4 and 6 MV, on which the network is trained. */
const attenuation = { low: attenuationAt(4), high: attenuationAt(6) } as const;

/** A pixel of the patch is 1 cm². */
const pixelCm2 = 1;

/**
 * Draws a threat: one to a stack of bricks of 1 kg in a row, or a bag, turned, at a random place of the
 * patch. Masses from 1 to 50 kg, spread evenly over their logarithm, since small ones are the hard ones.
 *
 * @param random numbers from 0 to below 1
 */
export function drawThreat(random: () => number): ProjectedThreat {
  const massKg = 50 ** random();
  const isBag = massKg > 8 && random() < 0.6;
  // Pressed at 1.1 g/cm³; a bag of bricks is filled to 0.8.
  const density = isBag ? 0.88 : 1.1;
  const thickness = isBag ? 12 + random() * 20 : 3.5 + Math.floor(random() * Math.min(8, massKg)) * 3.75;
  const area = (massKg * 1000) / (density * thickness);
  const ratio = 1 + random() * 1.2;
  const width = Math.sqrt(area * ratio);
  const height = area / width;
  const angle = random() < 0.5 ? 0 : (random() - 0.5) * Math.PI;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const reach = (half: number): number => patchSide / 2 + (random() - 0.5) * Math.max(0, patchSide - half);
  const [x, y] = [reach(width * 0.6), reach(height * 0.6)];
  const arealDensity = new Float32Array(patchSide * patchSide);
  let met = 0;
  for (let row = 0; row < patchSide; row++) {
    for (let column = 0; column < patchSide; column++) {
      const [dx, dy] = [column + 0.5 - x, row + 0.5 - y];
      const u = Math.abs(dx * cos + dy * sin) / (width / 2);
      const v = Math.abs(dy * cos - dx * sin) / (height / 2);
      if ((u - 1) * width > 1 || (v - 1) * height > 1) continue;
      // A bag bulges; a brick is flat with an edge that a pixel averages.
      const shape = isBag ? bulge(u) * bulge(v) : edge(u, width) * edge(v, height);
      arealDensity[row * patchSide + column] = shape * density * thickness;
      met += shape * density * thickness * pixelCm2;
    }
  }
  return { arealDensity, massKg: met / 1000 };
}

function bulge(distance: number): number {
  const square = distance * distance;
  return Math.sqrt(Math.max(0, 1 - square * square));
}

function edge(distance: number, side: number): number {
  return Math.min(1, Math.max(0, ((1 - distance) * side) / 2 + 0.5));
}

/**
 * Puts a threat into a patch, in place: transmissions multiply, so depths add up. What lies too deep to be
 * seen stays so.
 *
 * @param patch 2 × 64 × 64 as the network sees it
 */
export function insertThreat(patch: Float32Array, { arealDensity }: ProjectedThreat): void {
  const plane = patchSide * patchSide;
  if (patch.length !== channels * plane) throw new RangeError(`a patch has ${channels * plane} numbers`);
  for (let i = 0; i < plane; i++) {
    const density = arealDensity[i]!;
    if (density === 0) continue;
    patch[i] = Math.min(4, patch[i]! + (density * attenuation.high) / 2);
    // Without a low energy the second plane is 0 everywhere, and a threat must not give itself away there.
    if (patch[plane + i] !== 0) patch[plane + i]! += density * (attenuation.low - attenuation.high);
  }
}
