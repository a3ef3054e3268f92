import type { FeedState } from '../api/node-answers.ts';

/** A feed that brought nothing for longer than this counts as silent, unless the node says otherwise. */
const silentAfterMinutes = 60;

/**
 * How long a feed has brought nothing.
 *
 * @param now epoch milliseconds by the node's clock
 * @returns minutes since the last file, `null` when none ever came; `silent` when that is too long
 * @example feedSilence({ name: "edifact", lastReceivedAt: "2026-03-02T05:00:00Z", files: 3 }, Date.parse("2026-03-02T06:30:00Z")) // { minutes: 90, silent: true }
 * @example feedSilence({ name: "dcsa", lastReceivedAt: null, files: 0 }, 0) // { minutes: null, silent: false }
 */
export function feedSilence(feed: FeedState, now: number): { minutes: number | null; silent: boolean } {
  if (feed.lastReceivedAt === null) return { minutes: null, silent: false };
  const minutes = Math.max(0, Math.round((now - Date.parse(feed.lastReceivedAt)) / 60_000));
  return { minutes, silent: minutes > (feed.silentAfterMinutes ?? silentAfterMinutes) };
}
