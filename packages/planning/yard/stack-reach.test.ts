import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultStackReach, inheritedLogOdds, readStackCell, stackReach } from './stack-reach.ts';

const policy = defaultStackReach;
const here = { bay: 71, row: 2, tier: 2 };
const hour = 3_600_000;

for (const [what, cell, reach] of [
  ['the box itself', here, 0],
  ['door to door, 20 feet', { ...here, bay: 72 }, 1],
  ['door to door, 40 feet', { ...here, bay: 73 }, 1],
  ['two bays of 40 feet further', { ...here, bay: 75 }, 0],
  ['beside', { ...here, row: 1 }, policy.besideShare],
  ['two rows further', { ...here, row: 4 }, 0],
  ['above', { ...here, tier: 3 }, policy.aboveShare],
  ['above, tiers in twos', { ...here, tier: 4 }, policy.aboveShare],
  ['across a corner', { ...here, row: 3, tier: 3 }, 0],
  ['across the bay', { ...here, bay: 73, row: 3 }, 0],
] as const) {
  test(`stackReach() gives ${reach} for ${what}`, () => assert.equal(stackReach(here, cell, policy), reach));
}

test('stackReach() is the same from either side', () => {
  const cell = fc.record({ bay: fc.nat(20), row: fc.nat(8), tier: fc.nat(8) });
  fc.assert(fc.property(cell, cell, (a, b) => stackReach(a, b, policy) === stackReach(b, a, policy)));
});

test('readStackCell() refuses what is no cell', () => {
  for (const text of ['', '071', '07102031', 'A710203', '07 0203']) assert.equal(readStackCell(text), null);
});

test('inheritedLogOdds() halves with its half-life, never takes off and is nothing before the alarm', () => {
  assert.equal(inheritedLogOdds(1, 0, 0, policy), policy.logOdds);
  assert.equal(inheritedLogOdds(1, 0, policy.halfLifeHours * hour, policy), policy.logOdds / 2);
  assert.equal(inheritedLogOdds(1, hour, 0, policy), 0);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(400), (reach, hours) => {
      const odds = inheritedLogOdds(reach, 0, hours * hour, policy);
      assert.ok(odds >= 0 && odds <= policy.logOdds);
    }),
  );
});
