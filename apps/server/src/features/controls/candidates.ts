import type { Candidates } from '@havenwacht/planning';
import { sql, type Querying } from '../../platform/db/index.ts';

/**
 * How many boxes somebody has to choose from who knows the port, the place, or the place and the hour.
 * The port is counted; how many boxes a place holds and lets be reached in an hour are policy values.
 */
const policy = { place: 400, placeInTime: 40, moved: 1 };

/** The boxes that fit what somebody knows, at a port, now. */
export async function candidatesAt(tx: Querying, port: string): Promise<Candidates> {
  const [row] = await tx.query<{ open: number }>(
    sql`select count(*)::int as open from screening where is_open and port = ${port}`,
  );
  const open = Math.max(1, row?.open ?? 0);
  return {
    port: open,
    place: Math.min(open, policy.place),
    placeInTime: Math.min(open, policy.placeInTime),
    moved: policy.moved,
  };
}
