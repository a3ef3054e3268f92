import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Learning } from './disclosure.ts';
import { burnChance, exposureSteps, knowersAt, knowledgeWeight, leakExposure } from './leak-exposure.ts';

const hour = 3_600_000;
const assumptions = { corruptShare: 0.02, reactionMedianHours: 3, reactionSpread: 0.8 };
const exact = (person: string, at: number): Learning => ({ person, at, items: ['object'], posterior: 1 });

test('leakExposure() counts each person from when he can know until hands are on the box', () => {
  assert.equal(leakExposure([exact('a', 0), exact('b', hour)], 3 * hour, 0), 5);
  assert.equal(leakExposure([exact('a', 4 * hour)], 3 * hour, 0), 0);
});

test('leakExposure() raises the weight of a person who learns more, and counts him once', () => {
  const partly: Learning = { person: 'a', at: 0, items: ['place'], posterior: 0.25 };
  assert.equal(leakExposure([partly, exact('a', 2 * hour)], 3 * hour, 0), 1.5);
  assert.equal(leakExposure([exact('a', 0), { ...partly, at: hour }], 2 * hour, 0), 2);
});

test('knowledgeWeight() is nothing for what everybody knows and one for the box itself', () => {
  assert.equal(knowledgeWeight(0.03, 0.03), 0);
  assert.equal(knowledgeWeight(0.01, 0.03), 0);
  assert.equal(knowledgeWeight(1, 0.03), 1);
  assert.equal(knowledgeWeight(1, 1), 0);
});

test('burnChance() of one who knows for the median reaction time is half his chance to be corrupt', () => {
  assert.ok(Math.abs(burnChance([exact('a', 0)], 3 * hour, 0, assumptions) - 0.01) < 1e-9);
  assert.equal(burnChance([exact('a', 3 * hour)], 3 * hour, 0, assumptions), 0);
});

test('burnChance() of a list that 43 people read a day ahead is the published one', () => {
  const list = Array.from({ length: 43 }, (_, index) => exact(`p${index}`, 0));
  const chance = burnChance(list, 22 * hour, 0, assumptions);
  assert.ok(Math.abs(chance - 0.562) < 0.03, String(chance));
});

test('leakExposure() and burnChance() never fall when somebody learns more or earlier', () => {
  const learning = fc.record({
    person: fc.constantFrom('a', 'b', 'c'),
    at: fc.integer({ min: 0, max: 40 }).map((hours) => hours * hour),
    items: fc.constant(['place'] as const),
    posterior: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(learning, { maxLength: 8 }), learning, (learnings, more) => {
      const handsOnAt = 30 * hour;
      for (const measure of [
        (all: readonly Learning[]) => leakExposure(all, handsOnAt, 0.03),
        (all: readonly Learning[]) => burnChance(all, handsOnAt, 0.03, assumptions),
      ]) {
        const before = measure([...learnings, more]);
        assert.ok(before >= measure(learnings) - 1e-12);
        assert.ok(measure([...learnings, { ...more, at: more.at - hour }]) >= before - 1e-12);
      }
    }),
  );
});

test('knowersAt() names who knows by then, the one who knows most first', () => {
  const partly: Learning = { person: 'b', at: 0, items: ['place'], posterior: 0.5 };
  const later = exact('c', 5 * hour);
  assert.deepEqual(knowersAt([partly, exact('a', 0), later], hour, 0), [
    { person: 'a', weight: 1 },
    { person: 'b', weight: 0.5 },
  ]);
});

test('exposureSteps() rises with what is learned, and the area under it is the leak exposure', () => {
  const partly: Learning = { person: 'a', at: 0, items: ['place'], posterior: 0.25 };
  assert.deepEqual(exposureSteps([exact('b', hour), partly, exact('a', hour)], 0), [
    { at: 0, people: 1, weight: 0.25 },
    { at: hour, people: 2, weight: 2 },
  ]);
  assert.deepEqual(exposureSteps([{ ...partly, posterior: 0.01 }], 0.03), [], 'what everybody knows');
  const learning = fc.record({
    person: fc.constantFrom('a', 'b', 'c'),
    at: fc.integer({ min: 0, max: 20 }).map((hours) => hours * hour),
    items: fc.constant(['place'] as const),
    posterior: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(learning, { maxLength: 8 }), (learnings) => {
      const until = 30 * hour;
      const steps = exposureSteps(learnings, 0.03);
      const area = steps.reduce(
        (sum, { at, weight }, index) => sum + (weight * ((steps[index + 1]?.at ?? until) - at)) / hour,
        0,
      );
      assert.ok(Math.abs(area - leakExposure(learnings, until, 0.03)) < 1e-9);
    }),
  );
});
