import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saidTime } from './said-time.ts';

const handedAt = 1_000_000;
const now = handedAt + 30 * 60_000;
const minute = 60_000;

test('saidTime() takes a clock that runs ahead all the time for what it is', () => {
  const ahead = 7 * minute;
  const said = { saidAt: handedAt + 10 * minute + ahead, deviceNow: now + ahead, now, handedAt };
  assert.deepEqual(saidTime({ ...said, aheadThen: ahead }), { at: handedAt + 10 * minute, doubtMs: 0 });
});

test('saidTime() doubts by what the clock was moved in between', () => {
  const said = { saidAt: handedAt + 10 * minute, deviceNow: now - 20 * minute, now, handedAt, aheadThen: 0 };
  assert.deepEqual(saidTime(said), { at: now, doubtMs: 20 * minute });
});

test('saidTime() takes nothing from before the task was handed out, nor from the future', () => {
  const told = { deviceNow: now, now, handedAt, aheadThen: 0 };
  assert.deepEqual(saidTime({ ...told, saidAt: handedAt - 5 * minute }), {
    at: handedAt,
    doubtMs: 5 * minute,
  });
  assert.deepEqual(saidTime({ ...told, saidAt: now + minute }), { at: now, doubtMs: minute });
});
