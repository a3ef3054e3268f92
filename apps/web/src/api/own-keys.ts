import { queryOptions } from '@tanstack/react-query';
import { askNode } from './problem.ts';
import { sendChange } from './session.ts';
import type { PasskeyQuestion } from './session.ts';

/** One of one's own keys. */
export interface OwnKey {
  readonly id: string;
  readonly kind: 'passkey' | 'passphrase' | 'oidc';
  readonly label: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  /** The one this session was opened with. */
  readonly current: boolean;
}

/** What one more key is made with; no passkey where the address can have none. */
export interface KeyOffer {
  readonly passkey: PasskeyQuestion | null;
  readonly passphrase: { readonly challenge: string; readonly secret: string; readonly uri: string };
}

export const ownKeysQuery = queryOptions({
  queryKey: ['own-keys'],
  queryFn: ({ signal }) => askNode<readonly OwnKey[]>('/api/v1/own-keys', { signal }),
});

export const offerKey = (): Promise<KeyOffer> => sendChange('POST', '/own-keys/options');

/** Has the browser make a passkey and gives it to the node. */
export async function addPasskey(
  { challenge, options }: PasskeyQuestion,
  label: string | null,
): Promise<unknown> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const response = await startRegistration({ optionsJSON: options as never });
  return sendChange('POST', '/own-keys/passkey', { challenge, response, label });
}

export const addPassphrase = (body: {
  readonly challenge: string;
  readonly passphrase: string;
  readonly totp: string;
  readonly label: string | null;
}): Promise<unknown> => sendChange('POST', '/own-keys/passphrase', body);

export const removeKey = (id: string): Promise<unknown> =>
  sendChange('DELETE', `/own-keys/${encodeURIComponent(id)}`);
