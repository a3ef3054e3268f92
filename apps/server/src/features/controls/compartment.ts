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
  /** How many officers beside the lead; left out or `null` = as many as the ladder of the method says. */
  readonly officers?: number | null;
  /** Where the visit stood in the ranked list when it was proposed. */
  readonly seen?: SeenStanding;
}

/** Where a visit stands in the ranked list. */
export interface SeenStanding {
  readonly rank: number | null;
  readonly band: string;
  readonly score: number;
}

/** The same at rest, base64url: each item under a key of its own, all of these under the control's, that one under the node's. */
export interface SealedContent {
  readonly wrappedKey: string;
  readonly sealed: Readonly<Record<DisclosedItem, string>> & { readonly team?: string };
  /** SHA-256 over salt and visit, hex: ties the result to the sealed box without naming it. */
  readonly commitment: string;
}

/** The object as it is sealed. */
export interface SealedObject {
  readonly visit: string;
  readonly container: string;
  readonly salt: string;
  readonly seen?: SeenStanding;
}

/**
 * Seals what a control is about. The node's key lies in a file outside the database, so that neither the
 * database nor a backup of it tells which box it is.
 */
export function sealContent(nodeKey: Uint8Array, control: string, content: ControlContent): SealedContent {
  const key = newKey();
  const salt = randomBytes(16).toString('hex');
  const { visit, container, seen, officers = null } = content;
  const object: SealedObject = { visit, container, salt, ...(seen === undefined ? {} : { seen }) };
  const texts: Readonly<Record<DisclosedItem, string>> = {
    place: content.place,
    time: new Date(content.time).toISOString(),
    method: content.method,
    object: JSON.stringify(object),
    reason: content.reason,
  };
  const sealText = (item: string, text: string): string =>
    sealBytes(keyFor(key, item), Buffer.from(text), `${control}/${item}`).toString('base64url');
  const seal = (item: DisclosedItem): string => sealText(item, texts[item]);
  return {
    wrappedKey: sealBytes(nodeKey, key, control).toString('base64url'),
    sealed: {
      place: seal('place'),
      time: seal('time'),
      method: seal('method'),
      object: seal('object'),
      reason: seal('reason'),
      ...(officers === null ? {} : { team: sealText('team', String(officers)) }),
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
  return Object.fromEntries(items.map((item) => [item, openText(nodeKey, control, item)]));
}

/** How many officers the control asks for beside the lead; `null` = as many as the ladder says. */
export function openTeam(nodeKey: Uint8Array, control: Parameters<typeof openItems>[1]): number | null {
  return control.sealed.team === undefined ? null : Number(openText(nodeKey, control, 'team'));
}

function openText(
  nodeKey: Uint8Array,
  control: Parameters<typeof openItems>[1],
  item: DisclosedItem | 'team',
): string {
  const key = openBytes(nodeKey, Buffer.from(control.wrappedKey, 'base64url'), control.id);
  const sealed = Buffer.from(control.sealed[item] ?? '', 'base64url');
  return openBytes(keyFor(key, item), sealed, `${control.id}/${item}`).toString('utf8');
}

export function commitmentOf(salt: string, visit: string): string {
  return createHash('sha256').update(`${salt}|${visit}`).digest('hex');
}
