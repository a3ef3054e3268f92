import assert from 'node:assert/strict';
import { test } from 'node:test';
import { posteriorOf, type Candidates } from './disclosure.ts';
import { controlMethods, defaultLadders, learningsOf } from './disclosure-ladder.ts';

const candidates: Candidates = { port: 20_000, place: 400, placeInTime: 40, moved: 5 };
const minute = 60_000;

test('learningsOf() adds up what a person learns over his steps', () => {
  const learnings = learningsOf(defaultLadders.dog, { 'team-lead': ['lead'] }, 60 * minute, candidates);
  assert.deepEqual(
    learnings.map(({ at, posterior }) => [at / minute, posterior]),
    [
      [20, 1 / 40],
      [60, 1],
    ],
  );
});

test('learningsOf() teaches nothing to a part that nobody plays', () => {
  assert.deepEqual(learningsOf(defaultLadders.scan, {}, 0, candidates), []);
});

test('who only sees the box move is left to choose among the moved ones', () => {
  assert.equal(posteriorOf(['place', 'time', 'object'], candidates, true), 0.2);
  assert.equal(posteriorOf(['object'], { ...candidates, moved: 1 }, true), 1);
  assert.equal(posteriorOf(['time'], candidates), 1 / 20_000);
});

test('no ladder tells a team which box it is before it stands there', () => {
  for (const method of controlMethods) {
    for (const step of defaultLadders[method]) {
      if (step.part !== 'officer' && step.part !== 'team-lead') continue;
      if (step.items.includes('object')) assert.equal(step.minutesBefore, 0, `${method} ${step.part}`);
      assert.ok(!step.items.includes('reason'), `${method} ${step.part}`);
    }
  }
});
