import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remember } from './remember.ts';

test('remember() works an answer out once', () => {
  const asked: string[] = [];
  const length = remember((text) => (asked.push(text), text.length));
  assert.deepEqual([length('AB'), length('AB'), length('')], [2, 2, 0]);
  assert.deepEqual(asked, ['AB', '']);
});

test('remember() keeps null as an answer', () => {
  let asked = 0;
  const none = remember(() => (asked++, null));
  assert.deepEqual([none('A'), none('A'), asked], [null, null, 1]);
});

test('remember() answers rightly beyond what it keeps, and for texts too long to keep', () => {
  let asked = 0;
  const reversed = remember((text) => (asked++, [...text].reverse().join('')));
  for (let round = 0; round < 2; round++)
    for (let number = 0; number < 5000; number++)
      assert.equal(reversed(`${number}X`), `X${[...String(number)].reverse().join('')}`);
  const before = asked;
  const long = 'A'.repeat(1000);
  assert.deepEqual([reversed(long), reversed(long)], [long, long]);
  assert.equal(asked - before, 2);
});
