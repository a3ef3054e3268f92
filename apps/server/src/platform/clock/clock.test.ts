import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantText, manualClock, shiftedClock } from './clock.ts';

test('manualClock() moves only when told', () => {
  const clock = manualClock(1_000);
  clock.advance(500);
  assert.equal(clock.now(), 1_500);
  clock.set(10);
  assert.equal(clock.now(), 10);
});

test('shiftedClock() starts where it is told and runs at its speed', () => {
  const real = manualClock(5_000);
  const clock = shiftedClock(100, 60, real);
  assert.equal(clock.now(), 100);
  real.advance(1_000);
  assert.equal(clock.now(), 60_100);
});

test('instantText() writes RFC 3339 in UTC', () => {
  assert.equal(instantText(Date.UTC(2026, 2, 2, 6)), '2026-03-02T06:00:00Z');
  assert.equal(instantText(Date.UTC(2026, 2, 2, 6, 0, 0, 5)), '2026-03-02T06:00:00.005Z');
});
