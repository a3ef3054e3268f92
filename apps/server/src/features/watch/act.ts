import { sha256 } from '../../platform/crypto/native-crypto.ts';
import type { Act } from '../../platform/auth/index.ts';
import type { Querying } from '../../platform/db/index.ts';

/** Notes one act; it becomes an entry of the log when the transaction has committed. */
export function recordAct(tx: Querying, act: Act): Promise<void> {
  return recordActs(tx, [act]);
}

/** Notes acts in this order. What is too long for an entry is cut; the hash is of the whole content. */
export async function recordActs(tx: Querying, acts: readonly Act[]): Promise<void> {
  if (acts.length === 0) return;
  const column = <T>(of: (act: Act) => T): readonly T[] => acts.map(of);
  await tx.query(
    `with written as (
       insert into act (kind, act, subject, person, roles, session, purpose, at, content_hash)
       select kind, act, subject, person, array(select jsonb_array_elements_text(roles::jsonb)), session, purpose,
         to_timestamp(at / 1000.0), decode(content_hash, 'hex')
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::float8[], $9::text[])
         with ordinality as u(kind, act, subject, person, roles, session, purpose, at, content_hash, n)
       order by n returning id)
     select pg_notify('acts', '') from (select max(id) from written) as last`,
    [
      column(({ kind }) => kind),
      column(({ act }) => storable(act, 100)),
      column(({ subject }) => (subject === null ? null : storable(subject, 200))),
      column(({ by }) => storable(by.person, 200)),
      column(({ by }) => JSON.stringify(by.roles.slice(0, 20).map((role) => storable(role, 100)))),
      column(({ by }) => (by.session === null ? null : storable(by.session, 200))),
      column(({ by }) => (by.purpose === null ? null : storable(by.purpose, 200))),
      column(({ at }) => Math.trunc(at)),
      column(({ content }) => Buffer.from(hashContent(content)).toString('hex')),
    ],
  );
}

/** PostgreSQL keeps no NUL and no half of a character pair. */
function storable(text: string, most: number): string {
  return text.slice(0, most).toWellFormed().replaceAll('\0', '\ufffd');
}

/**
 * SHA-256 of what an act was about: of bytes as they are, of anything else as JSON whose names are in
 * order, so that the same content has the same hash whoever made it.
 */
export function hashContent(content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return sha256(content);
  return sha256(new TextEncoder().encode(JSON.stringify(content, inOrder) ?? 'null'));
}

function inOrder(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
