import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSyntheticContainer, syntheticOwnerPrefixes } from './synthetic-owner-prefixes.ts';

test('syntheticOwnerPrefixes are at least twelve different codes of rare consonants', () => {
  assert.ok(syntheticOwnerPrefixes.length >= 12);
  assert.equal(new Set(syntheticOwnerPrefixes).size, syntheticOwnerPrefixes.length);
  for (const code of syntheticOwnerPrefixes) {
    assert.match(code, /^(?:YYY|[QXZ][BCDFGHJ-NP-TV-Z]{2})$/);
    assert.ok([...code].filter((letter) => 'QXYZ'.includes(letter)).length >= 2, code);
  }
});

test('isSyntheticContainer() does not take a real owner for a synthetic one', () => {
  for (const number of ['CSQU3054383', 'MSKU0000000', 'HLXU2008419', 'TEXU1000000', '']) {
    assert.equal(isSyntheticContainer(number), false, number);
  }
  for (const code of syntheticOwnerPrefixes) assert.equal(isSyntheticContainer(`${code}U1234567`), true);
});
