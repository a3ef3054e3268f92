import { queryOptions } from '@tanstack/react-query';
import { askNode } from './problem.ts';
import { sendChange } from './session.ts';
import type { PersonName } from './session.ts';

export interface PersonLine extends PersonName {
  readonly signInName: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly ports: readonly string[] | null;
  readonly state: 'invited' | 'active' | 'disabled';
  readonly createdAt: string;
  readonly credentials: readonly ('passkey' | 'passphrase' | 'oidc')[];
  readonly lastUsedAt: string | null;
}

export interface Recovery {
  readonly id: string;
  readonly kind: 'invitation' | 'recovery';
  readonly person: string;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly approvedBy: string | null;
  readonly state: 'open' | 'approved' | 'used' | 'cancelled' | 'expired';
}

/** A secret that is shown once: the whole code, or its first half where another administrator gives the second. */
export type Invitation =
  | { readonly code: string; readonly half: null; readonly expiresAt: string }
  | { readonly code: null; readonly half: string; readonly expiresAt: string };

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => askNode<readonly PersonLine[]>('/api/v1/people', { signal }),
});

export const recoveriesQuery = queryOptions({
  queryKey: ['recoveries'],
  queryFn: ({ signal }) => askNode<readonly Recovery[]>('/api/v1/recoveries', { signal }),
});

const person = (id: string): string => `/people/${encodeURIComponent(id)}`;

export const invitePerson = (wanted: {
  readonly roles: readonly string[];
  readonly label: string | null;
}): Promise<{ readonly invitation: Invitation }> => sendChange('POST', '/people', wanted);

export const inviteAgain = (id: string): Promise<Invitation> =>
  sendChange('POST', `${person(id)}/invitation`);

export const changePerson = (
  id: string,
  change: {
    readonly roles?: readonly string[];
    readonly label?: string | null;
    readonly state?: 'active' | 'disabled';
  },
): Promise<unknown> => sendChange('PATCH', person(id), change);

export const endSessionsOf = (id: string): Promise<unknown> => sendChange('DELETE', `${person(id)}/sessions`);

export const askRecovery = (wanted: {
  readonly person: string;
  readonly reason: string;
}): Promise<{ readonly half: string; readonly expiresAt: string }> =>
  sendChange('POST', '/recoveries', wanted);

export const approveRecovery = (id: string): Promise<{ readonly half: string; readonly expiresAt: string }> =>
  sendChange('POST', `/recoveries/${encodeURIComponent(id)}/approval`);
