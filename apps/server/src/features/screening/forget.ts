import type { Transaction } from '../../platform/db/index.ts';

/** Clears everything the features derived from files, in one transaction; a replay makes it again. */
export async function forgetDerived(tx: Transaction): Promise<void> {
  await tx.execute(
    `truncate screening, past_visit, past_control, identity_case, container_state, movement,
       consignment_container, consignment, container_statement, visit, call_list, port_call, call_statement, message,
       vessel, vessel_alias`,
  );
  await tx.execute("delete from event where kind in ('cargo-changed', 'list-changed', 'file-taken')");
}
