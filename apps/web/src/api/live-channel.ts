/**
 * The node's live channel: it says which rows changed, and the screens ask again.
 *
 * States: `connecting` until the first answer, `live` while open, `down` after a break (the browser
 * tries again by itself). Pausing keeps the channel open but holds the news back and counts it, so
 * that a list stands still while somebody works in it.
 */
export type LiveState = 'connecting' | 'live' | 'down';

export interface LiveNews {
  /** Visits that changed; `null` = too many to name. */
  readonly changed: readonly string[] | null;
  readonly files: boolean;
  /** Whether somebody did something with the list. */
  readonly desk: boolean;
  /** Whether a control or a lowering took a step. */
  readonly controls: boolean;
}

const nothingElse = { files: false, desk: false, controls: false };

export interface LiveSnapshot {
  readonly state: LiveState;
  readonly paused: boolean;
  /** Changed rows held back while paused; `null` = some, not counted. */
  readonly held: number | null;
  readonly downSince: number | null;
}

/** The part of `EventSource` that is used; tests bring their own. */
export interface EventChannel {
  addEventListener(type: string, listener: (event: { readonly data?: string }) => void): void;
  readonly readyState: number;
  close(): void;
}

export class LiveChannel {
  #snapshot: LiveSnapshot = { state: 'connecting', paused: false, held: 0, downSince: null };
  readonly #listeners = new Set<() => void>();
  readonly #heldIds = new Set<string>();
  #heldUncounted = false;
  #heldFiles = false;
  #heldDesk = false;
  #heldControls = false;
  #channel: EventChannel | null = null;
  readonly #open: () => EventChannel;
  readonly #onNews: (news: LiveNews) => void;
  readonly #onClock: (now: string) => void;
  #reopen: ReturnType<typeof setTimeout> | undefined;

  constructor(of: {
    open: () => EventChannel;
    onNews: (news: LiveNews) => void;
    onClock: (now: string) => void;
  }) {
    this.#open = of.open;
    this.#onNews = of.onNews;
    this.#onClock = of.onClock;
  }

  start(): void {
    const channel = this.#open();
    this.#channel = channel;
    channel.addEventListener('open', () => {
      // News sent during a break never arrives: everything shown may be old.
      const wasDown = this.#snapshot.downSince !== null;
      this.#set({ state: 'live', downSince: null });
      if (wasDown) this.#receive({ changed: null, files: true, desk: true, controls: true });
    });
    channel.addEventListener('error', () => {
      this.#set({ state: 'down', downSince: this.#snapshot.downSince ?? Date.now() });
      // CLOSED: the browser has given up, as it does after an answer that is not an event stream.
      if (channel.readyState === 2) {
        channel.close();
        this.#reopen = setTimeout(() => this.start(), 5000);
      }
    });
    channel.addEventListener('revision', (event) => {
      const { changed } = JSON.parse(event.data ?? '{}') as { changed?: string[] | null };
      this.#receive({ changed: changed ?? null, ...nothingElse });
    });
    channel.addEventListener('file', () => this.#receive({ changed: [], ...nothingElse, files: true }));
    channel.addEventListener('triage', () => this.#receive({ changed: [], ...nothingElse, desk: true }));
    channel.addEventListener('control', () => this.#receive({ changed: [], ...nothingElse, controls: true }));
    channel.addEventListener('clock', (event) => {
      const { now } = JSON.parse(event.data ?? '{}') as { now?: string };
      if (now) this.#onClock(now);
    });
  }

  stop(): void {
    clearTimeout(this.#reopen);
    this.#channel?.close();
    this.#channel = null;
  }

  pause(): void {
    this.#set({ paused: true, held: 0 });
  }

  /** Lets the held news through at once. */
  resume(): void {
    const news = {
      changed: this.#heldUncounted ? null : [...this.#heldIds],
      files: this.#heldFiles,
      desk: this.#heldDesk,
      controls: this.#heldControls,
    };
    const any = this.#heldUncounted || this.#heldIds.size > 0 || news.files || news.desk || news.controls;
    this.#heldIds.clear();
    this.#heldUncounted = false;
    this.#heldFiles = false;
    this.#heldDesk = false;
    this.#heldControls = false;
    this.#set({ paused: false, held: 0 });
    if (any) this.#onNews(news);
  }

  readonly snapshot = (): LiveSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #receive(news: LiveNews): void {
    if (!this.#snapshot.paused) {
      this.#onNews(news);
      return;
    }
    if (news.changed === null) this.#heldUncounted = true;
    else for (const id of news.changed) this.#heldIds.add(id);
    if (news.files) this.#heldFiles = true;
    if (news.desk) this.#heldDesk = true;
    if (news.controls) this.#heldControls = true;
    this.#set({ held: this.#heldUncounted ? null : this.#heldIds.size });
  }

  #set(change: Partial<LiveSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}
