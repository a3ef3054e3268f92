import { createHmac, timingSafeEqual } from 'node:crypto';

const stepMs = 30_000;

/**
 * The code of one step after RFC 6238 (docs/sources.md#rfc-6238).
 *
 * @param step whole half minutes since 1970
 */
export function totpAt(
  secret: Uint8Array,
  step: number,
  { digits = 6, algorithm = 'sha1' }: { readonly digits?: number; readonly algorithm?: string } = {},
): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac(algorithm, secret).update(counter).digest();
  const from = mac[mac.length - 1]! & 0x0f;
  const number = mac.readUInt32BE(from) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * The step a code belongs to: this one, or a neighbour for clocks that differ; null when to none. A
 * step that was used before is to be refused by who keeps it.
 */
export function totpStep(secret: Uint8Array, code: string, at: number): number | null {
  const typed = Buffer.from(code.replace(/\s/g, '').padEnd(6).slice(0, 7));
  const now = Math.floor(at / stepMs);
  let found: number | null = null;
  for (const step of [now - 1, now, now + 1]) {
    const wanted = Buffer.from(totpAt(secret, step));
    if (typed.length === wanted.length && timingSafeEqual(typed, wanted)) found = step;
  }
  return found;
}

/** What an authenticator program takes as a link or as typed letters. */
export function totpLink(secret: Uint8Array, node: string, person: string): { letters: string; uri: string } {
  const letters = base32(secret);
  const label = `${encodeURIComponent(node)}:${encodeURIComponent(person)}`;
  return { letters, uri: `otpauth://totp/${label}?secret=${letters}&issuer=${encodeURIComponent(node)}` };
}

/** RFC 4648 without padding. */
function base32(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[parseInt(five.padEnd(5, '0'), 2)]).join('');
}
