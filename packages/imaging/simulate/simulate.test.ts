import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logAttenuation } from '../physics/beam.ts';
import { conceal } from './conceal.ts';
import { containerSize } from './container-shell.ts';
import { solid } from './primitive.ts';
import { chanceFrom } from './random.ts';
import { simulatePair } from './simulate-pair.ts';
import { excessNoise, takeScan } from './take-scan.ts';
import type { Scanner } from './scanner.ts';

const scanner: Scanner = {
  id: 'SIM-TEST',
  geometry: {
    sourceDistanceMm: 5000,
    side: 'left',
    laneOffsetMm: 0,
    columnPitchMm: 20,
    rowPitchMm: 20,
    sourceHeightMm: 1200,
    tiltDegrees: 0,
  },
  high: 6,
  low: 4,
  quantaHigh: 2e4,
  quantaLow: 1e4,
  doseSpread: 0,
  gainSpread: 0,
  scatter: 0,
  dead: 0,
  wobbleMm: 0,
};

function scanOf(parts: readonly ReturnType<typeof solid>[], over: Partial<Scanner> = {}) {
  return takeScan(
    { container: 'QZSU0000000', kind: '20', parts, hidden: [] },
    { ...scanner, ...over },
    chanceFrom('scan'),
  );
}

test('takeScan() attenuates by the path of the ray through a solid', () => {
  const block = solid('box', 'water', 1, [2000, 4000], [900, 1500], [-200, 200]);
  const { image, means } = scanOf([block]);
  const least = means[0]!.reduce((low, value) => Math.min(low, value), 1);
  // The ray at the height of the source runs straight through 40 cm.
  const expected = Math.exp(-logAttenuation(6, [{ material: 'water', arealDensity: 40 }]));
  assert.ok(Math.abs(least / expected - 1) < 0.01, `${least} is not ${expected}`);
  assert.equal(image.channels[0]!.samples.length, image.columns * image.rows);
});

test('takeScan() shows what stands nearer to the source larger', () => {
  const rowsSeen = (z: number): number => {
    const { image, means } = scanOf([solid('box', 'water', 1, [2900, 3100], [1100, 1900], [z - 50, z + 50])]);
    const column = Math.round(image.columns / 2);
    let count = 0;
    for (let row = 0; row < image.rows; row++) if (means[0]![row * image.columns + column]! < 0.9) count++;
    return count;
  };
  // The source is on the left, where z is positive.
  const [near, far] = [rowsSeen(900), rowsSeen(-900)];
  assert.ok(Math.abs(near / far - 5900 / 4100) < 0.1, `${near} and ${far} rows`);
});

test('takeScan() has the variance of compound quanta', () => {
  const { image } = scanOf([]);
  const { samples, airLevel, darkLevel } = image.channels[0]!;
  let [sum, squares] = [0, 0];
  for (const sample of samples) {
    const value = (sample - darkLevel) / (airLevel - darkLevel);
    sum += value;
    squares += value * value;
  }
  const mean = sum / samples.length;
  const variance = squares / samples.length - mean * mean;
  assert.ok(Math.abs(mean - 1) < 0.001);
  assert.ok(Math.abs(variance / (excessNoise / 2e4) - 1) < 0.05, `${variance}`);
});

test('simulatePair() gives the same bytes for the same seed, others for another', () => {
  const samples = (seed: string) =>
    simulatePair({ seed, family: 'training', cargo: 'tiles', geometry: 'same', threatKg: 5, pitchMm: 20 })
      .arrival.image.channels[0]!.samples;
  assert.deepEqual(samples('1'), samples('1'));
  assert.notDeepEqual(samples('1'), samples('2'));
});

test('conceal() hides the mass that was asked for, and none in a swap on balance', () => {
  const kilograms = (parts: ReturnType<typeof conceal>['parts']): number =>
    parts.reduce((sum, { x, y, z, organic, steel }) => {
      const litres = ((x[1] - x[0]) * (y[1] - y[0]) * (z[1] - z[0])) / 1e6;
      return sum + (organic + steel) * litres;
    }, 0);
  for (const massKg of [1, 5, 25, 50]) {
    const { parts } = conceal('doors', massKg, '40', [], chanceFrom('a'));
    assert.ok(Math.abs(kilograms(parts) / massKg - 1) < 0.01, `${kilograms(parts)} kg for ${massKg}`);
  }
  const { inside } = containerSize('40');
  const load = [solid('box', 'fruit', 0.4, [3000, 3500], [inside.y[0], inside.y[0] + 240], [-200, 200], 0)];
  const { parts, place } = conceal('swap', 10, '40', load, chanceFrom('b'));
  assert.equal(place, 'swap');
  assert.ok(Math.abs(kilograms(parts)) < 0.5);
});

test('conceal() refuses masses that no bag holds', () => {
  for (const massKg of [0, -1, 51, Number.NaN]) {
    assert.throws(() => conceal('doors', massKg, '40', [], chanceFrom('a')), RangeError);
  }
});
