import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manualClock } from './clock.ts';
import { steadyClock } from './steady-clock.ts';

test('steadyClock() follows its clock as time passes', () => {
  const clock = manualClock(1_000_000);
  let elapsed = 0;
  const steady = steadyClock(clock, () => elapsed);
  for (let minute = 0; minute < 5; minute += 1) {
    clock.advance(60_000);
    elapsed += 60_000;
    assert.equal(steady.now(), clock.now());
  }
});

test('steadyClock() does not jump forward with its clock, and goes on from where it was', () => {
  const clock = manualClock(1_000_000);
  let elapsed = 0;
  const steady = steadyClock(clock, () => elapsed);
  clock.advance(86_400_000);
  assert.equal(steady.now(), 1_001_000);
  elapsed += 3_600_000;
  assert.equal(steady.now(), 1_000_000 + 3_600_000 + 1_000);
  clock.set(1_000_000 + 3_600_000);
  assert.equal(steady.now(), 1_000_000 + 3_600_000);
});

test('steadyClock() gains nothing by jumps of less than a second', () => {
  const clock = manualClock(0);
  const steady = steadyClock(clock, () => 0);
  for (let jump = 0; jump < 100; jump += 1) {
    clock.advance(900);
    steady.now();
  }
  assert.ok(steady.now() <= 1_000, String(steady.now()));
});

test('steadyClock() goes back with its clock: what was open stays shut rather than opens early', () => {
  const clock = manualClock(1_000_000);
  const steady = steadyClock(clock, () => 0);
  clock.set(500_000);
  assert.equal(steady.now(), 500_000);
});

test('steadyClock() keeps pace with a clock that runs faster by design', () => {
  const clock = manualClock(0);
  let elapsed = 0;
  const steady = steadyClock(clock, () => elapsed, 60);
  clock.advance(600_000);
  elapsed += 10_000;
  assert.equal(steady.now(), 600_000);
});
