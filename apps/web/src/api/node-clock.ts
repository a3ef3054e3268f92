/**
 * The node's time. A simulated day has its own clock, so the screens never ask the browser what time
 * it is; between two words of the node a real clock runs on, a simulated one stands.
 */
export class NodeClock {
  #said: { at: number; heardAt: number } | null = null;
  #simulated = false;
  readonly #listeners = new Set<() => void>();
  readonly #browserNow: () => number;

  constructor(browserNow: () => number = () => Date.now()) {
    this.#browserNow = browserNow;
  }

  /** @param now RFC 3339 instant as the node said it; anything else is ignored */
  set(now: string, simulated: boolean = this.#simulated): void {
    const at = Date.parse(now);
    if (Number.isNaN(at)) return;
    this.#said = { at, heardAt: this.#browserNow() };
    this.#simulated = simulated;
    for (const listener of this.#listeners) listener();
  }

  /** Epoch milliseconds; the browser's time until the node has said its own. */
  now(): number {
    if (this.#said === null) return this.#browserNow();
    return this.#simulated ? this.#said.at : this.#said.at + (this.#browserNow() - this.#said.heardAt);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const nodeClock = new NodeClock();
