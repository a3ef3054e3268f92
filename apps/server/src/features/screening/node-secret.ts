import { randomBytes } from 'node:crypto';
import type { Querying } from '../../platform/db/index.ts';

/** A secret of this node, made when it is first asked for and never shown: 64 hex digits. */
export async function nodeSecret(tx: Querying, name: 'draw-seed' | 'visit-pseudonym'): Promise<string> {
  await tx.execute(
    'insert into node_setting (name, value) values ($1, to_jsonb($2::text)) on conflict do nothing',
    [name, randomBytes(32).toString('hex')],
  );
  const [row] = await tx.query<{ value: string }>('select value from node_setting where name = $1', [name]);
  return row?.value ?? '';
}
