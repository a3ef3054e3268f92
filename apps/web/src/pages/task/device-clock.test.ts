import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeTime, wasSetBack } from './device-clock.ts';

const minute = 60_000;
const clock = { nodeAheadMs: -7 * minute, seenAt: 100 * minute };

test('nodeTime() takes a clock that runs ahead for what it is', () => {
  assert.equal(nodeTime(clock, 100 * minute), 93 * minute);
});

test('wasSetBack() tells a clock that was set back from one that was corrected', () => {
  assert.equal(wasSetBack(clock, 97 * minute), true);
  assert.equal(wasSetBack(clock, 99 * minute), false);
  assert.equal(wasSetBack(clock, 500 * minute), false);
});
