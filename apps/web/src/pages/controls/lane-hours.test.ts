import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoardControl } from '../../api/controls.ts';
import { laneHours } from './lane-hours.ts';

const from = Date.UTC(2026, 2, 2, 6);
const hour = 3_600_000;
const at = (lane: string, minutes: number, state: BoardControl['state'] = 'sealed'): BoardControl => ({
  id: `c_${lane}${minutes}`,
  state,
  port: 'NLVLI',
  lane,
  plannedAt: new Date(from + minutes * 60_000).toISOString(),
  needs: null,
  mine: [],
  exposure: null,
  box: null,
});
const dog = { name: 'dog', methods: ['dog'], perHour: 1 };

test('laneHours() puts a control into the hour it is planned in, to the last minute', () => {
  const [row] = laneHours([dog], [at('dog', 0), at('dog', 59), at('dog', 60)], from, 3);
  assert.deepEqual(
    row?.hours.map(({ controls }) => controls.length),
    [2, 1, 0],
  );
  assert.equal(row?.hours[1]?.from, from + hour);
});

test('laneHours() says where more is planned than the lane can do; what is cancelled takes no place', () => {
  const over = (...controls: BoardControl[]) => laneHours([dog], controls, from, 1)[0]?.hours[0]?.over;
  assert.equal(over(at('dog', 5), at('dog', 40)), true);
  assert.equal(over(at('dog', 5), at('dog', 40, 'cancelled')), false);
});

test('laneHours() shows lanes the policy does not know last, without a capacity they could exceed', () => {
  const rows = laneHours([dog], [at('boat', 5), at('boat', 6), at('boat', -5), at('boat', 65)], from, 1);
  assert.deepEqual(
    rows.map(({ name, perHour }) => [name, perHour]),
    [
      ['dog', 1],
      ['boat', null],
    ],
  );
  assert.deepEqual([rows[1]?.hours[0]?.controls.length, rows[1]?.hours[0]?.over], [2, false]);
});
