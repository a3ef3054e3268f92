import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstView, fittedWindow, presets, wholeView, within, zoomedAt } from './view-state.ts';

test('zoomedAt() leaves the place under the pointer where it is', () => {
  const view = { ...firstView, zoom: 2, x: 500, y: 300 };
  const off = [140, -60] as const;
  const placeOf = ({ x, y, zoom }: { x: number; y: number; zoom: number }) => [
    x + off[0] / zoom,
    y + off[1] / zoom,
  ];
  const next = zoomedAt(view, 1.7, off);
  assert.deepEqual(
    placeOf(next).map((value) => value.toFixed(6)),
    placeOf(view).map((value) => value.toFixed(6)),
  );
});

test('zoomedAt() refuses to go beyond its limits, and then moves nothing', () => {
  const view = { ...firstView, zoom: 32, x: 5, y: 5 };
  assert.deepEqual(zoomedAt(view, 10, [40, 40]), { zoom: 32, x: 5, y: 5 });
});

test('wholeView() fits the longer side', () => {
  assert.deepEqual(wholeView({ columns: 2000, rows: 800 }, { width: 1000, height: 900 }), {
    zoom: 0.5,
    x: 1000,
    y: 400,
  });
});

test('fittedWindow() is not widened by a few odd samples', () => {
  const depths = Array.from({ length: 1_000 }, (_, index) => 1 + index / 1_000);
  const { window, level } = fittedWindow([...depths, 8, 8, -0.5]);
  assert.ok(Math.abs(window - 0.98) < 0.03 && Math.abs(level - 1.5) < 0.03, `${window} ${level}`);
});

test('there is a picture for each key, each within the limits', () => {
  assert.equal(presets.length, 9);
  for (const { set } of presets) {
    if ('window' in set) assert.equal(within('window', set.window), set.window);
    if ('level' in set) assert.equal(within('level', set.level), set.level);
  }
});
