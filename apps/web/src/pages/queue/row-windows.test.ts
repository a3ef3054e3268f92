import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followFocus, windowsFor } from './row-windows.ts';

test('windowsFor() never asks beyond the end of the list', () => {
  assert.deepEqual(windowsFor({ first: 49_990, last: 49_999, ahead: 30, size: 100, total: 50_000 }), [499]);
  assert.deepEqual(windowsFor({ first: 95, last: 130, ahead: 30, size: 100, total: 101 }), [0, 1]);
});

const list = (...ids: string[]) => ({
  rowAt: (index: number) => ids[index],
  loaded: ids.keys(),
  total: ids.length,
});

test('followFocus() stays with the container when its rank changes', () => {
  const { rowAt, loaded, total } = list('b', 'c', 'a');
  assert.deepEqual(followFocus({ index: 0, id: 'a' }, total, rowAt, loaded), { index: 2, id: 'a' });
});

test('followFocus() stays at its place when the container has left the list', () => {
  const { rowAt, loaded, total } = list('b', 'c');
  assert.deepEqual(followFocus({ index: 1, id: 'a' }, total, rowAt, loaded), { index: 1, id: 'c' });
});

test('followFocus() comes back into a list that got shorter', () => {
  const { rowAt, loaded, total } = list('b');
  assert.deepEqual(followFocus({ index: 7, id: null }, total, rowAt, loaded), { index: 0, id: 'b' });
});

test('followFocus() keeps still while the row is not loaded', () => {
  const focus = { index: 400, id: 'a' };
  assert.equal(
    followFocus(focus, 50_000, () => undefined, []),
    focus,
  );
});
