/** What the phone knows of time: kept over reloads. Epoch milliseconds. */
export interface DeviceClock {
  /** How far the node's clock was ahead of the phone's at the last answer. */
  readonly nodeAheadMs: number;
  /** The latest the phone's clock was ever seen at. */
  readonly seenAt: number;
}

/** A clock that is corrected by a little over the network is no clock that was set back. */
const playMs = 2 * 60_000;

/**
 * Whether the phone's clock was set back. Who does that wants what is kept to live longer than it may, so
 * everything readable is wiped; a clock set forward only lets it end before its time.
 */
export function wasSetBack(clock: DeviceClock, deviceNow: number): boolean {
  return deviceNow < clock.seenAt - playMs;
}

/** The node's time by the phone's clock. */
export function nodeTime(clock: DeviceClock, deviceNow: number): number {
  return deviceNow + clock.nodeAheadMs;
}
