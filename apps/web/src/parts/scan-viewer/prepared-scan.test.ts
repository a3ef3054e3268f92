import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localMeans, materialMap, meanFrom } from './prepared-scan.ts';
import type { ViewedScan } from './viewed-scan.ts';

const [columns, rows] = [160, 80];
const step = 0.1;
const line = (slope: number): number[] => Array.from({ length: 81 }, (_, index) => index * step * slope);
const [organic, steel] = [1.28, 1.15];

/** Air on top and a slab below, `depth` thick, whose low channel reads `slope` times as much. */
function slab(depth: number, slope: number): ViewedScan {
  const channel = (energy: 'high' | 'low') => {
    const samples = new Uint16Array(columns * rows);
    for (let at = 0; at < samples.length; at++) {
      const through = at < columns * 10 ? 0 : energy === 'high' ? depth : depth * slope;
      // The same small unrest in every test: a few counts in ten thousand.
      samples[at] = Math.round(100 + 58_000 * Math.exp(-through) + ((at * 7919) % 13) - 6);
    }
    return { energy, airLevel: 58_100, darkLevel: 100, samples, density: null };
  };
  return {
    columns,
    rows,
    channels: [channel('high'), channel('low')],
    scales: {
      step,
      density: [null, null],
      materials: [
        { atomicNumber: 6.4, low: line(organic) },
        { atomicNumber: 26, low: line(steel) },
      ],
    },
    geometry: null,
    calibrated: true,
  };
}

const inside = 2 * (columns * 60 + 80);

test('materialMap() tells organic from steel where there is enough of it', () => {
  const [soft, hard] = [materialMap(slab(2, organic))!, materialMap(slab(2, steel))!];
  assert.deepEqual([soft[inside + 1], hard[inside + 1]], [255, 255]);
  assert.ok(soft[inside]! < 20 && hard[inside]! > 235, `${soft[inside]} ${hard[inside]}`);
});

test('materialMap() trusts neither what is too thin nor what is too thick, and tells air apart', () => {
  assert.equal(materialMap(slab(0.1, steel))![inside + 1], 0);
  assert.equal(materialMap(slab(7.8, steel))![inside + 1], 0);
  assert.equal(materialMap(slab(2, steel))![2 * 40 + 1], 128);
});

test('materialMap() refuses a scan without two known energies', () => {
  const scan = slab(2, steel);
  assert.equal(materialMap({ ...scan, channels: scan.channels.slice(0, 1) }), null);
  assert.equal(materialMap({ ...scan, scales: { ...scan.scales, materials: null } }), null);
});

test('localMeans() gives back the attenuation of an even slab', () => {
  const scan = slab(2, steel);
  const means = localMeans(scan, scan.channels[0]!);
  assert.ok(Math.abs(meanFrom(means[columns * 79 + 80]!) - 2) < 0.01);
});
