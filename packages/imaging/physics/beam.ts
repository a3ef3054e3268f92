import { massAttenuation, type Material } from './attenuation.ts';

/** Nominal voltages that have a published spectrum, MV. */
export type BeamMV = 4 | 6 | 9 | 10;

/**
 * Published bremsstrahlung spectra of linacs behind their target and flattening: energy in MeV and photons
 * per MeV, in any unit. 0.511 MeV is left out: the annihilation line is one bin wide and carries little.
 *
 * @see docs/sources.md#lalor-2023
 */
const published: Readonly<Record<4 | 6 | 10, readonly (readonly [number, number])[]>> = {
  4: [
    [0.06, 0.001],
    [0.1, 0.0697],
    [0.15, 0.2326],
    [0.2, 0.5393],
    [0.25, 0.7776],
    [0.3, 0.8906],
    [0.35, 0.9133],
    [0.4, 0.8871],
    [0.5, 0.7912],
    [0.6, 0.6926],
    [0.7, 0.6105],
    [0.8, 0.5397],
    [1, 0.426],
    [1.25, 0.3346],
    [1.5, 0.2598],
    [1.75, 0.2084],
    [2, 0.1687],
    [2.25, 0.1395],
    [2.5, 0.111],
    [2.75, 0.0897],
    [3, 0.0727],
    [3.25, 0.0563],
    [3.5, 0.0427],
    [3.75, 0.0269],
    [3.9, 0.017],
    [4, 0],
  ],
  6: [
    [0.06, 0.0009],
    [0.1, 0.0561],
    [0.15, 0.1935],
    [0.2, 0.416],
    [0.25, 0.5826],
    [0.3, 0.669],
    [0.35, 0.69],
    [0.4, 0.6835],
    [0.5, 0.6288],
    [0.6, 0.5622],
    [0.7, 0.5075],
    [0.8, 0.4588],
    [1, 0.3784],
    [1.25, 0.3122],
    [1.5, 0.2564],
    [1.75, 0.2148],
    [2, 0.18],
    [2.5, 0.1332],
    [3, 0.0993],
    [3.5, 0.0765],
    [4, 0.058],
    [4.5, 0.0445],
    [5.2, 0.0267],
    [5.5, 0.0198],
    [5.8, 0.0115],
    [5.9, 0.0084],
    [6, 0],
  ],
  10: [
    [0.06, 0.0007],
    [0.1, 0.0437],
    [0.15, 0.1511],
    [0.2, 0.2983],
    [0.25, 0.4057],
    [0.3, 0.4715],
    [0.35, 0.4907],
    [0.4, 0.4932],
    [0.5, 0.4667],
    [0.6, 0.4276],
    [0.7, 0.3941],
    [0.8, 0.3647],
    [1, 0.3149],
    [1.25, 0.2685],
    [1.5, 0.2313],
    [1.75, 0.1997],
    [2, 0.1748],
    [2.5, 0.1378],
    [3, 0.1095],
    [3.5, 0.0896],
    [4, 0.074],
    [4.5, 0.0618],
    [5.3, 0.0475],
    [6, 0.0384],
    [6.5, 0.0326],
    [7, 0.0283],
    [7.5, 0.0241],
    [8, 0.0202],
    [8.5, 0.0162],
    [9, 0.0122],
    [9.5, 0.0079],
    [9.8, 0.0046],
    [10, 0],
  ],
};

/**
 * A detector of cadmium tungstate answers with the energy left in it, about E^power, steeper where pairs are
 * made. Both are fitted to the published detector-weighted
 * mean energies (1.54, 2.34 and 4.06 MeV) and to the attenuation of cellulose and steel.
 */
const response = { power: 0.64, bend: 0.14 };
const responseTo = (energy: number): number => energy ** (response.power + response.bend * Math.log(energy));

interface Spectrum {
  readonly energies: readonly number[];
  /** Share of the signal in open air that comes from an energy; adds up to 1. */
  readonly weights: readonly number[];
}

const spectra = new Map<BeamMV, Spectrum>();

