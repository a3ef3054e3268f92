import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measuredLength } from './ruler.ts';

const geometry = {
  sourceDistanceMm: 5_000,
  side: 'left',
  laneOffsetMm: 100,
  columnPitchMm: 5,
  rowPitchMm: 4,
} as const;

test('measuredLength() is the same in every plane along the container', () => {
  assert.deepEqual(measuredLength(geometry, [10, 50], [30, 50]), { nearMm: 100, middleMm: 100, farMm: 100 });
});

test('measuredLength() grows upward with the distance from the source', () => {
  const up = measuredLength(geometry, [0, 0], [0, 100])!;
  assert.equal(Math.round(up.middleMm), 408);
  assert.ok(up.nearMm < up.middleMm && up.middleMm < up.farMm);
  assert.equal(Math.round(up.farMm - up.nearMm), Math.round((2 * 1219 * 400) / 5000));
});

test('measuredLength() refuses to give millimetres without geometry', () => {
  assert.equal(measuredLength(null, [0, 0], [3, 4]), null);
});
