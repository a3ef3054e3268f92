import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerShell, containerSize } from '../simulate/container-shell.ts';
import { stowLoad } from '../simulate/loads.ts';
import { chanceFrom } from '../simulate/random.ts';
import { aScanner } from '../simulate/scanner.ts';
import { takeScan } from '../simulate/take-scan.ts';
import type { Primitive } from '../simulate/primitive.ts';
import { declaredMass } from './declared-mass.ts';

const roundness = {
  box: 1,
  upright: Math.PI / 4,
  across: Math.PI / 4,
  along: Math.PI / 4,
  ellipsoid: Math.PI / 6,
};

function scene() {
  const chance = chanceFrom('mass');
  const parts = [
    ...containerShell('20', chance.branch('shell')),
    ...stowLoad('cartons', containerSize('20'), 'training', chance.branch('load')),
  ];
  const massKg = parts.reduce((sum, { shape, x, y, z, organic, steel }: Primitive) => {
    const litres = ((x[1] - x[0]) * (y[1] - y[0]) * (z[1] - z[0])) / 1e6;
    return sum + litres * roundness[shape] * (organic + steel);
  }, 0);
  return { parts, massKg, chance };
}

test('declaredMass agrees with the mass that is there, and finds that a third is not declared', () => {
  const { parts, massKg, chance } = scene();
  const take = (all: readonly Primitive[]) =>
    takeScan(
      { container: 'QZSU0000000', kind: '20', parts: all, hidden: [] },
      aScanner('training', 15, chance.branch('scanner')),
      chance.branch('scan'),
    ).image;
  const honest = declaredMass.judge({ scan: take(parts), verifiedGrossKg: massKg });
  assert.ok(honest.outcome === 'judged' && honest.score < 2.5, JSON.stringify(honest));
  const lying = declaredMass.judge({ scan: take(parts), verifiedGrossKg: massKg * 0.67 });
  assert.ok(lying.outcome === 'judged' && lying.pValue < 0.01, JSON.stringify(lying));
  assert.equal(declaredMass.judge({ scan: take(parts), verifiedGrossKg: null }).outcome, 'not-evaluated');
});
