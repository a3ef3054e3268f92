import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageQuality } from './image-quality.ts';

const channel = (samples: Uint16Array) =>
  ({ energy: 'high', airLevel: 60_000, darkLevel: 100, samples, density: null }) as const;
const ramp = Uint16Array.from({ length: 10_000 }, (_, index) => 1_000 + index * 5);

test('imageQuality() finds nothing wrong with a measured image', () => {
  assert.deepEqual(imageQuality(channel(ramp)), { saturated: 0, dark: 0, eightBits: false, empty: false });
});

test('imageQuality() counts what is saturated and what nothing came through', () => {
  const samples = ramp.slice();
  samples.fill(65_535, 0, 1_000);
  samples.fill(90, 1_000, 3_000);
  const { saturated, dark } = imageQuality(channel(samples));
  assert.deepEqual([saturated, dark], [0.1, 0.2]);
});

test('imageQuality() tells eight bits in sixteen, and an image of one value', () => {
  assert.equal(imageQuality(channel(ramp.map((value) => (value >> 8) * 257))).eightBits, true);
  assert.equal(imageQuality(channel(new Uint16Array(10_000).fill(7))).empty, true);
});
