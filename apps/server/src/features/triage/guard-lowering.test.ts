import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guardLowering, type Lowering } from './guard-lowering.ts';

const plain: Lowering = { band: 'C', mandatory: false, selectedBy: null, proposed: false };

test('guardLowering() lets one person dismiss what nothing speaks for', () => {
  assert.deepEqual(guardLowering(plain), { allowed: true });
  assert.deepEqual(guardLowering({ ...plain, band: 'D' }), { allowed: true });
});

test('guardLowering() refuses one person alone for every ground there is', () => {
  const grounds: readonly Partial<Lowering>[] = [
    { band: 'A' },
    { band: 'B' },
    { mandatory: true },
    { selectedBy: 'rule' },
    { selectedBy: 'model' },
    { selectedBy: 'random' },
    { proposed: true },
  ];
  for (const ground of grounds) {
    assert.deepEqual(
      guardLowering({ ...plain, ...ground }),
      { allowed: false, needs: 'second-person' },
      JSON.stringify(ground),
    );
  }
});
