import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isImoNumberValid, parseImoNumber } from './imo-number.ts';

test('isImoNumberValid() takes numbers of real ships', () => {
  for (const digits of ['9074729', '9321483', '9811000'])
    assert.equal(isImoNumberValid(digits), true, digits);
});

test('isImoNumberValid() refuses every other last digit', () => {
  const valid = Array.from({ length: 10 }, (_, d) => `907472${String(d)}`).filter(isImoNumberValid);
  assert.deepEqual(valid, ['9074729']);
});

test('parseImoNumber() tells a wrong shape from a wrong check digit', () => {
  assert.equal(parseImoNumber('imo9321483'), '9321483');
  assert.throws(() => parseImoNumber('932148'), { code: 'imo-number/shape' });
  assert.throws(() => parseImoNumber('0000000'), { code: 'imo-number/shape' });
  assert.throws(() => parseImoNumber('IMO 9321484'), { code: 'imo-number/check-digit' });
});
