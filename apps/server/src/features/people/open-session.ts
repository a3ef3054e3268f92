import { randomBytes } from 'node:crypto';
import type { Querying } from '../../platform/db/index.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { longestSessionMs, secretHash } from './session-rules.ts';
import { storeSession } from './session-store.ts';

/**
 * Opens a session for who has shown that it is him.
 *
 * @returns the token, which only the browser keeps
 */
export async function openSession(
  tx: Querying,
  who: { readonly person: string; readonly credential: string | null; readonly at: number },
): Promise<{ readonly id: string; readonly token: string }> {
  const token = randomBytes(32).toString('base64url');
  const id = opaqueId('s');
  await storeSession(tx, {
    id,
    tokenHash: secretHash(token),
    person: who.person,
    credential: who.credential,
    openedAt: who.at,
    expiresAt: who.at + longestSessionMs,
  });
  return { id, token };
}
