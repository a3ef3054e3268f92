import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findOneEditTwins, isOneEditAway, oneEditKeys } from './one-edit.ts';

const shortText = fc.string({ unit: fc.constantFrom('A', 'B', '1', '2'), minLength: 0, maxLength: 5 });

test('isOneEditAway() sees a replaced character and two swapped neighbours, nothing more', () => {
  assert.equal(isOneEditAway('ABCD', 'ABXD'), true);
  assert.equal(isOneEditAway('ABCD', 'ACBD'), true);
  assert.equal(isOneEditAway('ABCD', 'ABCD'), false);
  assert.equal(isOneEditAway('ABCD', 'ABC'), false);
  assert.equal(isOneEditAway('ABCD', 'CBAD'), false);
  assert.equal(isOneEditAway('ABCD', 'AXYD'), false);
  assert.equal(isOneEditAway('', ''), false);
});

test('two texts share a key of oneEditKeys() exactly when they are one edit apart', () => {
  fc.assert(
    fc.property(shortText, shortText, (a, b) => {
      const keys = new Set(oneEditKeys(a));
      const shared = oneEditKeys(b).filter((key) => keys.has(key));
      if (a !== b) assert.equal(shared.length, isOneEditAway(a, b) ? 1 : 0);
    }),
    { numRuns: 2000 },
  );
});

test('findOneEditTwins() finds what comparing all with all finds', () => {
  fc.assert(
    fc.property(fc.array(shortText, { maxLength: 12 }), (texts) => {
      const unique = [...new Set(texts)];
      const expected = unique.flatMap((a, i) =>
        unique.slice(i + 1).flatMap((b) => (isOneEditAway(a, b) ? [[a, b]] : [])),
      );
      assert.deepEqual(findOneEditTwins(texts), expected);
    }),
  );
});

test('findOneEditTwins() finds one planted pair among 50,000 numbers', () => {
  // Serials that are multiples of 101 apart, the check digit always 0: no two are one edit apart.
  const numbers = Array.from({ length: 50_000 }, (_, i) => {
    const spread = String(i).padStart(5, '0');
    return `QZXU${spread}${String([...spread].reduce((sum, d, k) => sum + Number(d) * (k + 2), 0) % 97).padStart(2, '0')}`;
  });
  const planted = `${numbers[31_415]?.slice(0, 10) ?? ''}X`;
  assert.deepEqual(
    findOneEditTwins([...numbers, planted]).filter((pair) => pair.includes(planted)),
    [[numbers[31_415], planted]],
  );
});
