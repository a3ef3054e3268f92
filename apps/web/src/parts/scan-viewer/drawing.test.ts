import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typedRegion, withPoint } from './drawing.ts';

const scan = { columns: 300, rows: 200 };

test('withPoint() makes a box of two points, in whichever order, within the scan', () => {
  const { points } = withPoint('box', [], [250.4, 190], scan, 3);
  assert.deepEqual(points, [[250.4, 190]]);
  const { region } = withPoint('box', points, [400, 20.5], scan, 3);
  assert.deepEqual(region, { x: 250, y: 20, width: 50, height: 170 });
});

test('withPoint() closes a polygon at its first point and keeps its corners in its frame', () => {
  let drawn = withPoint('polygon', [], [10, 10], scan, 3);
  drawn = withPoint('polygon', drawn.points, [40, 12], scan, 3);
  drawn = withPoint('polygon', drawn.points, [20, 60], scan, 3);
  assert.equal(drawn.region, null);
  drawn = withPoint('polygon', drawn.points, [11, 11], scan, 3);
  assert.deepEqual(drawn.region, {
    x: 10,
    y: 10,
    width: 30,
    height: 50,
    corners: [
      [10, 10],
      [40, 12],
      [20, 60],
    ],
  });
});

test('withPoint() drops a polygon of two points', () => {
  const { points } = withPoint('polygon', [[10, 10]], [40, 12], scan, 3);
  assert.deepEqual(withPoint('polygon', points, [10, 10], scan, 3), {
    points: [],
    region: null,
    ruler: null,
  });
});

test('typedRegion() refuses to leave the scan, and takes no nonsense', () => {
  const region = { x: 10, y: 10, width: 20, height: 20, corners: [[10, 10]] as const };
  assert.deepEqual(typedRegion(region, { x: 5_000 }, scan), { x: 299, y: 10, width: 1, height: 20 });
  assert.deepEqual(typedRegion(region, { width: Number.NaN }, scan), { x: 10, y: 10, width: 1, height: 20 });
});
