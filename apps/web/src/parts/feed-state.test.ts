import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedSilence } from './feed-state.ts';

const now = Date.parse('2026-03-02T06:00:00Z');

test('feedSilence() lets a feed be quiet as long as the node allows it', () => {
  const feed = { name: 'seals', lastReceivedAt: '2026-03-02T05:50:00Z', files: 1, silentAfterMinutes: 60 };
  assert.deepEqual(feedSilence(feed, now), { minutes: 10, silent: false });
  assert.deepEqual(feedSilence({ ...feed, silentAfterMinutes: 5 }, now), { minutes: 10, silent: true });
});

test('feedSilence() never calls silent what nobody waits for', () => {
  const feed = {
    name: 'history',
    lastReceivedAt: '2026-01-02T05:50:00Z',
    files: 1,
    silentAfterMinutes: null,
  };
  assert.deepEqual(feedSilence(feed, now), { minutes: 84_970, silent: false });
});

test('feedSilence() takes a feed from the future as fresh', () => {
  const feed = { name: 'edifact', lastReceivedAt: '2026-03-02T09:00:00Z', files: 1, silentAfterMinutes: 60 };
  assert.deepEqual(feedSilence(feed, now), { minutes: 0, silent: false });
});
