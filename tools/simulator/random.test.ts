import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from './random.ts';

test('createRandom() repeats for the same seed and label and differs for others', () => {
  const draw = (seed: number, label: string): number[] => {
    const random = createRandom(seed, label);
    return Array.from({ length: 20 }, () => random.next());
  };
  assert.deepEqual(draw(5, 'a'), draw(5, 'a'));
  assert.notDeepEqual(draw(5, 'a'), draw(6, 'a'));
  assert.notDeepEqual(draw(5, 'a'), draw(5, 'b'));
  assert.notDeepEqual(draw(5, 'a'), draw(5 + 2 ** 32, 'a'));
});

test('createRandom() spreads evenly and normally', () => {
  const random = createRandom(1);
  const bins = new Array<number>(10).fill(0);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < 20_000; i += 1) {
    const bin = random.between(0, 9);
    bins[bin] = (bins[bin] ?? 0) + 1;
    const value = random.normal(0, 1);
    sum += value;
    squares += value * value;
  }
  for (const count of bins) assert.ok(Math.abs(count - 2000) < 200, `a bin of ${count}`);
  assert.ok(Math.abs(sum / 20_000) < 0.03);
  assert.ok(Math.abs(squares / 20_000 - 1) < 0.05);
});

test('a fork does not disturb the source it came from', () => {
  const forked = createRandom(9);
  const plain = createRandom(9);
  forked.fork('side').next();
  assert.equal(forked.next(), plain.next());
});

test('createRandom() refuses seeds that are no whole number from 0 to 2^53-1', () => {
  for (const seed of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.throws(() => createRandom(seed), RangeError);
  }
  assert.throws(() => createRandom(1).pick([]), RangeError);
});
