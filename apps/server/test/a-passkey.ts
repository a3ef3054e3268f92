import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** An authenticator in software, written after WebAuthn level 3; it asks nobody and signs what it is told. */
export interface APasskey {
  readonly id: string;
  /** The answer to `navigator.credentials.create`. */
  register(options: CreationOptions, origin: string, twist?: Twist): object;
  /** The answer to `navigator.credentials.get`. */
  sign(options: RequestOptions, origin: string, twist?: Twist): Assertion;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id?: string };
  readonly user: { readonly id: string };
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId?: string;
}

export interface Assertion {
  readonly id: string;
  readonly rawId: string;
  readonly type: string;
  readonly clientExtensionResults: object;
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle: string | null;
  };
}

/** Ways in which an answer is not the one that was asked for. */
export interface Twist {
  readonly challenge?: string;
  readonly rpId?: string;
  readonly type?: string;
  /** The person was not verified, by finger, face or PIN. */
  readonly unverified?: boolean;
  readonly userHandle?: string | null;
  readonly count?: number;
  readonly crossOrigin?: boolean;
}

export function aPasskey(kind: 'ES256' | 'EdDSA' = 'ES256'): APasskey {
  const keys: { publicKey: KeyObject; privateKey: KeyObject } =
    kind === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  const rawId = randomBytes(32);
  const id = rawId.toString('base64url');
  let count = 0;
  let handle: string | null = null;
  const frame = { id, rawId: id, type: 'public-key', clientExtensionResults: {} };

  const clientData = (type: string, challenge: string, origin: string, twist: Twist): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: twist.type ?? type,
        challenge: twist.challenge ?? challenge,
        origin,
        crossOrigin: twist.crossOrigin ?? false,
      }),
    );
  const authenticatorData = (rpId: string, flags: number, rest: Buffer): Buffer => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(count);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), counter, rest]);
  };
  const present = 0x01;
  const verified = 0x04;
  const attested = 0x40;

  return {
    id,
    register(options, origin, twist = {}) {
      handle = options.user.id;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(rawId.length);
      const flags = present | attested | (twist.unverified === true ? 0 : verified);
      const data = authenticatorData(
        twist.rpId ?? options.rp.id ?? '',
        flags,
        Buffer.concat([Buffer.alloc(16), length, rawId, coseKey(keys.publicKey)]),
      );
      const attestation = cbor(
        new Map<unknown, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', data],
        ]),
      );
      return {
        ...frame,
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, origin, twist).toString(
            'base64url',
          ),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    sign(options, origin, twist = {}) {
      count = twist.count ?? count + 1;
      const flags = present | (twist.unverified === true ? 0 : verified);
      const data = authenticatorData(twist.rpId ?? options.rpId ?? '', flags, Buffer.alloc(0));
      const client = clientData('webauthn.get', options.challenge, origin, twist);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      return {
        ...frame,
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign(kind === 'ES256' ? 'sha256' : null, signed, keys.privateKey).toString('base64url'),
          userHandle: twist.userHandle === undefined ? handle : twist.userHandle,
        },
      };
    },
  };
}

/** RFC 9053: the public key as the authenticator writes it. */
function coseKey(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' });
  const bytes = (text: unknown): Buffer => Buffer.from(String(text), 'base64url');
  return cbor(
    y === undefined
      ? new Map<unknown, unknown>([
          [1, 1],
          [3, -8],
          [-1, 6],
          [-2, bytes(x)],
        ])
      : new Map<unknown, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, bytes(x)],
          [-3, bytes(y)],
        ]),
  );
}

/** As much of RFC 8949 as an attestation needs. */
function cbor(value: unknown): Buffer {
  const head = (major: number, count: number): Buffer =>
    count < 24
      ? Buffer.from([(major << 5) | count])
      : count < 256
        ? Buffer.from([(major << 5) | 24, count])
        : Buffer.from([(major << 5) | 25, count >> 8, count & 0xff]);
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map) {
    return Buffer.concat([
      head(5, value.size),
      ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)]),
    ]);
  }
  throw new TypeError('An attestation has no such value.');
}
