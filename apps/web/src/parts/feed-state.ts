import type { FeedState } from '../api/node-answers.ts';

/**
 * How long a feed has brought nothing.
 *
 * @param now epoch milliseconds by the node's clock
 * @returns minutes since the last file, `null` when none ever came; `silent` when that is longer than the
 *   node waits for this feed
 * @example feedSilence({ name: "edifact", lastReceivedAt: "2026-03-02T05:00:00Z", files: 3, silentAfterMinutes: 60 }, Date.parse("2026-03-02T06:30:00Z")) // { minutes: 90, silent: true }
 * @example feedSilence({ name: "history", lastReceivedAt: "2026-03-02T05:00:00Z", files: 3, silentAfterMinutes: null }, Date.parse("2026-03-02T06:30:00Z")) // { minutes: 90, silent: false }
 */
export function feedSilence(feed: FeedState, now: number): { minutes: number | null; silent: boolean } {
  if (feed.lastReceivedAt === null) return { minutes: null, silent: false };
  const minutes = Math.max(0, Math.round((now - Date.parse(feed.lastReceivedAt)) / 60_000));
  return { minutes, silent: feed.silentAfterMinutes !== null && minutes > feed.silentAfterMinutes };
}
