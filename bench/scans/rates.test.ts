import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detection, rateOf, thresholdFor } from './rates.ts';
import type { PairLine } from './run-evaluation.ts';

function aLine(score: number, over: Partial<PairLine> = {}): PairLine {
  const rest = {
    family: 'evaluation',
    case: 'x',
    index: 0,
    cargo: 'empty',
    place: null,
    excessKg: 0,
    membersMm: 1,
    off: 0,
  } as const;
  return { ...rest, comparable: true, hit: true, score, cpuSeconds: { simulate: 0, compare: 0 }, ...over };
}

test('rateOf() gives the Wilson interval', () => {
  const { low, high } = rateOf(9, 10);
  assert.ok(Math.abs(low - 0.5958) < 0.001 && Math.abs(high - 0.9821) < 0.001);
});

test('thresholdFor() lets no more clean pairs pass than the share', () => {
  const clean = Array.from({ length: 100 }, (_, index) => aLine(index));
  const threshold = thresholdFor(clean, 0.05);
  assert.equal(clean.filter(({ score }) => score > threshold).length, 5);
});

test('detection() counts neither what is elsewhere nor what could not be compared', () => {
  const loaded = [aLine(9), aLine(9, { hit: false }), aLine(9, { comparable: false }), aLine(1)];
  assert.equal(detection(loaded, 5).share, 0.25);
});
