import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';

/** Who a passkey is for: the site's name and the address it must be used at. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** A passkey as the node keeps it. */
export interface Passkey {
  readonly keyId: string;
  readonly publicKey: Uint8Array;
  readonly signCount: number;
  readonly transports: readonly string[];
}

/** EdDSA, ES256, RS256. */
const algorithms = [-8, -7, -257];

/**
 * Who passkeys are for at the address a request came to; null where there can be none, because a
 * browser binds them to a name and never to a number.
 *
 * ```ts
 * relyingParty('https://node.example', 'node.example'); // { id: 'node.example', origin: 'https://node.example' }
 * relyingParty(null, 'localhost:4180'); // { id: 'localhost', origin: 'http://localhost:4180' }
 * relyingParty(null, '127.0.0.1:4180'); // null
 * ```
 */
export function relyingParty(origin: string | null, host: string): RelyingParty | null {
  if (origin !== null) return { id: new URL(origin).hostname, origin };
  return /^localhost(:\d+)?$/i.test(host)
    ? { id: 'localhost', origin: `http://${host.toLowerCase()}` }
    : null;
}

export function registrationOptions(
  party: RelyingParty,
  about: {
    readonly node: string;
    readonly name: string;
    readonly handle: Uint8Array;
    readonly known: readonly string[];
  },
): Promise<{ readonly challenge: string }> {
  return generateRegistrationOptions({
    rpName: about.node,
    rpID: party.id,
    userID: new Uint8Array(about.handle),
    userName: about.name,
    attestationType: 'none',
    excludeCredentials: about.known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  });
}

/** The key that was made for this challenge; null when the answer is not one to it. */
export async function registeredPasskey(
  party: RelyingParty,
  challenge: string,
  response: unknown,
): Promise<Passkey | null> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified || registrationInfo === undefined) return null;
    const { id, publicKey, counter, transports } = registrationInfo.credential;
    return { keyId: id, publicKey, signCount: counter, transports: transports ?? [] };
  } catch {
    // Whatever is wrong with an answer, it is told to nobody: a refusal looks like any other.
    return null;
  }
}

/** @param keys those the person has; none = whichever the browser knows */
export function assertionOptions(
  party: RelyingParty,
  keys: readonly Pick<Passkey, 'keyId' | 'transports'>[],
): Promise<{ readonly challenge: string }> {
  return generateAuthenticationOptions({
    rpID: party.id,
    userVerification: 'required',
    allowCredentials: keys.map(({ keyId, transports }) => ({ id: keyId, transports: [...transports] })),
  });
}

/** The key's new count of signatures; null when the answer is not one to this challenge by this key. */
export async function assertedCount(
  party: RelyingParty,
  challenge: string,
  passkey: Passkey,
  response: unknown,
): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: passkey.keyId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.signCount,
        transports: [...passkey.transports],
      },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}
