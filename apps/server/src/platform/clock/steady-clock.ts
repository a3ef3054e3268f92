import type { Clock } from './clock.ts';

/**
 * A clock that never runs ahead of the time that has passed.
 *
 * What is disclosed at a moment goes by it: a machine's clock that somebody sets forward would open
 * everything. It follows `clock` back, and forward to where it would be if nobody had touched it since this was made.
 *
 * @param elapsed milliseconds from any start, never set by anybody, e.g. `performance.now`
 * @param speed how fast `clock` runs by design: a simulated day runs faster than the machine
 */
export function steadyClock(clock: Clock, elapsed: () => number, speed = 1): Clock {
  const start = clock.now();
  const from = elapsed();
  // A second of play, for two clocks are never read at once.
  return { now: () => Math.min(clock.now(), start + (elapsed() - from) * speed + 1_000) };
}
