import { randomBytes, scrypt as scryptWithCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { attempt, type ControlParts } from './control-parts.ts';
import { credentialOf } from './credential-of.ts';

const scrypt = promisify(scryptWithCallback) as (
  text: string,
  salt: Buffer,
  bytes: number,
) => Promise<Buffer>;

/** Sets a person's two codes: the one he confirms with, and the one he gives when he is forced to. */
export async function setCodes(
  parts: ControlParts,
  reader: Reader,
  codes: { readonly confirm: string; readonly duress: string },
): Promise<void> {
  const salt = randomBytes(16);
  const [confirm, duress] = [await hashOf(codes.confirm, salt), await hashOf(codes.duress, salt)];
  await attempt(parts, reader, 'codes/set', reader.person, async (tx) => {
    const now = parts.now();
    credentialOf(reader);
    if (codes.confirm === codes.duress) {
      throw new HavenwachtError('controls/same-codes', 422, 'The two codes have to differ.');
    }
    await tx.execute(
      sql`insert into confirm_code (person, salt, confirm_hash, duress_hash, set_at)
          values (${reader.person}, ${salt.toString('hex')}, ${confirm.toString('hex')}, ${duress.toString('hex')},
            to_timestamp(${now}::float8 / 1000.0))
          on conflict (person) do update set salt = excluded.salt, confirm_hash = excluded.confirm_hash,
            duress_hash = excluded.duress_hash, set_at = excluded.set_at`,
    );
    await parts.recordAct(tx, {
      kind: 'change',
      act: 'codes/set',
      subject: reader.person,
      by: reader,
      at: now,
      content: {},
    });
  });
}

/**
 * Which of his codes a person gave. Both hashes are compared whatever the first says, so that the time it
 * takes tells nothing. A person without codes has none that fits.
 */
export async function checkCode(
  tx: Querying,
  person: string,
  code: string,
): Promise<'confirm' | 'duress' | 'wrong'> {
  const [row] = await tx.query<{ salt: string; confirm: string; duress: string }>(
    sql`select salt, confirm_hash as confirm, duress_hash as duress from confirm_code where person = ${person}`,
  );
  const given = await hashOf(code, row === undefined ? randomBytes(16) : Buffer.from(row.salt, 'hex'));
  const isConfirm = row !== undefined && timingSafeEqual(given, Buffer.from(row.confirm, 'hex'));
  const isDuress = row !== undefined && timingSafeEqual(given, Buffer.from(row.duress, 'hex'));
  return isConfirm ? 'confirm' : isDuress ? 'duress' : 'wrong';
}

function hashOf(code: string, salt: Buffer): Promise<Buffer> {
  return scrypt(code, salt, 32);
}
