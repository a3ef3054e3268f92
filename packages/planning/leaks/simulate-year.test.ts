import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultYear, simulateYear } from './simulate-year.ts';

/** A uniform source from a counter and an integer hash; good enough to see a year in. */
function uniformOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 4294967296;
  };
}

test('simulateYear() repeats for one seed and differs for another', () => {
  const week = { ...defaultYear, days: 7 };
  const run = (seed: number): string => JSON.stringify([...simulateYear(uniformOf(seed), 'ladder', week)]);
  assert.equal(run(1), run(1));
  assert.notEqual(run(1), run(2));
});

test('simulateYear() never puts hands on before the plan and gives nobody two parts', () => {
  for (const control of simulateYear(uniformOf(3), 'ladder', { ...defaultYear, days: 20 })) {
    assert.ok(control.handsOnAt >= control.plannedAt);
    const atArrival = control.learnings.filter(({ at }) => at === control.plannedAt);
    assert.equal(new Set(atArrival.map(({ person }) => person)).size, atArrival.length);
  }
});

test('simulateYear() tells all readers of a day-ahead list the box, the day before at the latest hour of its making', () => {
  for (const { learnings, plannedAt } of simulateYear(uniformOf(5), 'day-ahead-list', {
    ...defaultYear,
    days: 3,
  })) {
    assert.equal(learnings.length, defaultYear.listReaders);
    for (const { at, posterior } of learnings) assert.ok(at <= plannedAt - 10 * 3_600_000 && posterior === 1);
  }
});
