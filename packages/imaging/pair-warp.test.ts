import assert from 'node:assert/strict';
import { test } from 'node:test';
import { warpOf } from './pair-warp.ts';
import type { Registered } from './register.ts';

const [columns, rows] = [20, 10];

/** Everything lies two columns right and one row down in the earlier scan. */
const shifted: Registered = {
  relation: 'same',
  columns,
  rows,
  density: new Float32Array(columns * rows),
  variance: new Float32Array(columns * rows),
  fromColumn: Float32Array.from({ length: columns * rows }, (_, at) => (at % columns) + 2),
  fromRow: Float32Array.from({ length: columns * rows }, (_, at) => Math.floor(at / columns) + 1),
  fit: { membersMm: 0, off: 0 },
};

const pointsOf = (warp: ReturnType<typeof warpOf>): number[][] =>
  Array.from({ length: warp.columns }, (_, u) => [...warp.from.slice(2 * u, 2 * u + 2)]);

test('warpOf() tells the grid from pixel 0, 0 and goes on straight beyond the last pixel', () => {
  const warp = warpOf(shifted, { earlier: null, later: null });
  assert.deepEqual([warp.step, warp.columns, warp.rows], [8, 4, 3]);
  assert.deepEqual(pointsOf(warp), [
    [2, 1],
    [10, 1],
    [18, 1],
    [26, 1],
  ]);
  assert.deepEqual([...warp.from.slice(-2)], [26, 17]);
});

test('warpOf() turns back what registration turned round', () => {
  // Pixel 0 of a later scan that came doors first is the last of the turned one.
  assert.deepEqual(pointsOf(warpOf(shifted, { earlier: null, later: columns })), [
    [21, 1],
    [13, 1],
    [5, 1],
    [-3, 1],
  ]);
  assert.deepEqual(pointsOf(warpOf(shifted, { earlier: 30, later: null })), [
    [27, 1],
    [19, 1],
    [11, 1],
    [3, 1],
  ]);
});
