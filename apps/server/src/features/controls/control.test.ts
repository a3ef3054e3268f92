import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../../migrations/0017-guard.ts';
import { stateAfter, stepsFrom, type ControlState, type ControlStep } from './control.ts';

const life: readonly [ControlStep, ControlState][] = [
  ['approve', 'approved'],
  ['seal', 'sealed'],
  ['disclose', 'disclosed'],
  ['carry-out', 'carried-out'],
  ['judge', 'judged'],
  ['close', 'closed'],
];

test('a control goes through its life in one order', () => {
  let state: ControlState = 'proposed';
  for (const [step, next] of life) {
    for (const [other] of life) {
      if (other !== step) assert.equal(stateAfter(other, state), null, `${other} from ${state}`);
    }
    assert.equal(stateAfter(step, state), next);
    state = next;
  }
  assert.deepEqual(stepsFrom('closed'), []);
  assert.deepEqual(stepsFrom('cancelled'), []);
});

test('a control that was carried out can not be cancelled any more', () => {
  for (const state of ['carried-out', 'judged', 'closed', 'cancelled'] as const) {
    assert.equal(stateAfter('cancel', state), null, state);
  }
});

test('the database knows the same transitions', () => {
  const [, inserted = ''] = /\(values([^;]*)\) as t\(step/.exec(sql) ?? [];
  const rows = [...inserted.matchAll(/\('([a-z-]+)', '([a-z-]+)', '([a-z-]+)'\)/g)].map(
    ([, step, from, to]) => [step, from, to],
  );
  assert.equal(rows.length, 13);
  for (const [step, from, to] of rows) {
    assert.equal(stateAfter(step as ControlStep, from as ControlState), to, `${step} from ${from}`);
  }
  const states: ControlState[] = ['proposed', 'approved', 'sealed', 'disclosed', 'carried-out', 'judged'];
  assert.equal(states.flatMap(stepsFrom).length, rows.length);
});
