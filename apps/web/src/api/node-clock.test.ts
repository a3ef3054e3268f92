import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NodeClock } from './node-clock.ts';

test('NodeClock runs on from what the node said, not from the time of the browser', () => {
  let browser = 1_000_000;
  const clock = new NodeClock(() => browser);
  clock.set('2026-03-02T06:00:00Z', false);
  browser += 90_000;
  assert.equal(new Date(clock.now()).toISOString(), '2026-03-02T06:01:30.000Z');
});

test('NodeClock stands still between two words of a simulated node', () => {
  let browser = 0;
  const clock = new NodeClock(() => browser);
  clock.set('2026-03-02T06:00:00Z', true);
  browser += 90_000;
  assert.equal(new Date(clock.now()).toISOString(), '2026-03-02T06:00:00.000Z');
});

test('NodeClock ignores what is not an instant', () => {
  const clock = new NodeClock(() => 5);
  clock.set('yesterday', false);
  assert.equal(clock.now(), 5);
});
