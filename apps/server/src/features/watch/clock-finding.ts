import type { Querying } from '../../platform/db/index.ts';

/** How far a clock may lie from what it is compared with. */
const playMs = 60_000;
const witnessPlayMs = 120_000;

/**
 * Why the node's clock can't be trusted with what is disclosed at a moment; `null` when nothing speaks
 * against it. It lies behind what the log already holds of controls, so it was set back or started wrong;
 * or a witness that signed last says another time. A clock that was wrong before the first control and
 * that no witness sees is not found.
 */
export async function clockFinding(
  tx: Querying,
  now: number,
): Promise<'behind-log' | 'apart-from-witness' | null> {
  const [row] = await tx.query<{ newest: number | null; apart: number | null }>(
    `select (select max(at) from act where act >= 'control/' and act < 'control0') as newest,
       (select max(abs(extract(epoch from tried_at - cosigned_at)))::float8 * 1000 from log_witness
         where finding is null and signature is not null) as apart`,
  );
  if (row?.newest != null && row.newest > now + playMs) return 'behind-log';
  if (row?.apart != null && row.apart > witnessPlayMs) return 'apart-from-witness';
  return null;
}
