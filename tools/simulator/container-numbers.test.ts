import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCheckDigitValid, isOneEditAway, isSyntheticContainer } from '@havenwacht/domain';
import {
  containerIndex,
  containerNumber,
  mistyped,
  sizeTypes,
  tareOf,
  validTwin,
} from './container-numbers.ts';

test('containerNumber() never repeats, is valid and carries an owner code that is not issued', () => {
  const seen = new Set<string>();
  for (const sizeType of sizeTypes) {
    for (let index = 0; index < 5000; index += 1) {
      const number = containerNumber(sizeType, index);
      assert.ok(isCheckDigitValid(number), number);
      assert.ok(isSyntheticContainer(number), number);
      seen.add(number);
    }
  }
  assert.equal(seen.size, 5000 * sizeTypes.length);
});

test('containerIndex() undoes containerNumber()', () => {
  for (const sizeType of sizeTypes) {
    for (const index of [0, 1, 17, 4999, 123_456, 3_199_999]) {
      assert.equal(containerIndex(sizeType, containerNumber(sizeType, index)), index);
    }
  }
});

test('containerNumber() refuses an index outside its sequence', () => {
  assert.throws(() => containerNumber('22G1', -1), RangeError);
  assert.throws(() => containerNumber('22G1', 3_200_000), RangeError);
});

test('validTwin() gives a valid number one digit away, and null where there is none', () => {
  let found = 0;
  for (let index = 0; index < 400; index += 1) {
    const number = containerNumber('45R1', index);
    const twin = validTwin(number);
    if (twin === null) continue;
    found += 1;
    assert.ok(isCheckDigitValid(twin) && isOneEditAway(number, twin), `${number} ${twin}`);
  }
  assert.ok(found > 20);
  assert.equal(validTwin('QZXU1000003'), null);
});

test('mistyped() gives a number with a wrong check digit, one character away', () => {
  const number = containerNumber('22G1', 3);
  assert.ok(!isCheckDigitValid(mistyped(number, 4)));
  assert.ok(isOneEditAway(number, mistyped(number, 4)));
});

test('tareOf() is the same whenever the container comes', () => {
  assert.equal(tareOf('45R1', 'QZXU1000003'), tareOf('45R1', 'QZXU1000003'));
});
