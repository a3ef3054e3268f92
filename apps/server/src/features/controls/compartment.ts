import { createHash, randomBytes } from 'node:crypto';
import type { ControlMethod, DisclosedItem } from '@havenwacht/planning';
import { keyFor, newKey, openText, sealText, type SealedText } from '../../platform/secrets/index.ts';

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

/** The same at rest: each item under a key of its own, all of these under the control's, that one under the node's. */
export interface SealedContent {
  readonly wrappedKey: string;
  readonly sealed: Readonly<Record<DisclosedItem, SealedText>>;
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
  const seal = (item: DisclosedItem): SealedText =>
    sealText(keyFor(key, item), texts[item], `${control}/${item}`);
  return {
    wrappedKey: JSON.stringify(sealText(nodeKey, key.toString('base64url'), control)),
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

/** Opens some of the items and no other. */
export function openItems(
  nodeKey: Uint8Array,
  control: { readonly id: string; readonly wrappedKey: string; readonly sealed: SealedContent['sealed'] },
  items: readonly DisclosedItem[],
): Readonly<Partial<Record<DisclosedItem, string>>> {
  const wrapped = JSON.parse(control.wrappedKey) as SealedText;
  const key = Buffer.from(openText(nodeKey, wrapped, control.id), 'base64url');
  return Object.fromEntries(
    items.map((item) => [item, openText(keyFor(key, item), control.sealed[item], `${control.id}/${item}`)]),
  );
}

export function commitmentOf(salt: string, visit: string): string {
  return createHash('sha256').update(`${salt}|${visit}`).digest('hex');
}
