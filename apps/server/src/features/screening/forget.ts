import type { Transaction } from '../../platform/db/index.ts';

/**
 * Clears everything the features derived from files, in one transaction; a replay makes it again.
 *
 * Identity cases stay: that one was open for a while is history, which the files alone do not tell. All
 * are judged anew, so that one which nothing speaks for any more is closed.
 */
export async function forgetDerived(tx: Transaction): Promise<void> {
  await tx.execute(
    `truncate listed_visit, screening, past_visit, past_control, container_state, movement,
       consignment_container, consignment, container_statement, visit, call_list, port_call, call_statement, message,
       vessel, vessel_alias`,
  );
  await tx.execute("delete from event where kind in ('cargo-changed', 'list-changed', 'file-taken')");
  const open = await tx.query<{ container: string }>(
    "select distinct container from identity_case where state = 'open' order by 1",
  );
  if (open.length > 0) await tx.news('cargo-changed', { containers: open.map((row) => row.container) });
}
