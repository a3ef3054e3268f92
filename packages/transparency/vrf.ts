import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { joinBytes, sameBytes } from './bytes.ts';

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;

const order = Point.Fn.ORDER;
const suite = 0x03;
const cofactor = 8n;

/**
 * ECVRF-EDWARDS25519-SHA512-TAI of RFC 9381: a number that only the holder of a key can compute from a
 * message, that is the only one this key has for it, and that everybody can check. The proof is 80
 * bytes.
 *
 * Not in constant time: the message is public here, but where others can time the holder's machine the
 * key can leak. Keys of draws sign nothing else.
 *
 * @param seed the 32 bytes that RFC 8032 makes an Ed25519 key of
 * @see docs/sources.md#rfc-9381
 */
export function proveVrf(seed: Uint8Array, message: Uint8Array): Uint8Array {
  const hashed = sha512(seed);
  const secret = clamped(hashed.subarray(0, 32));
  const publicPoint = Point.BASE.multiply(secret);
  const hashPoint = toCurve(publicPoint.toBytes(), message);
  const hashBytes = hashPoint.toBytes();
  const gamma = hashPoint.multiply(secret);
  const nonce = toNumber(sha512(joinBytes(hashed.subarray(32), hashBytes))) % order;
  const challenge = challengeOf([
    publicPoint,
    hashPoint,
    gamma,
    times(Point.BASE, nonce),
    times(hashPoint, nonce),
  ]);
  const answer = (nonce + toNumber(challenge) * secret) % order;
  return joinBytes(gamma.toBytes(), challenge, toBytes(answer));
}

/**
 * The 64 bytes that a proof proves; `null` when it does not hold for this key and message, when a point
 * is none or its encoding has a second form, when the key is of small order, or `s` is not reduced.
 *
 * @see docs/sources.md#rfc-9381
 */
export function verifyVrf(publicKey: Uint8Array, message: Uint8Array, proof: Uint8Array): Uint8Array | null {
  if (proof.length !== 80) return null;
  const publicPoint = toPoint(publicKey);
  const gamma = toPoint(proof.subarray(0, 32));
  const challenge = proof.subarray(32, 48);
  const answer = toNumber(proof.subarray(48));
  if (publicPoint === null || gamma === null || publicPoint.isSmallOrder() || answer >= order) return null;
  const hashPoint = toCurve(publicKey, message);
  const c = toNumber(challenge);
  const u = times(Point.BASE, answer).subtract(times(publicPoint, c));
  const v = times(hashPoint, answer).subtract(times(gamma, c));
  if (!sameBytes(challengeOf([publicPoint, hashPoint, gamma, u, v]), challenge)) return null;
  return sha512(joinBytes(Uint8Array.of(suite, 0x03), times(gamma, cofactor).toBytes(), Uint8Array.of(0x00)));
}

/** The public key of a seed: 32 bytes. */
export function vrfPublicKey(seed: Uint8Array): Uint8Array {
  return Point.BASE.multiply(clamped(sha512(seed).subarray(0, 32))).toBytes();
}

/** ECVRF_encode_to_curve_try_and_increment of RFC 9381 §5.4.1.1, with the key as salt. */
function toCurve(publicKey: Uint8Array, message: Uint8Array): Point {
  for (let counter = 0; counter < 256; counter += 1) {
    const hash = sha512(
      joinBytes(Uint8Array.of(suite, 0x01), publicKey, message, Uint8Array.of(counter, 0x00)),
    );
    const point = toPoint(hash.subarray(0, 32));
    const cleared = point === null ? null : times(point, cofactor);
    if (cleared !== null && !cleared.is0()) return cleared;
  }
  throw new Error('no point in 256 tries; this happens once in 2^256');
}

/** ECVRF_challenge_generation of RFC 9381 §5.4.3: 16 bytes. */
function challengeOf(points: readonly Point[]): Uint8Array {
  return sha512(
    joinBytes(Uint8Array.of(suite, 0x02), ...points.map((one) => one.toBytes()), Uint8Array.of(0x00)),
  ).slice(0, 16);
}

function toPoint(bytes: Uint8Array): Point | null {
  try {
    return Point.fromBytes(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

function times(point: Point, factor: bigint): Point {
  if (factor === 0n) return Point.ZERO;
  // The base point has its multiples at hand.
  return point === Point.BASE ? point.multiply(factor) : point.multiplyUnsafe(factor);
}

function clamped(bytes: Uint8Array): bigint {
  const copy = Uint8Array.from(bytes);
  copy[0]! &= 0xf8;
  copy[31] = (copy[31]! & 0x7f) | 0x40;
  return toNumber(copy) % order;
}

/** Least significant byte first. */
function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function toBytes(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
}
