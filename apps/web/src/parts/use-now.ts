import { useSyncExternalStore } from 'react';
import { nodeClock } from '../api/node-clock.ts';

/** The node's time, redrawn when it has moved by a step. @param stepMs e.g. 60_000 for countdowns */
export function useNow(stepMs = 60_000): number {
  return useSyncExternalStore(
    (changed) => {
      const timer = setInterval(changed, Math.min(stepMs, 1000));
      const stop = nodeClock.subscribe(changed);
      return () => {
        clearInterval(timer);
        stop();
      };
    },
    () => Math.floor(nodeClock.now() / stepMs) * stepMs,
  );
}
