import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nobody } from '../../platform/auth/index.ts';
import { tallyTurnedAway } from './tally-turned-away.ts';

const minute = 60_000;
const from = (address: string, code = 'request/invalid') => ({ by: nobody, address, code });

test('the first of a minute is told at once, the others as one sum when the minute is over', () => {
  const tally = tallyTurnedAway();
  assert.deepEqual(
    tally.count(from('a'), minute).map(({ subject }) => subject),
    ['request/invalid'],
  );
  for (let n = 0; n < 500; n += 1) assert.deepEqual(tally.count(from('a'), minute + n), []);
  assert.deepEqual(tally.count(from('a', 'request/too-large'), minute + 600), []);
  assert.deepEqual(tally.settle(2 * minute - 1), []);
  const [sum, ...more] = tally.settle(2 * minute);
  assert.deepEqual(more, []);
  assert.deepEqual(
    [sum?.kind, sum?.act, sum?.subject, sum?.at],
    ['refusal', 'request/turned-away', '501 more: request/invalid 500, request/too-large 1', 2 * minute - 1],
  );
  assert.deepEqual(tally.settle(9 * minute), [], 'it is told once');
});

test('a person is one sender whatever his address, and two addresses of nobody are two', () => {
  const tally = tallyTurnedAway();
  const by = { ...nobody, person: 'p_1' };
  assert.equal(tally.count({ ...from('a'), by }, minute).length, 1);
  assert.equal(tally.count({ ...from('b'), by }, minute).length, 0);
  assert.equal(tally.count(from('a'), minute).length, 1);
  assert.equal(tally.count(from('b'), minute).length, 1);
});

test('ten thousand addresses in a minute are no more acts than a hundred and their sums', () => {
  const tally = tallyTurnedAway();
  let acts = 0;
  for (let round = 0; round < 3; round += 1) {
    for (let n = 0; n < 10_000; n += 1) acts += tally.count(from(`address ${n}`), minute).length;
  }
  const sums = tally.settle(2 * minute);
  assert.deepEqual([acts, sums.length], [100, 101]);
  const others = sums.find(({ subject }) => subject?.startsWith('29700 more'));
  assert.deepEqual(others?.by, nobody);
});
