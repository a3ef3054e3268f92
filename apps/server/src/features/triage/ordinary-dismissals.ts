import { sql, type Querying } from '../../platform/db/index.ts';

/** A box that one person alone let go, because nothing spoke against it. */
export interface OrdinaryDismissal {
  readonly reference: string;
  readonly visit: string;
}

/** The dismissals since an instant that stand and needed no second person. */
export function ordinaryDismissals(tx: Querying, since: number): Promise<OrdinaryDismissal[]> {
  return tx.query<OrdinaryDismissal>(
    sql`select reference, visit_id as visit from triage_act
        where kind = 'dismiss' and state = 'recorded' and needs is null
          and at >= to_timestamp(${since}::float8 / 1000.0) order by id`,
  );
}
