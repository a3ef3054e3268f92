import { createHash } from 'node:crypto';
import type { Session } from './session-store.ts';

/** Nobody at the browser for so long locks the session. */
export const idleLockMs = 10 * 60_000;
/** A session ends after a shift, whatever happens in it. */
export const longestSessionMs = 10 * 3_600_000;
/** A credential shown so long ago is fresh enough for a guarded act. */
export const stepUpMs = 5 * 60_000;
/** How often it is written down that somebody is there: a request would else cost a write. */
export const touchEveryMs = 30_000;

/** Locked by the person, or because nobody was at the browser. */
export function isLocked(session: Pick<Session, 'lockedAt' | 'seenAt'>, at: number): boolean {
  return session.lockedAt !== null || at - session.seenAt >= idleLockMs;
}

export function isSteppedUp(session: { readonly steppedUpAt: number | null }, at: number): boolean {
  return session.steppedUpAt !== null && at - session.steppedUpAt < stepUpMs;
}

/** What the node keeps of a token or code: nothing that opens anything when the database is read. */
export function secretHash(secret: string | Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest();
}
