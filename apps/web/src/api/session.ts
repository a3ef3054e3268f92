import { queryOptions } from '@tanstack/react-query';
import { askNode } from './problem.ts';

const base = '/api/v1';

export interface PersonName {
  readonly id: string;
  readonly role: string;
  readonly number: number;
  /** What the administration calls this person; null = by role and number. */
  readonly label: string | null;
  readonly name: string;
}

/** Who is signed in in this browser, and until when. */
export interface Session {
  readonly person: PersonName;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly ports: readonly string[] | null;
  readonly locked: boolean;
  readonly openedAt: string;
  readonly expiresAt: string;
  readonly locksAfterSeconds: number;
  readonly steppedUpUntil: string | null;
  readonly demo: boolean;
}

export interface SessionLine {
  readonly id: string;
  readonly current: boolean;
  readonly openedAt: string;
  readonly seenAt: string;
  readonly expiresAt: string;
  readonly locked: boolean;
}

export interface SignInWays {
  readonly node: string;
  readonly demo: boolean;
  readonly passkey: boolean;
  readonly passphrase: boolean;
  /** Name of the administration's own sign-in; null = none is configured. */
  readonly singleSignOn: string | null;
  /** Nobody can sign in yet: the console of the node shows a code. */
  readonly firstStart: boolean;
}

/** What a passkey is asked with. */
export interface PasskeyQuestion {
  readonly challenge: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Enrolment {
  readonly person: PersonName;
  readonly signInName: string;
  readonly kind: 'first' | 'invitation' | 'recovery';
  readonly passkey: PasskeyQuestion | null;
  readonly passphrase: { readonly challenge: string; readonly secret: string; readonly uri: string };
  readonly singleSignOn: string | null;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => askNode<Session | null>(`${base}/session`, { signal }),
  staleTime: 30_000,
});

export const signInWaysQuery = queryOptions({
  queryKey: ['sign-in-ways'],
  queryFn: ({ signal }) => askNode<SignInWays>(`${base}/sign-in`, { signal }),
});

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => askNode<readonly SessionLine[]>(`${base}/sessions`, { signal }),
});

/** Sends a change as JSON. The header says that a script of this page sent it, which no form elsewhere can. */
export function sendChange<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  return askNode<T>(`${base}${path}`, {
    method,
    headers: {
      'havenwacht-csrf': '1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** What showing a key is for: it opens a session, or renews the one there is. */
export type KeyUse = 'sign-in' | 'step-up';

const pathOf = (use: KeyUse): string => (use === 'sign-in' ? '/sign-in' : '/session/step-up');

/** Asks the browser for a passkey and shows it to the node. */
export async function showPasskey(use: KeyUse): Promise<Session> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const path = `${pathOf(use)}/passkey`;
  const { challenge, options } = await sendChange<PasskeyQuestion>('POST', `${path}/options`);
  const response = await startAuthentication({ optionsJSON: options as never });
  return sendChange('POST', path, { challenge, response });
}

export function showPassphrase(
  use: KeyUse,
  answer: { readonly name?: string; readonly passphrase: string; readonly code: string },
): Promise<Session> {
  return sendChange('POST', `${pathOf(use)}/passphrase`, answer);
}

/** Leaves for the administration's own sign-in. */
export async function goToSingleSignOn(
  body: { for: KeyUse } | { for: 'enrolment'; code: string },
): Promise<void> {
  const { location } = await sendChange<{ location: string }>('POST', '/single-sign-on', body);
  window.location.assign(location);
}

export const openEnrolment = (code: string): Promise<Enrolment> => sendChange('POST', '/enrolment', { code });

/** Makes a passkey for the person of a one-time code; signs in. */
export async function enrolPasskey(code: string, question: PasskeyQuestion): Promise<void> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const response = await startRegistration({ optionsJSON: question.options as never });
  await sendChange('POST', '/enrolment/passkey', { code, challenge: question.challenge, response });
}

export const enrolPassphrase = (body: {
  code: string;
  challenge: string;
  passphrase: string;
  totp: string;
}): Promise<unknown> => sendChange('POST', '/enrolment/passphrase', body);

export const lockSession = (): Promise<unknown> => sendChange('POST', '/session/lock');
/** Signs out; what tasks left readable in this browser goes first, whatever the node answers. */
export async function signOut(): Promise<void> {
  const { PhoneStore } = await import('../pages/task/phone-store.ts');
  await new PhoneStore().wipe().catch(() => {});
  await sendChange('DELETE', '/session');
}
export const endSession = (id: string): Promise<unknown> =>
  sendChange('DELETE', `/sessions/${encodeURIComponent(id)}`);
export const playRole = (role: string): Promise<unknown> => sendChange('POST', '/demo/session', { role });