function spectrumOf(beam: BeamMV): Spectrum {
  const known = spectra.get(beam);
  if (known !== undefined) return known;
  // No 9-MV spectrum is published with these: it is the 10-MV one with its energies above 0.5 MeV pressed to end at 9.
  const points =
    beam === 9
      ? published[10].map(
          ([energy, photons]) =>
            [energy < 0.5 ? energy : 0.5 + ((energy - 0.5) * 8.5) / 9.5, photons] as const,
        )
      : published[beam];
  const weights = points.map(([energy, photons], index) => {
    const before = points[index - 1]?.[0] ?? energy;
    const after = points[index + 1]?.[0] ?? energy;
    return photons * responseTo(energy) * ((after - before) / 2);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const made = { energies: points.map(([energy]) => energy), weights: weights.map((weight) => weight / sum) };
  spectra.set(beam, made);
  return made;
}

/**
 * Mean energy of the signal of a beam in open air, MeV.
 *
 * @see docs/sources.md#lalor-2023
 * @example Math.abs(meanEnergy(6) - 2.34) < 0.05 // true
 */
export function meanEnergy(beam: BeamMV): number {
  const { energies, weights } = spectrumOf(beam);
  return energies.reduce((sum, energy, index) => sum + energy * weights[index]!, 0);
}

/** How much of a material, g/cm². */
export interface Layer {
  readonly material: Material;
  readonly arealDensity: number;
}

/**
 * Minus the natural logarithm of the transparency of layers to a beam: 0 in open air, upward. Free
 * streaming: photons that scatter are lost; a scanner adds its scatter afterwards.
 *
 * @example logAttenuation(6, []) // 0
 * @example Number((logAttenuation(6, [{ material: "water", arealDensity: 20 }]) / 20).toFixed(3)) // 0.051
 */
export function logAttenuation(beam: BeamMV, layers: readonly Layer[]): number {
  const { energies, weights } = spectrumOf(beam);
  let transparency = 0;
  energies.forEach((energy, index) => {
    let depth = 0;
    for (const { material, arealDensity } of layers)
      depth += massAttenuation(material, energy) * arealDensity;
    transparency += weights[index]! * Math.exp(-depth);
  });
  return Math.max(0, -Math.log(transparency));
}

/** A material as so much cellulose and so much steel a gram, which attenuate alike. */
export interface Basis {
  readonly organic: number;
  readonly steel: number;
}

const bases = new Map<Material, Basis>();

/**
 * A gram of a material as grams of cellulose and of steel: the least-squares fit of its attenuation over
 * the energies that a 6-MV beam gives weight.
 *
 * @example basisOf("steel").steel > 0.999 // true
 */
export function basisOf(material: Material): Basis {
  const known = bases.get(material);
  if (known !== undefined) return known;
  const { energies, weights } = spectrumOf(6);
  let [oo, os, ss, om, sm] = [0, 0, 0, 0, 0];
  energies.forEach((energy, index) => {
    const weight = weights[index]!;
    const organic = massAttenuation('cellulose', energy);
    const steel = massAttenuation('steel', energy);
    const both = massAttenuation(material, energy);
    oo += weight * organic * organic;
    os += weight * organic * steel;
    ss += weight * steel * steel;
    om += weight * organic * both;
    sm += weight * steel * both;
  });
  const determinant = oo * ss - os * os;
  const made = { organic: (om * ss - sm * os) / determinant, steel: (sm * oo - om * os) / determinant };
  bases.set(material, made);
  return made;
}

/** Steps of the tables below, g/cm². */
const organicStep = 2;
const steelStep = 4;
const organicSteps = 201;
const steelSteps = 101;

const tables = new Map<BeamMV, Float64Array>();

/**
 * Minus log transparency for each areal density of cellulose (0 … 400 g/cm² by 2, down) and of steel
 * (0 … 400 by 4, across), to be read with {@link attenuationAt}.
 */
export function attenuationTable(beam: BeamMV): Float64Array {
  const known = tables.get(beam);
  if (known !== undefined) return known;
  const { energies, weights } = spectrumOf(beam);
  const organic = energies.map((energy) => massAttenuation('cellulose', energy));
  const steel = energies.map((energy) => massAttenuation('steel', energy));
  const table = new Float64Array(organicSteps * steelSteps);
  for (let row = 0; row < organicSteps; row++) {
    for (let column = 0; column < steelSteps; column++) {
      let transparency = 0;
      for (let at = 0; at < energies.length; at++) {
        transparency +=
          weights[at]! * Math.exp(-organic[at]! * row * organicStep - steel[at]! * column * steelStep);
      }
      table[row * steelSteps + column] = -Math.log(transparency);
    }
  }
  tables.set(beam, table);
  return table;
}

/** Reads an {@link attenuationTable} between its steps; beyond its end it goes on straight. */
export function attenuationAt(table: Float64Array, organic: number, steel: number): number {
  const down = organic / organicStep;
  const across = steel / steelStep;
  const row = Math.max(0, Math.min(organicSteps - 2, Math.floor(down)));
  const column = Math.max(0, Math.min(steelSteps - 2, Math.floor(across)));
  const at = row * steelSteps + column;
  const right = across - column;
  const below = down - row;
  return (
    (table[at]! * (1 - right) + table[at + 1]! * right) * (1 - below) +
    (table[at + steelSteps]! * (1 - right) + table[at + steelSteps + 1]! * right) * below
  );
}

const inverses = new Map<BeamMV, Float64Array>();
const inverseStep = 0.02;

/**
 * Areal density of cellulose, g/cm², that attenuates a beam as much: the scale on which scans of unlike
 * spectra can be compared. Steel counts as the cellulose it is mistaken for.
 *
 * @param attenuation minus log transparency, from {@link logAttenuation} or a calibrated scan
 * @example Math.abs(organicDensity(6, logAttenuation(6, [{ material: "cellulose", arealDensity: 50 }])) - 50) < 0.2 // true
 */
export function organicDensity(beam: BeamMV, attenuation: number): number {
  const inverse = inverseOf(beam);
  const place = attenuation / inverseStep;
  const at = Math.max(0, Math.min(inverse.length - 2, Math.floor(place)));
  return inverse[at]! + (inverse[at + 1]! - inverse[at]!) * (place - at);
}

function inverseOf(beam: BeamMV): Float64Array {
  const known = inverses.get(beam);
  if (known !== undefined) return known;
  const table = attenuationTable(beam);
  const inverse = new Float64Array(700);
  let row = 0;
  for (let step = 0; step < inverse.length; step++) {
    const wanted = step * inverseStep;
    while (row < organicSteps - 2 && table[(row + 1) * steelSteps]! < wanted) row++;
    const from = table[row * steelSteps]!;
    const to = table[(row + 1) * steelSteps]!;
    inverse[step] = (row + (wanted - from) / (to - from)) * organicStep;
  }
  inverses.set(beam, inverse);
  return inverse;
}
