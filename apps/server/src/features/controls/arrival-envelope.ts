import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { normaliseContainerNumber } from '@havenwacht/domain';
import { sealBytes } from '../../platform/secrets/index.ts';

/** What opens on arrival, closed with the number of the box; base64url where it is bytes. */
export interface ArrivalEnvelope {
  readonly salt: string;
  /** Rounds of PBKDF2-HMAC-SHA-256. */
  readonly rounds: number;
  /** Nonce, tag and body of AES-256-GCM. */
  readonly sealed: string;
}

/** A third of a second for a phone, so that who guesses pays it for each number. */
const rounds = 600_000;

const derive = promisify(pbkdf2);

/**
 * Closes what a person learns at the box with the number of the box. There are few numbers: the key only
 * makes guessing slow. docs/adr/0016-tasks-on-a-phone.md says what that is worth.
 */
export async function sealForBox(
  control: string,
  container: string,
  content: Readonly<Record<string, string>>,
): Promise<ArrivalEnvelope> {
  const salt = randomBytes(16);
  const key = await derive(normaliseContainerNumber(container), salt, rounds, 32, 'sha256');
  const sealed = sealBytes(key, Buffer.from(JSON.stringify(content)), `${control}/arrival`);
  return { salt: salt.toString('base64url'), rounds, sealed: sealed.toString('base64url') };
}
