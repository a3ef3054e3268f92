import type { Bytes } from './bytes.ts';
import type { DeviceClock } from './device-clock.ts';

/** A task as it lies on the phone: that there is something and from when; what was opened is closed. */
export interface StoredCard {
  readonly id: string;
  readonly person: string;
  /** Epoch milliseconds of the node's clock, as everywhere here. */
  readonly opensAt: number;
  /** Until when what was opened may stay; `null` before it is opened. */
  readonly expiresAt: number | null;
  /** What was opened, under the phone's key; `null` before it is opened. */
  readonly closed: Bytes | null;
}

export type ItemKind = 'opening' | 'image' | 'seal-photo' | 'document' | 'reading' | 'note' | 'result';

/** Something made here for the node. Its bytes are closed for the node: the phone can't read them again. */
export interface StoredItem {
  /** Order in which they were made and are sent; given by the store. */
  readonly seq: number;
  /** Made here; sent twice the node has it once. */
  readonly id: string;
  readonly task: string;
  readonly person: string;
  readonly kind: ItemKind;
  readonly size: number;
  readonly madeAt: number;
  readonly state: 'waiting' | 'sent' | 'refused';
  /** The node's code of a refusal. */
  readonly code: string | null;
  /** Gone once it is sent. */
  readonly closed: Bytes | null;
}

/** What the phone keeps about itself. */
export interface PhoneState {
  readonly person: string | null;
  readonly clock: DeviceClock;
  /** Somebody left while there was no network: the node is told at the next contact. */
  readonly leaves: boolean;
}

const name = 'havenwacht-task';
const stores = ['cards', 'items', 'keys', 'state'] as const;

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the store of the phone failed'));
  });
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('cards', { keyPath: 'id' });
    request.result.createObjectStore('items', { keyPath: 'seq', autoIncrement: true });
    request.result.createObjectStore('keys');
    request.result.createObjectStore('state');
  };
  return done(request);
}

/** The encrypted store of a phone. Each call is one transaction: it is there whole or not at all. */
export class PhoneStore {
  #open: Promise<IDBDatabase> | undefined;

  /** @returns what `work` gives, once everything it did has come to the disk */
  async #run<T>(work: (store: (of: (typeof stores)[number]) => IDBObjectStore) => Promise<T>): Promise<T> {
    const database = await (this.#open ??= opened());
    const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
    const finished = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the store of the phone failed'));
    });
    const [result] = await Promise.all([work((of) => transaction.objectStore(of)), finished]);
    return result;
  }

  /** The key of the cards: made here, never shown to a script, gone with {@link wipe}. */
  async key(): Promise<CryptoKey> {
    const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    return this.#run(async (store) => {
      const kept = (await done(store('keys').get('cards'))) as CryptoKey | undefined;
      if (kept === undefined) await done(store('keys').put(fresh, 'cards'));
      return kept ?? fresh;
    });
  }

  cards(): Promise<StoredCard[]> {
    return this.#run((store) => done<StoredCard[]>(store('cards').getAll()));
  }

  items(): Promise<StoredItem[]> {
    return this.#run((store) => done<StoredItem[]>(store('items').getAll()));
  }

  state(): Promise<PhoneState | undefined> {
    return this.#run((store) => done<PhoneState | undefined>(store('state').get('phone')));
  }

  keepState(state: PhoneState): Promise<unknown> {
    return this.#run((store) => done(store('state').put(state, 'phone')));
  }

  /** Keeps a card and what was made on it in one. */
  keep(card: StoredCard | null, item: Omit<StoredItem, 'seq'> | null = null): Promise<void> {
    return this.#run(async (store) => {
      if (card !== null) await done(store('cards').put(card));
      if (item !== null) await done(store('items').add(item));
    });
  }

  changeItem(item: StoredItem): Promise<unknown> {
    return this.#run((store) => done(store('items').put(item)));
  }

  dropItem(seq: number): Promise<unknown> {
    return this.#run((store) => done(store('items').delete(seq)));
  }

  dropCards(ids: readonly string[]): Promise<void> {
    return this.#run(async (store) => {
      for (const id of ids) await done(store('cards').delete(id));
    });
  }

  /** Forgets every card and the key they were under; what waits to be sent stays, closed as it is. */
  wipe(): Promise<void> {
    return this.#run(async (store) => {
      await done(store('cards').clear());
      await done(store('keys').clear());
      for (const item of await done<StoredItem[]>(store('items').getAll())) {
        if (item.state === 'sent') await done(store('items').delete(item.seq));
      }
    });
  }
}
