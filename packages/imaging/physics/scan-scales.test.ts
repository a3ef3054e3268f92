import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logAttenuation } from './beam.ts';
import { scanScales } from './scan-scales.ts';

const dual = [
  { energy: 'high', nominalMV: 6 },
  { energy: 'low', nominalMV: 4 },
] as const;

test('scanScales() puts what a simulated slab reads onto its own material', () => {
  const { materials, step } = scanScales(dual);
  for (const [index, material] of (['cellulose', 'aluminium', 'steel'] as const).entries()) {
    const layers = [{ material, arealDensity: 40 }];
    const place = logAttenuation(6, layers) / step;
    const [from, to] = [
      materials![index]!.low[Math.floor(place)]!,
      materials![index]!.low[Math.ceil(place)]!,
    ];
    const told = from + (to - from) * (place - Math.floor(place));
    assert.ok(Math.abs(told - logAttenuation(4, layers)) < 0.01, `${material}: ${told}`);
  }
});

test('scanScales() tells less apart the thinner the goods, and steel always below organic', () => {
  const { materials } = scanScales(dual);
  const apart = materials![0]!.low.map((organic, index) => organic - materials![2]!.low[index]!);
  assert.ok(apart.slice(1).every((gap) => gap > 0));
  assert.ok(apart[5]! < apart[20]! && apart[20]! < apart[50]!);
});

test('scanScales() gives density upward from air, and refuses a voltage without a curve', () => {
  const [high, low] = scanScales([dual[0], { energy: 'low', nominalMV: 3.5 }]).density;
  assert.equal(low, null);
  assert.equal(high![0], 0);
  assert.ok(high!.every((value, index) => index === 0 || value > high![index - 1]!));
  assert.equal(scanScales([dual[0], { energy: 'low', nominalMV: 3.5 }]).materials, null);
});
