import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzRows } from './fuzz-rows.ts';

test('mutated messages of every kind give rows, the same in any blocks', () => {
  const { inputs, rows, unread, implausible } = fuzzRows(2_000, 1);
  assert.equal(inputs, 2_000);
  assert.ok(rows > inputs && unread > 0 && implausible > 0);
});
