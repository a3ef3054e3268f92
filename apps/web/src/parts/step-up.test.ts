import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../api/problem.ts';
import { guarded, stepUp } from './step-up.ts';

const needed = () => new Problem({ title: 'Show your key', status: 403, code: 'auth/step-up-needed' });

test('guarded() tries once more after the key was shown', async () => {
  let tries = 0;
  const done = guarded(async () => {
    tries += 1;
    if (tries === 1) throw needed();
    return 'done';
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(stepUp.isAsked(), true);
  stepUp.settle(true);
  assert.equal(await done, 'done');
  assert.equal(stepUp.isAsked(), false);
});

test('guarded() gives the refusal on when the dialog is closed, and never asks for other refusals', async () => {
  const closed = guarded(async () => {
    throw needed();
  });
  await new Promise((resolve) => setImmediate(resolve));
  stepUp.settle(false);
  await assert.rejects(closed, { code: 'auth/step-up-needed' });
  const other = new Problem({ title: 'No', status: 409, code: 'people/last-administrator' });
  await assert.rejects(
    guarded(() => Promise.reject(other)),
    { code: 'people/last-administrator' },
  );
  assert.equal(stepUp.isAsked(), false);
});
