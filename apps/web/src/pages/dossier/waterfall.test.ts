import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { waterfall } from './waterfall.ts';

test('waterfall() lays each bar where the one before it ends', () => {
  const { steps, low, high } = waterfall(-4, [2, 1, -0.5], -1.5);
  assert.deepEqual(
    steps.map(({ from, to }) => [from, to]),
    [
      [-4, -2],
      [-2, -1],
      [-1, -1.5],
    ],
  );
  assert.deepEqual([low, high], [-4, -1]);
});

test('waterfall() shows what limits and calibration took away instead of hiding it', () => {
  assert.deepEqual(waterfall(-4, [3, 3], 0).rest, { from: 2, to: 0, weight: -2 });
});

test('prior, bars and rest of any waterfall add up to the score', () => {
  const weight = fc.double({ min: -6, max: 6, noNaN: true });
  fc.assert(
    fc.property(weight, fc.array(weight, { maxLength: 12 }), weight, (prior, weights, score) => {
      const { steps, rest, low, high } = waterfall(prior, weights, score);
      const sum = prior + steps.reduce((all, { weight: one }) => all + one, 0) + (rest?.weight ?? 0);
      assert.ok(Math.abs(sum - score) < 0.006);
      for (const { from, to } of steps) assert.ok(from >= low && to >= low && from <= high && to <= high);
    }),
  );
});
