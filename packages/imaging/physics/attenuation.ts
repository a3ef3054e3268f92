/** Energies of the tables, MeV. */
const tableEnergies = [
  0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10,
] as const;

/**
 * Total mass attenuation of photons with coherent scatter, cm²/g, at {@link tableEnergies}.
 *
 * @see docs/sources.md#nist-xaamdi
 */
const elements = {
  hydrogen: [
    0.3355, 0.2944, 0.2651, 0.2429, 0.2112, 0.1893, 0.1729, 0.1599, 0.1405, 0.1263, 0.1129, 0.1027, 0.08769,
    0.06921, 0.05806, 0.05049, 0.04498, 0.03746, 0.03254,
  ],
  carbon: [
    0.1871, 0.1514, 0.1347, 0.1229, 0.1066, 0.09546, 0.08715, 0.08058, 0.07076, 0.06361, 0.0569, 0.05179,
    0.04442, 0.03562, 0.03047, 0.02708, 0.02469, 0.02154, 0.01959,
  ],
  oxygen: [
    0.2132, 0.1551, 0.1361, 0.1237, 0.107, 0.09566, 0.08729, 0.0807, 0.07087, 0.06372, 0.05697, 0.05185,
    0.04459, 0.03597, 0.031, 0.02777, 0.02552, 0.02263, 0.02089,
  ],
  aluminium: [
    0.3681, 0.1704, 0.1378, 0.1223, 0.1042, 0.09276, 0.08445, 0.07802, 0.06841, 0.06146, 0.05496, 0.05006,
    0.04324, 0.03541, 0.03106, 0.02836, 0.02655, 0.02437, 0.02318,
  ],
  chlorine: [
    0.6483, 0.205, 0.148, 0.1266, 0.1054, 0.09311, 0.08453, 0.07795, 0.06826, 0.06128, 0.05478, 0.04994,
    0.04328, 0.03585, 0.03188, 0.0295, 0.02798, 0.02628, 0.02549,
  ],
  iron: [
    1.957, 0.3717, 0.1964, 0.146, 0.1099, 0.094, 0.08415, 0.07704, 0.06699, 0.05995, 0.0535, 0.04883, 0.04265,
    0.03621, 0.03312, 0.03146, 0.03057, 0.02991, 0.02994,
  ],
} as const;

type Element = keyof typeof elements;

/** What materials are made of, shares of mass. Nitrogen lies between carbon and oxygen and is counted as both. */
const compositions = {
  water: { hydrogen: 0.1119, oxygen: 0.8881 },
  cellulose: { hydrogen: 0.0622, carbon: 0.4445, oxygen: 0.4933 },
  sugar: { hydrogen: 0.0648, carbon: 0.4211, oxygen: 0.5141 },
  polyethylene: { hydrogen: 0.1437, carbon: 0.8563 },
  fruit: { hydrogen: 0.0995, carbon: 0.11, oxygen: 0.7905 },
  'cocaine-hydrochloride': { hydrogen: 0.0653, carbon: 0.6217, oxygen: 0.2087, chlorine: 0.1043 },
  ceramic: { oxygen: 0.49, aluminium: 0.51 },
  aluminium: { aluminium: 1 },
  steel: { iron: 1 },
} as const satisfies Readonly<Record<string, Partial<Record<Element, number>>>>;

export type Material = keyof typeof compositions;

/**
 * Mass attenuation of a material, cm²/g, between 0.05 and 10 MeV: the elements of the NIST tables mixed by
 * their share of mass, logarithms interpolated between the energies of the table.
 *
 * @throws {RangeError} outside 0.05 … 10 MeV
 * @see docs/sources.md#nist-xaamdi
 * @example Number(massAttenuation("water", 1).toFixed(4)) // 0.0707
 * @example massAttenuation("steel", 20) // throws
 */
export function massAttenuation(material: Material, energyMeV: number): number {
  const last = tableEnergies.length - 1;
  if (!(energyMeV >= tableEnergies[0] && energyMeV <= tableEnergies[last]!)) {
    throw new RangeError(`${energyMeV} MeV is outside the tables`);
  }
  let at = 0;
  while (at < last - 1 && tableEnergies[at + 1]! < energyMeV) at++;
  const share =
    Math.log(energyMeV / tableEnergies[at]!) / Math.log(tableEnergies[at + 1]! / tableEnergies[at]!);
  let sum = 0;
  for (const [element, mass] of Object.entries(compositions[material]) as [Element, number][]) {
    const row = elements[element];
    sum += mass * Math.exp(Math.log(row[at]!) * (1 - share) + Math.log(row[at + 1]!) * share);
  }
  return sum;
}
