import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Judgement } from '../analyser.ts';
import { fuse } from './fuse.ts';

const judged = (pValue: number): Judgement => ({ outcome: 'judged', score: 0, pValue, findings: [] });
const chanceOf = (judgements: readonly Judgement[]): number => {
  const fused = fuse(judgements);
  assert.ok(fused.outcome === 'judged');
  return fused.pValue;
};
const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 });

test('fuse() never calls a scan less odd when one analyser finds it odder', () => {
  fc.assert(
    fc.property(chances, fc.nat(5), fc.double({ min: 0, max: 1, noNaN: true }), (values, at, share) => {
      const odder = values.map((value, index) => (index === at % values.length ? value * share : value));
      assert.ok(chanceOf(odder.map(judged)) <= chanceOf(values.map(judged)));
    }),
  );
});

test('fuse() holds a false-alarm rate of 1 in 100 over analysers that agree in nothing', () => {
  let [seed, alarms] = [1, 0];
  const even = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let trial = 0; trial < 20_000; trial++)
    if (chanceOf([judged(even()), judged(even()), judged(even())]) <= 0.01) alarms++;
  assert.ok(alarms / 20_000 <= 0.0125, `${alarms}`);
});

test('fuse() does not take "cannot compare" for clear', () => {
  assert.equal(fuse([{ outcome: 'cannot-compare', reason: 'no geometry' }]).outcome, 'not-evaluated');
  assert.equal(fuse([]).outcome, 'not-evaluated');
});
