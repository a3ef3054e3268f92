import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hourInSight, readControlsSearch } from './controls-search.ts';

const hour = 3_600_000;

test('hourInSight() moves the board only as far as the chosen control needs', () => {
  assert.equal(hourInSight(0, 6, undefined), 0);
  assert.equal(hourInSight(0, 6, '1970-01-01T05:59:00Z'), 0);
  assert.equal(hourInSight(0, 6, '1970-01-01T06:00:00Z'), 5 * hour);
  assert.equal(hourInSight(4 * hour, 6, '1970-01-01T01:10:00Z'), 0);
});

test('readControlsSearch() keeps what it knows and lets the rest fall away', () => {
  assert.deepEqual(readControlsSearch({ control: 'c_1', plan: '', shift: '3', other: 'x' }), {
    control: 'c_1',
    plan: '',
    shift: 3,
  });
  assert.deepEqual(readControlsSearch({ control: '<b>', plan: 'a b', shift: 'soon' }), {});
  assert.deepEqual(readControlsSearch({ shift: '999' }), { shift: 36 });
});
