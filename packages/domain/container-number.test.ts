import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  containerCheckDigit,
  isCheckDigitValid,
  normaliseContainerNumber,
  parseContainerNumber,
  readContainerNumber,
} from './container-number.ts';

const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const prefix = fc
  .tuple(letter, letter, letter, fc.constantFrom(...'UJZR'), fc.integer({ min: 0, max: 999_999 }))
  .map(([a, b, c, category, serial]) => a + b + c + category + String(serial).padStart(6, '0'));

test('containerCheckDigit() agrees with the worked example of the standard', () => {
  assert.equal(containerCheckDigit('CSQU305438'), 3);
});

test('containerCheckDigit() agrees with the definition written out with powers of two', () => {
  const alphabet = '0123456789A_BCDEFGHIJK_LMNOPQRSTU_VWXYZ';
  fc.assert(
    fc.property(prefix, (text) => {
      const sum = [...text].reduce((total, c, i) => total + alphabet.indexOf(c) * 2 ** i, 0);
      assert.equal(containerCheckDigit(text), (sum % 11) % 10);
    }),
  );
});

test('containerCheckDigit() refuses other lengths and characters', () => {
  for (const text of ['', 'CSQU30543', 'CSQU3054383', 'csqu305438', 'CSQU30543é', 'CSQU-05438']) {
    assert.throws(() => containerCheckDigit(text), { code: 'container-number/shape' }, text);
  }
});

test('normaliseContainerNumber() is idempotent and takes out blanks, hyphens and dots only', () => {
  assert.equal(normaliseContainerNumber('csqu.305438‑3\u00a0'), 'CSQU3054383');
  assert.equal(normaliseContainerNumber('csqu/305438'), 'CSQU/305438');
  fc.assert(
    fc.property(fc.string(), (text) => {
      const once = normaliseContainerNumber(text);
      assert.equal(normaliseContainerNumber(once), once);
    }),
  );
});

test('readContainerNumber() takes a wrong check digit and refuses a wrong shape', () => {
  assert.equal(readContainerNumber('CSQU3054380'), 'CSQU3054380');
  assert.equal(readContainerNumber('csqr 305438 0'), 'CSQR3054380');
  for (const text of ['', 'CSQX3054383', 'CSQU305438', 'CSQU30543833', 'C5QU3054383', 'x'.repeat(1e6)]) {
    assert.equal(readContainerNumber(text), null);
  }
});

test('isCheckDigitValid() takes remainder 10 as digit 0', () => {
  const sum = [...'CSQU305407'].reduce(
    (total, c, i) => total + '0123456789A_BCDEFGHIJK_LMNOPQRSTU_VWXYZ'.indexOf(c) * 2 ** i,
    0,
  );
  assert.equal(sum % 11, 10);
  assert.equal(isCheckDigitValid('CSQU3054070'), true);
});

test('isCheckDigitValid() refuses all nine other digits', () => {
  fc.assert(
    fc.property(prefix, (text) => {
      const valid = '0123456789'.split('').filter((digit) => isCheckDigitValid(text + digit));
      assert.deepEqual(valid, [String(containerCheckDigit(text))]);
    }),
  );
});

test('parseContainerNumber() tells a wrong shape from a wrong check digit and corrects neither', () => {
  assert.equal(parseContainerNumber('CSQU 3054383'), 'CSQU3054383');
  assert.throws(() => parseContainerNumber('CSQU305438'), { code: 'container-number/shape' });
  assert.throws(() => parseContainerNumber('CSQU3054384'), { code: 'container-number/check-digit' });
});
