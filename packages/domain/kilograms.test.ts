import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toKilograms } from './kilograms.ts';

test('toKilograms() converts each unit', () => {
  assert.equal(toKilograms(2200, 'KGM'), 2200);
  assert.equal(toKilograms(500, 'GRM'), 0.5);
  assert.equal(toKilograms(1, 'TNE'), 1000);
  assert.equal(toKilograms(1, 'LBR'), 0.45359237);
  assert.equal(toKilograms(1, 'STN'), 2000 * 0.45359237);
  assert.equal(toKilograms(1, 'LTN'), 1016.0469088);
  assert.equal(toKilograms(0, 'KGM'), 0);
});

test('toKilograms() refuses unknown units and impossible values', () => {
  assert.throws(() => toKilograms(1, 'kg'), { code: 'kilograms/unit' });
  assert.throws(() => toKilograms(1, ''), { code: 'kilograms/unit' });
  assert.throws(() => toKilograms(1, 'constructor'), { code: 'kilograms/unit' });
  for (const value of [-1, NaN, Infinity]) {
    assert.throws(() => toKilograms(value, 'KGM'), { code: 'kilograms/value' });
  }
});
