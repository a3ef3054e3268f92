import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unitTrends } from './unit-trends.ts';

const day = (units: readonly [string, number, number][]) => ({
  day: '2026-03-02T00:00:00.000Z',
  controls: 1,
  median: 1,
  highest: 1,
  units: units.map(([unit, personHours, people]) => ({ unit, personHours, people })),
});

test('unitTrends() puts the most exposed unit first and leaves no day out', () => {
  assert.deepEqual(
    unitTrends([
      day([['quay', 1, 2]]),
      day([]),
      day([
        ['quay', 3, 1],
        ['desk', 9, 4],
      ]),
    ]),
    [
      { unit: 'desk', hours: [0, 0, 9], total: 9, highest: 9, people: 4 },
      { unit: 'quay', hours: [1, 0, 3], total: 4, highest: 3, people: 2 },
    ],
  );
});

test('unitTrends() has nothing to say of days without controls', () => {
  assert.deepEqual(unitTrends([day([])]), []);
});
