import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareSealNumbers, normaliseSealNumber, parseSealNumber } from './seal-number.ts';

test('normaliseSealNumber() folds case, punctuation, O and I, and leading zeros', () => {
  assert.equal(normaliseSealNumber(' eu/0012-34 '), 'EU1234');
  assert.equal(normaliseSealNumber('FXI0012345'), 'FX10012345');
  assert.equal(normaliseSealNumber('00000120'), '120');
  assert.equal(normaliseSealNumber('A1B'), 'A1B');
});

test('normaliseSealNumber() reads words for no seal as no seal', () => {
  for (const text of [
    '',
    '-',
    'none',
    'N/A',
    'No Seal',
    'XXXX',
    '000000',
    'nil',
    'unknown',
    'NO-00',
    'n1l',
  ]) {
    assert.equal(normaliseSealNumber(text), '', text);
  }
});

test('normaliseSealNumber() is idempotent', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('O', '0', 'i', '1', 'A', '-', '7', 'n', 'e') }), (text) => {
      const once = normaliseSealNumber(text);
      assert.equal(normaliseSealNumber(once), once);
    }),
    { numRuns: 5000 },
  );
});

test('compareSealNumbers() takes spellings of one seal for the same', () => {
  for (const [a, b] of [
    ['H1234567', 'h 123-4567'],
    ['H1234567', '1234567'],
    ['MLCN0123456', '123456'],
    ['HO12345', 'H012345'],
    ['FI123456', 'F1123456'],
    ['N/A', ''],
  ] as const) {
    assert.equal(compareSealNumbers(a, b), 'same', `${a} ${b}`);
    assert.equal(compareSealNumbers(b, a), 'same', `${b} ${a}`);
  }
});

test('compareSealNumbers() calls one slip of the pen a typo', () => {
  for (const [a, b] of [
    ['H1234567', 'H1234568'],
    ['H1234567', 'H1324567'],
    ['H1234567', 'H123456'],
    ['H1234567', 'H12345678'],
    ['H1234567', 'K1234567'],
  ] as const) {
    assert.equal(compareSealNumbers(a, b), 'typo', `${a} ${b}`);
    assert.equal(compareSealNumbers(b, a), 'typo', `${b} ${a}`);
  }
});

test('compareSealNumbers() does not excuse another seal', () => {
  for (const [a, b] of [
    ['H1234567', 'H7654321'],
    ['AB1234567', 'CD1234567'],
    ['H12345', '12354'],
    ['A123', 'A124'],
    ['AB12345', '12345'],
    ['H1234567', ''],
    ['H1234567', 'H1234589'],
  ] as const) {
    assert.equal(compareSealNumbers(a, b), 'different', `${a} ${b}`);
    assert.equal(compareSealNumbers(b, a), 'different', `${b} ${a}`);
  }
});

test('parseSealNumber() refuses texts that name no seal', () => {
  assert.equal(parseSealNumber('H 1234567'), 'H1234567');
  for (const text of ['', 'NONE', '9'.repeat(36)]) {
    assert.throws(() => parseSealNumber(text), { code: 'seal-number/shape' }, text);
  }
});
