/**
 * The node's now. Injected wherever time matters, so that tests and simulated days repeat.
 *
 * `now()` is epoch milliseconds, UTC.
 */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that moves only when told. */
export interface ManualClock extends Clock {
  /** Moves to an instant, in epoch milliseconds; back in time too. */
  set(at: number): void;
  advance(byMs: number): void;
}

export function manualClock(start: number): ManualClock {
  let at = start;
  return {
    now: () => at,
    set(to) {
      at = to;
    },
    advance(byMs) {
      at += byMs;
    },
  };
}

/** A clock that starts somewhere else and runs `speed` times as fast as the one it follows. */
export function shiftedClock(start: number, speed = 1, of: Clock = systemClock): Clock {
  const origin = of.now();
  return { now: () => start + Math.round((of.now() - origin) * speed) };
}

/** Epoch milliseconds as the API writes them: RFC 3339, UTC, with milliseconds only where there are some. */
export function instantText(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
