import { Problem, askNode } from '../../api/problem.ts';
import { sendChange } from '../../api/session.ts';
import type { Session } from '../../api/session.ts';
import { bytesOf, sha256Of, textOf, toBase64, type Bytes } from './bytes.ts';
import { closeBytes, closeForNode, openBytes, openEnvelope, type ArrivalEnvelope } from './closed-bytes.ts';
import { nodeTime, wasSetBack } from './device-clock.ts';
import type { ItemKind, PhoneState, PhoneStore, StoredCard, StoredItem } from './phone-store.ts';

/** What the node tells of an opened task. */
export interface TaskContent {
  readonly id: string;
  readonly state: string;
  readonly part: string;
  readonly place: string | null;
  readonly time: string | null;
  readonly method: string | null;
  readonly container: string | null;
  readonly reason: string | null;
  readonly moreAt: string | null;
  readonly moreOnArrival: boolean;
  readonly expiresAt: string;
  readonly inbox: string;
  readonly alongFrom: string | null;
}

/** A piece of evidence that was made here. */
export interface MadeEvidence {
  readonly sha256: string;
  readonly kind: ItemKind;
}

/** An opened task as the phone keeps it. */
export interface OpenCard {
  readonly task: TaskContent;
  readonly envelope: ArrivalEnvelope | null;
  /** Wrong numbers tried without network. */
  readonly wrong: number;
  readonly evidence: readonly MadeEvidence[];
  readonly resultGiven: boolean;
}

export interface Card {
  readonly id: string;
  readonly opensAt: number;
  readonly expiresAt: number | null;
  readonly open: OpenCard | null;
}

export interface Result {
  readonly outcome: 'found' | 'nothing' | 'not-possible';
  readonly kg: number | null;
  readonly concealment: string | null;
}

export interface TasksSnapshot {
  /** Whether the phone has looked what it keeps. */
  readonly isReady: boolean;
  /** Whether the node answered when it was last asked. */
  readonly isOnline: boolean;
  readonly session: 'unknown' | 'in' | 'locked' | 'out' | 'not-for-him';
  readonly cards: readonly Card[];
  readonly items: readonly StoredItem[];
  /** Why what was readable is gone. */
  readonly wiped: 'expired' | 'clock' | 'ended' | null;
}

export type OpeningOutcome = 'opened' | 'wrong' | 'shut' | 'needs-network';

interface TaskSlots {
  readonly items: readonly { readonly id: string; readonly opensAt: string; readonly isOpen: boolean }[];
  readonly asOf: string;
}

/** So many wrong numbers and the envelope is thrown away. */
const mostWrongNumbers = 5;
const hourMs = 3_600_000;
/** That there was something is forgotten after so long. */
const slotKeptMs = 12 * hourMs;

/**
 * A person's own tasks on his phone, with and without network.
 *
 * What a task is about comes from the node when its time has come and lies encrypted until it expires.
 * What is made at the box is closed for the node at once, kept, and sent in its order; sent twice it is
 * there once. Nothing here believes the phone's clock where it would open something.
 */
