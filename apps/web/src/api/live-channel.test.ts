import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveChannel } from './live-channel.ts';
import type { LiveNews } from './live-channel.ts';

function aChannel() {
  const handlers = new Map<string, (event: { data?: string }) => void>();
  const news: LiveNews[] = [];
  const clocks: string[] = [];
  const source = {
    readyState: 1,
    addEventListener: (type: string, handler: (event: { data?: string }) => void) =>
      void handlers.set(type, handler),
    close: () => undefined,
  };
  const live = new LiveChannel({
    open: () => source,
    onNews: (item) => void news.push(item),
    onClock: (now) => void clocks.push(now),
  });
  live.start();
  const send = (type: string, data: unknown = {}) => handlers.get(type)?.({ data: JSON.stringify(data) });
  return { live, news, clocks, send };
}

test('LiveChannel hands changed rows on as they come', () => {
  const { live, news, send } = aChannel();
  send('open');
  assert.equal(live.snapshot().state, 'live');
  send('revision', { revision: 2, changed: ['v_1'], total: 9 });
  assert.deepEqual(news, [{ changed: ['v_1'], files: false, desk: false, controls: false }]);
});

test('LiveChannel holds and counts news while paused, each row once, and lets it through on resume', () => {
  const { live, news, send } = aChannel();
  live.pause();
  send('revision', { changed: ['v_1', 'v_2'] });
  send('revision', { changed: ['v_2'] });
  send('file', { id: 'aa' });
  send('control');
  assert.deepEqual(news, []);
  assert.equal(live.snapshot().held, 2);
  live.resume();
  assert.deepEqual(news, [{ changed: ['v_1', 'v_2'], files: true, desk: false, controls: true }]);
  assert.equal(live.snapshot().held, 0);
});

test('LiveChannel says "some" and not a number when the node does not name the rows', () => {
  const { live, news, send } = aChannel();
  live.pause();
  send('revision', { changed: null });
  assert.equal(live.snapshot().held, null);
  live.resume();
  assert.deepEqual(news, [{ changed: null, files: false, desk: false, controls: false }]);
});

test('LiveChannel resumes without asking for anything when nothing was held', () => {
  const { live, news } = aChannel();
  live.pause();
  live.resume();
  assert.deepEqual(news, []);
});

test('LiveChannel counts everything as changed after a break', () => {
  const { live, news, send } = aChannel();
  send('open');
  send('error');
  assert.equal(live.snapshot().state, 'down');
  assert.ok(live.snapshot().downSince !== null);
  send('open');
  assert.equal(live.snapshot().downSince, null);
  assert.deepEqual(news, [{ changed: null, files: true, desk: true, controls: true }]);
});

test('LiveChannel passes the clock on even while paused', () => {
  const { live, clocks, send } = aChannel();
  live.pause();
  send('clock', { now: '2026-03-02T06:00:00Z' });
  assert.deepEqual(clocks, ['2026-03-02T06:00:00Z']);
});
