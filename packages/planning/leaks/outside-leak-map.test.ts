import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { controlMethods } from './disclosure-ladder.ts';
import { outsideLeakMap } from './outside-leak-map.ts';

const minute = 60_000;
const moments = {
  plannedAt: 600 * minute,
  handsOnAt: 620 * minute,
  reachableAt: 500 * minute,
  collectableAt: 10_000 * minute,
};

test('outsideLeakMap() says who learns first, and for how long he could act on it', () => {
  const map = outsideLeakMap('scan', moments);
  assert.equal(map.signs[0]?.sign, 'terminal-work-order');
  assert.equal(map.firstOutsiderKnowsAt, 565 * minute);
  assert.equal(map.openMinutes, 55);
});

test('outsideLeakMap() gives the status that track and trace shows its customers only once the box is under guard', () => {
  for (const method of ['scan', 'open', 'dog'] as const) {
    for (const { sign, heldUntil, openMinutes } of outsideLeakMap(method, moments).signs) {
      if (!['scan-status', 'inspection-status', 'examination-response'].includes(sign)) continue;
      assert.equal(heldUntil, moments.handsOnAt, `${method} ${sign}`);
      assert.equal(openMinutes, 0);
    }
  }
});

test('outsideLeakMap() puts the hold before the box can be fetched, and leaves it out where nobody could', () => {
  const early = outsideLeakMap('scan', { ...moments, collectableAt: 540 * minute });
  assert.deepEqual(
    early.signs.slice(0, 2).map(({ sign, heldUntil }) => [sign, heldUntil / minute]),
    [
      ['release-hold', 525],
      ['refused-appointment', 540],
    ],
  );
  assert.ok(!outsideLeakMap('scan', moments).signs.some(({ sign }) => sign === 'release-hold'));
});

test('outsideLeakMap() tells nobody outside of a dive, a drone or a look at documents', () => {
  for (const method of ['hull-dive', 'rov', 'drone', 'documents'] as const) {
    assert.deepEqual(outsideLeakMap(method, moments).signs, [], method);
  }
});

test('outsideLeakMap() never counts time before the box can be reached', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...controlMethods),
      fc.nat({ max: 2000 }),
      fc.nat({ max: 2000 }),
      fc.nat({ max: 2000 }),
      (method, planned, reachable, collectable) => {
        const map = outsideLeakMap(method, {
          plannedAt: planned * minute,
          handsOnAt: (planned + 10) * minute,
          reachableAt: reachable * minute,
          collectableAt: collectable * minute,
        });
        assert.ok(map.openMinutes <= Math.max(0, planned + 10 - reachable));
        const due = map.signs.map(({ heldUntil }) => heldUntil);
        assert.deepEqual(
          due,
          [...due].sort((a, b) => a - b),
        );
      },
    ),
  );
});

test('outsideLeakMap() tells the terminal of a box to be set apart two hours before it can be reached, and nobody else', () => {
  const { signs } = outsideLeakMap('segregation', moments);
  assert.deepEqual(
    signs.map(({ sign, outsider, heldUntil, anchor }) => [sign, outsider, heldUntil / minute, anchor]),
    [['terminal-work-order', 'terminal', 380, 'reachable']],
  );
});