export class OwnTasks {
  readonly #store: PhoneStore;
  readonly #onSession: (session: Session | null) => void;
  readonly #listeners = new Set<() => void>();
  #snapshot: TasksSnapshot = {
    isReady: false,
    isOnline: navigator.onLine,
    session: 'unknown',
    cards: [],
    items: [],
    wiped: null,
  };
  #state: PhoneState = {
    person: null,
    clock: { nodeAheadMs: 0, seenAt: 0 },
    leaves: false,
  };
  /** Everything that changes the store goes through here, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: PhoneStore, onSession: (session: Session | null) => void) {
    this.#store = store;
    this.#onSession = onSession;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): TasksSnapshot => this.#snapshot;

  /** The node's time, as far as the phone knows it. */
  now(): number {
    return nodeTime(this.#state.clock, Date.now());
  }

  /** Shows what the phone keeps, then asks the node. */
  async start(): Promise<void> {
    await this.#inTurn(async () => {
      this.#state = (await this.#store.state()) ?? this.#state;
      await this.#expire();
      await this.#show({ isReady: true });
    });
    await this.contact();
  }

  /** Looks whether something has expired. To be called every few seconds. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      if (await this.#expire()) await this.#show();
    });
  }

  /** Asks the node: who is signed in, what there is, and whether it takes what waits. */
  contact(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#asked();
    });
  }

  /**
   * Opens a task as far as it may be opened. With a number it is opened at the box: by the node, or
   * without network from what was taken along.
   */
  open(id: string, number: string | null): Promise<OpeningOutcome> {
    return this.#inTurn(async () => {
      const card = await this.#card(id);
      try {
        const task = await sendChange<TaskContent>('POST', `/tasks/${id}/open`, { container: number });
        const before = card?.open ?? fresh;
        const open = { ...before, task: stillAtBox(before.task, task) };
        await this.#keep({
          id,
          opensAt: card?.opensAt ?? this.now(),
          expiresAt: Date.parse(task.expiresAt),
          open,
        });
        await this.#show({ isOnline: true, wiped: null });
        return number !== null && task.container === null ? 'wrong' : 'opened';
      } catch (error) {
        if (!isUnreachable(error)) throw error;
      }
      const outcome =
        number === null || card === null ? 'needs-network' : await this.#openAlone(card, number);
      await this.#show({ isOnline: false });
      return outcome;
    });
  }

  /** Takes what opens on arrival to a place without network. */
  takeAlong(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const envelope = await sendChange<ArrivalEnvelope>('POST', `/tasks/${id}/along`, { clock: Date.now() });
      const card = await this.#card(id);
      if (card?.open) await this.#keep({ ...card, open: { ...card.open, envelope } });
      await this.#show();
    });
  }

  /** Keeps a piece of evidence and sends it when it can be sent. */
  addEvidence(id: string, kind: ItemKind, bytes: Bytes): Promise<void> {
    return this.#make(id, kind, bytes, async (open) => {
      const sha256 = await sha256Of(bytes);
      return {
        ...open,
        evidence: [...open.evidence.filter((one) => one.sha256 !== sha256), { sha256, kind }],
      };
    });
  }

  /** Keeps the result and sends it after the evidence. */
  giveResult(id: string, result: Result): Promise<void> {
    const card = this.#snapshot.cards.find((one) => one.id === id);
    const evidence = (card?.open?.evidence ?? []).map(({ sha256 }) => sha256);
    return this.#make(id, 'result', bytesOf(JSON.stringify({ ...result, evidence })), (open) =>
      Promise.resolve({ ...open, resultGiven: true }),
    );
  }

  /** Tries again to send what the node refused. */
  sendAgain(item: StoredItem): Promise<void> {
    return this.#inTurn(async () => {
      await this.#store.changeItem({ ...item, state: 'waiting', code: null });
      await this.#asked();
    });
  }

  /** Throws away what the node refused; a result can then be given anew. */
  drop(item: StoredItem): Promise<void> {
    return this.#inTurn(async () => {
      const card = item.kind === 'result' ? await this.#card(item.task) : null;
      if (card?.open) await this.#keep({ ...card, open: { ...card.open, resultGiven: false } });
      await this.#store.dropItem(item.seq);
      await this.#show();
    });
  }

  /** Leaves: what is readable is gone at once, the session ends now or when the node answers again. */
  signOut(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#wipe('ended');
      await this.#remember({ leaves: true });
      await this.#asked();
      await this.#show({ session: 'out' });
    });
  }

  /** Asks, and takes no answer for what it is. */
  async #asked(): Promise<void> {
    try {
      await this.#ask();
      await this.#show({ isOnline: true });
    } catch (error) {
      if (error instanceof Problem && error.status === 401) await this.#show({ session: 'locked' });
      else if (isLater(error)) await this.#show({ isOnline: false });
      else throw error;
    }
  }

  async #ask(): Promise<void> {
    if (this.#state.leaves) {
      await sendChange('DELETE', '/session');
      await this.#remember({ leaves: false });
    }
    const session = await askNode<Session | null>('/api/v1/session');
    this.#onSession(session);
    if (session === null) {
      await this.#wipe('ended');
      await this.#show({ session: 'out' });
      return;
    }
    if (session.locked) {
      await this.#show({ session: 'locked' });
      return;
    }
    if (this.#state.person !== session.person.id) {
      if (this.#state.person !== null) await this.#wipe('ended');
      await this.#remember({ person: session.person.id });
    }
    await this.#flush();
    let slots: TaskSlots;
    try {
      slots = await askNode<TaskSlots>('/api/v1/tasks', { headers: { 'havenwacht-background': '1' } });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
      await this.#show({ session: 'not-for-him' });
      return;
    }
    await this.#remember({
      clock: { ...this.#state.clock, nodeAheadMs: Date.parse(slots.asOf) - Date.now() },
    });
    const cards = await this.#store.cards();
    const listed = new Set(slots.items.map(({ id }) => id));
    await this.#store.dropCards(cards.filter(({ id }) => !listed.has(id)).map(({ id }) => id));
    const isOld = ({ state, task, madeAt }: StoredItem): boolean =>
      state === 'sent' && !listed.has(task) && Date.now() - madeAt > hourMs;
    for (const { seq } of (await this.#store.items()).filter(isOld)) await this.#store.dropItem(seq);
    for (const { id, opensAt } of slots.items) {
      if (cards.some((card) => card.id === id)) continue;
      await this.#keep({ id, opensAt: Date.parse(opensAt), expiresAt: null, open: null });
    }
    await this.#show({ session: 'in', wiped: cards.length === 0 ? this.#snapshot.wiped : null });
  }

  /** Sends what waits, oldest first. What the node refuses stays and is shown; what it can't take now stops the rest. */
  async #flush(): Promise<void> {
    for (const item of await this.#store.items()) {
      if (item.state !== 'waiting' || item.closed === null || item.person !== this.#state.person) continue;
      const query = `kind=${item.kind}&clock=${Date.now()}`;
      try {
        await askNode(`/api/v1/tasks/${item.task}/items/${item.id}?${query}`, {
          method: 'POST',
          headers: { 'havenwacht-csrf': '1', 'content-type': 'application/octet-stream' },
          body: item.closed,
        });
        await this.#store.changeItem({ ...item, state: 'sent', closed: null });
      } catch (error) {
        if (!isRefusal(error)) throw error;
        await this.#store.changeItem({ ...item, state: 'refused', code: error.code });
      }
      await this.#show();
    }
  }

  async #openAlone(card: Card, number: string): Promise<OpeningOutcome> {
    const { open } = card;
    if (open?.envelope == null)
      return open !== null && open.wrong >= mostWrongNumbers ? 'shut' : 'needs-network';
    const opening = bytesOf(JSON.stringify({ container: number, at: Date.now() }));
    const found = await openEnvelope(card.id, open.envelope, number);
    if (found === null) {
      const wrong = open.wrong + 1;
      const envelope = wrong < mostWrongNumbers ? open.envelope : null;
      await this.#keep(
        { ...card, open: { ...open, wrong, envelope } },
        await this.#item(card, 'opening', opening),
      );
      return envelope === null ? 'shut' : 'wrong';
    }
    const task = { ...open.task, ...found, moreOnArrival: false };
    await this.#keep({ ...card, open: { ...open, task } }, await this.#item(card, 'opening', opening));
    return 'opened';
  }

  /** Makes an item on a card, keeps both in one, and sends it when it can be sent. */
  #make(
    id: string,
    kind: ItemKind,
    bytes: Bytes,
    change: (open: OpenCard) => Promise<OpenCard>,
  ): Promise<void> {
    return this.#inTurn(async () => {
      const card = await this.#card(id);
      if (card?.open == null) throw new Error('what has expired takes nothing more');
      await this.#keep({ ...card, open: await change(card.open) }, await this.#item(card, kind, bytes));
      await this.#show();
      await this.#asked();
    });
  }

  async #item(card: Card, kind: ItemKind, bytes: Bytes): Promise<Omit<StoredItem, 'seq'>> {
    const id = toBase64(crypto.getRandomValues(new Uint8Array(16)));
    const { inbox } = card.open!.task;
    return {
      id,
      task: card.id,
      person: this.#state.person ?? '',
      kind,
      size: bytes.length,
      madeAt: Date.now(),
      state: 'waiting',
      code: null,
      closed: await closeForNode(inbox, `${card.id}/${id}/${kind}`, bytes),
    };
  }

  async #keep(
    { id, opensAt, expiresAt, open }: Card,
    item: Omit<StoredItem, 'seq'> | null = null,
  ): Promise<void> {
    const closed =
      open === null
        ? null
        : await closeBytes(await this.#store.key(), bytesOf(JSON.stringify(open)), `${id}/card`);
    await this.#store.keep({ id, person: this.#state.person ?? '', opensAt, expiresAt, closed }, item);
  }

  async #card(id: string): Promise<Card | null> {
    return (await this.#cards()).find((card) => card.id === id) ?? null;
  }

  async #cards(): Promise<Card[]> {
    const stored = await this.#store.cards();
    const key = stored.some(({ closed }) => closed !== null) ? await this.#store.key() : null;
    const read = async ({ id, opensAt, expiresAt, closed }: StoredCard): Promise<Card> => ({
      id,
      opensAt,
      expiresAt,
      open: closed === null || key === null ? null : await readOpen(key, id, closed),
    });
    return (await Promise.all(stored.map(read))).sort((a, b) => a.opensAt - b.opensAt);
  }

  /** Wipes what has expired, and everything when the clock was set back. @returns whether there was something */
  async #expire(): Promise<boolean> {
    const deviceNow = Date.now();
    if (wasSetBack(this.#state.clock, deviceNow)) {
      await this.#wipe('clock');
      await this.#remember({ clock: { ...this.#state.clock, seenAt: deviceNow } });
      return true;
    }
    if (deviceNow - this.#state.clock.seenAt > 10_000)
      await this.#remember({ clock: { ...this.#state.clock, seenAt: deviceNow } });
    const now = this.now();
    const over = (await this.#store.cards()).filter(
      ({ expiresAt, opensAt }) => (expiresAt ?? opensAt + slotKeptMs) <= now,
    );
    if (over.length === 0) return false;
    await this.#store.dropCards(over.map(({ id }) => id));
    if (over.some(({ closed }) => closed !== null)) this.#snapshot = { ...this.#snapshot, wiped: 'expired' };
    return true;
  }

  async #wipe(why: NonNullable<TasksSnapshot['wiped']>): Promise<void> {
    const readable = (await this.#store.cards()).some(({ closed }) => closed !== null);
    await this.#store.wipe();
    if (readable) this.#snapshot = { ...this.#snapshot, wiped: why };
  }

  async #remember(change: Partial<PhoneState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    await this.#store.keepState(this.#state);
  }

  async #show(change: Partial<TasksSnapshot> = {}): Promise<void> {
    const [cards, items] = [await this.#cards(), await this.#store.items()];
    this.#snapshot = { ...this.#snapshot, ...change, cards, items };
    for (const listener of this.#listeners) listener();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}

/** An opened card; `null` when it was closed under a key that another window has wiped meanwhile. */
async function readOpen(key: CryptoKey, id: string, closed: Bytes): Promise<OpenCard | null> {
  try {
    return JSON.parse(textOf(await openBytes(key, closed, `${id}/card`))) as OpenCard;
  } catch {
    return null;
  }
}

/** Asked for the rest without the number, the node does not tell again what was opened at the box. */
function stillAtBox(before: TaskContent | null, task: TaskContent): TaskContent {
  const container = task.container ?? before?.container ?? null;
  return { ...task, container, moreOnArrival: task.moreOnArrival && container === null };
}

const fresh: Omit<OpenCard, 'task'> & { readonly task: null } = {
  task: null,
  envelope: null,
  wrong: 0,
  evidence: [],
  resultGiven: false,
};

/** No answer, or none of its own: nothing was decided. */
function isUnreachable(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || error.status >= 500);
}

/** Asked again it may say otherwise. */
function isLater(error: unknown): boolean {
  return isUnreachable(error) || (error instanceof Problem && error.code === 'auth/too-many-tries');
}

/** The node has looked at it and does not take it. */
function isRefusal(error: unknown): error is Problem {
  return error instanceof Problem && error.status !== 401 && !isLater(error);
}
