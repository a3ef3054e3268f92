import { createHash, randomBytes } from 'node:crypto';
import type { ControlMethod, DisclosedItem } from '@havenwacht/planning';
import { keyFor, newKey, openBytes, sealBytes } from '../../platform/secrets/index.ts';

/** What a control is about, in the clear. */
export interface ControlContent {
  readonly visit: string;
  readonly container: string;
  readonly place: string;
  /** Epoch milliseconds, UTC. */
  readonly time: number;
  readonly method: ControlMethod;
  readonly reason: string;
}

/** The same at rest, base64url: each item under a key of its own, all of these under the control's, that one under the node's. */
export interface SealedContent {
  readonly wrappedKey: string;
  readonly sealed: Readonly<Record<DisclosedItem, string>>;
  /** SHA-256 over salt and visit, hex: ties the result to the sealed box without naming it. */
  readonly commitment: string;
}

/** The object as it is sealed. */
export interface SealedObject {
  readonly visit: string;
  readonly container: string;
  readonly salt: string;
}

/**
 * Seals what a control is about. The node's key lies in a file outside the database, so that neither the
 * database nor a backup of it tells which box it is.
 */
export function sealContent(nodeKey: Uint8Array, control: string, content: ControlContent): SealedContent {
  const key = newKey();
  const salt = randomBytes(16).toString('hex');
  const object: SealedObject = { visit: content.visit, container: content.container, salt };
  const texts: Readonly<Record<DisclosedItem, string>> = {
    place: content.place,
    time: new Date(content.time).toISOString(),
    method: content.method,
    object: JSON.stringify(object),
    reason: content.reason,
  };
  const seal = (item: DisclosedItem): string =>
    sealBytes(keyFor(key, item), Buffer.from(texts[item]), `${control}/${item}`).toString('base64url');
  return {
    wrappedKey: sealBytes(nodeKey, key, control).toString('base64url'),
    sealed: {
      place: seal('place'),
      time: seal('time'),
      method: seal('method'),
      object: seal('object'),
      reason: seal('reason'),
    },
    commitment: commitmentOf(salt, content.visit),
  };
}

/** Seals single items of a control anew, under the keys they had. */
export function resealItems(
  nodeKey: Uint8Array,
  control: { readonly id: string; readonly wrappedKey: string },
  items: Readonly<Partial<Record<DisclosedItem, string>>>,
): Readonly<Record<string, string>> {
  const key = openBytes(nodeKey, Buffer.from(control.wrappedKey, 'base64url'), control.id);
  return Object.fromEntries(
    (Object.entries(items) as [DisclosedItem, string][]).map(([item, text]) => [
      item,
      sealBytes(keyFor(key, item), Buffer.from(text), `${control.id}/${item}`).toString('base64url'),
    ]),
  );
}

/** Opens some of the items and no other. */
export function openItems(
  nodeKey: Uint8Array,
  control: { readonly id: string; readonly wrappedKey: string; readonly sealed: SealedContent['sealed'] },
  items: readonly DisclosedItem[],
): Readonly<Partial<Record<DisclosedItem, string>>> {
  const key = openBytes(nodeKey, Buffer.from(control.wrappedKey, 'base64url'), control.id);
  return Object.fromEntries(
    items.map((item) => {
      const sealed = Buffer.from(control.sealed[item], 'base64url');
      return [item, openBytes(keyFor(key, item), sealed, `${control.id}/${item}`).toString('utf8')];
    }),
  );
}

export function commitmentOf(salt: string, visit: string): string {
  return createHash('sha256').update(`${salt}|${visit}`).digest('hex');
}
