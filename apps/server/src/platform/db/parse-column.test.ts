import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBigint, parseInstant } from './parse-column.ts';

test('parseBigint() refuses what a number can not hold', () => {
  assert.equal(parseBigint('9007199254740991'), Number.MAX_SAFE_INTEGER);
  assert.equal(parseBigint('-9007199254740991'), Number.MIN_SAFE_INTEGER);
  assert.throws(() => parseBigint('9007199254740992'), RangeError);
});

test('parseInstant() reads instants with any offset and cuts off parts of a millisecond', () => {
  assert.equal(parseInstant('2026-03-02 06:00:00+00'), Date.UTC(2026, 2, 2, 6));
  assert.equal(parseInstant('2026-03-02 06:00:00.1+00'), Date.UTC(2026, 2, 2, 6, 0, 0, 100));
  assert.equal(parseInstant('2026-03-02 06:00:00.123999+00'), Date.UTC(2026, 2, 2, 6, 0, 0, 123));
  assert.equal(parseInstant('2026-03-02 06:00:00-03:30'), Date.UTC(2026, 2, 2, 9, 30));
  assert.equal(parseInstant('1890-01-01 00:00:00+00:19:32'), Date.UTC(1889, 11, 31, 23, 40, 28));
  assert.equal(parseInstant('0044-03-15 12:00:00+00'), Date.parse('0044-03-15T12:00:00Z'));
  assert.equal(parseInstant('infinity'), Number.POSITIVE_INFINITY);
  assert.throws(() => parseInstant('0044-03-15 12:00:00+00 BC'), RangeError);
  assert.throws(() => parseInstant('yesterday'), RangeError);
});
