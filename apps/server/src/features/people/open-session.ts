import { randomBytes } from 'node:crypto';
import type { Querying } from '../../platform/db/index.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import type { Owned } from './credential-store.ts';
import { longestSessionMs, secretHash } from './session-rules.ts';
import { renewSession, storeSession } from './session-store.ts';

/** A session and its token, which only the browser keeps. */
export interface OpenedSession {
  readonly id: string;
  readonly token: string;
}

/** Opens a session for who has shown that it is him; without a credential, for a role of a demonstration. */
export async function openSession(
  tx: Querying,
  who: { readonly person: string; readonly credential: string | null; readonly at: number },
): Promise<OpenedSession> {
  const { person, credential, at } = who;
  const token = newToken();
  const id = opaqueId('s');
  const expiresAt = at + longestSessionMs;
  await storeSession(tx, { id, tokenHash: secretHash(token), person, credential, openedAt: at, expiresAt });
  return { id, token };
}

/** Wakes a session whose person showed a credential again, and moves it to a new token. */
export async function stepUpSession(
  tx: Querying,
  session: string,
  shown: Owned,
  at: number,
): Promise<OpenedSession | null> {
  const token = newToken();
  const renewed = { tokenHash: secretHash(token), credential: shown.credential, at };
  return (await renewSession(tx, session, renewed)) ? { id: session, token } : null;
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}
