/** When a phone says something was, as far as the node can tell. */
export interface SaidTime {
  /** By the node's clock. Epoch milliseconds, UTC. */
  readonly at: number;
  /** How far that may be off, in milliseconds: what the phone's clock was moved, and what can't have been. */
  readonly doubtMs: number;
}

/**
 * Brings a moment of a phone's clock to the node's clock. The phone shows its clock when it takes a task
 * along and when it tells; between the two nobody watched it. It can't have been before the one nor after
 * the other.
 */
export function saidTime(of: {
  /** The moment by the phone's clock. */
  readonly saidAt: number;
  /** The phone's clock as it tells. */
  readonly deviceNow: number;
  readonly now: number;
  readonly handedAt: number;
  /** How far the phone's clock ran ahead of the node's when the task was handed out. */
  readonly aheadThen: number;
}): SaidTime {
  const aheadNow = of.deviceNow - of.now;
  const corrected = of.saidAt - aheadNow;
  const at = Math.min(Math.max(corrected, of.handedAt), of.now);
  return { at, doubtMs: Math.round(Math.abs(aheadNow - of.aheadThen) + Math.abs(corrected - at)) };
}
