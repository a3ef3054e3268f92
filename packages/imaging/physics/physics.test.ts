import assert from 'node:assert/strict';
import { test } from 'node:test';
import { massAttenuation, type Material } from './attenuation.ts';
import { attenuationAt, attenuationTable, logAttenuation, meanEnergy, organicDensity } from './beam.ts';

/**
 * Attenuation per g/cm² behind 20 g/cm², from the published spectra and detector response.
 *
 * @see docs/sources.md#lalor-2023
 */
const published: readonly (readonly [Material, Readonly<Record<4 | 6 | 10, number>>])[] = [
  ['water', { 4: 0.06167, 6: 0.05105, 10: 0.03966 }],
  ['cellulose', { 4: 0.0591, 6: 0.04892, 10: 0.03796 }],
  ['sugar', { 4: 0.05924, 6: 0.04903, 10: 0.03805 }],
  ['cocaine-hydrochloride', { 4: 0.05909, 6: 0.04894, 10: 0.03806 }],
  ['polyethylene', { 4: 0.06307, 6: 0.052, 10: 0.04002 }],
  ['aluminium', { 4: 0.05459, 6: 0.04577, 10: 0.03663 }],
  ['steel', { 4: 0.05446, 6: 0.04653, 10: 0.03913 }],
];

test('logAttenuation() agrees within 1 % with 21 values that published spectra give', () => {
  for (const [material, values] of published) {
    for (const beam of [4, 6, 10] as const) {
      const ours = logAttenuation(beam, [{ material, arealDensity: 20 }]) / 20;
      assert.ok(Math.abs(ours / values[beam] - 1) < 0.01, `${material} at ${beam} MV: ${ours}`);
    }
  }
});

test('meanEnergy() agrees within 1 % with the published means of three beams', () => {
  assert.ok(Math.abs(meanEnergy(4) / 1.54 - 1) < 0.01);
  assert.ok(Math.abs(meanEnergy(6) / 2.34 - 1) < 0.01);
  assert.ok(Math.abs(meanEnergy(10) / 4.06 - 1) < 0.01);
});

test('massAttenuation() gives the NIST values of mixtures and refuses energies outside its tables', () => {
  assert.ok(Math.abs(massAttenuation('water', 1) / 0.0707 - 1) < 0.003);
  assert.ok(Math.abs(massAttenuation('polyethylene', 3) / 0.0404 - 1) < 0.003);
  assert.ok(Math.abs(massAttenuation('cellulose', 0.662) / 0.0819 - 1) < 0.005);
  assert.throws(() => massAttenuation('water', 20), RangeError);
  assert.throws(() => massAttenuation('water', Number.NaN), RangeError);
});

test('the table of a beam agrees with the spectrum it was made from', () => {
  for (const [organic, steel] of [
    [3, 0],
    [33, 7],
    [120, 55],
    [301, 5],
  ] as const) {
    const exact = logAttenuation(6, [
      { material: 'cellulose', arealDensity: organic },
      { material: 'steel', arealDensity: steel },
    ]);
    assert.ok(Math.abs(attenuationAt(attenuationTable(6), organic, steel) / exact - 1) < 0.002);
  }
  assert.ok(
    Math.abs(organicDensity(6, logAttenuation(6, [{ material: 'cellulose', arealDensity: 77 }])) - 77) < 0.2,
  );
});

test('dual energy does not tell cocaine from sugar: their ratios of low to high differ by less than 0.3 %', () => {
  const ratio = (material: Material): number =>
    logAttenuation(4, [{ material, arealDensity: 20 }]) / logAttenuation(6, [{ material, arealDensity: 20 }]);
  assert.ok(Math.abs(ratio('cocaine-hydrochloride') / ratio('sugar') - 1) < 0.003);
  assert.ok(ratio('sugar') / ratio('steel') > 1.02);
});
