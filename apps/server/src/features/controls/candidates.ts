import type { Candidates } from '@havenwacht/planning';
import { sql, type Querying } from '../../platform/db/index.ts';
import { waterView } from '../screening/index.ts';

/**
 * How many boxes somebody has to choose from who knows the port, the place, or the place and the hour.
 * The port is counted; how many boxes a place holds and lets be reached in an hour are policy values.
 */
const policy = { place: 400, placeInTime: 40, moved: 1 };

/** A place as planners name it: terminal and block, as the messages name them. */
const placeName = (terminal: string | null, block: string | null): string =>
  [terminal, block].filter((part) => part !== null).join(' ');

/**
 * The same for a control at a place. Where messages say which boxes stand there, they are counted: who
 * knows a place with three boxes knows more than who knows one with three hundred.
 */
export async function candidatesFor(
  tx: Querying,
  port: string,
  place: string,
  now: number,
): Promise<Candidates> {
  const candidates = await candidatesAt(tx, port);
  const { blocks } = await waterView(tx, { ports: [port], now });
  const here = blocks
    .filter(({ terminal, block }) => [placeName(terminal, block), terminal].includes(place))
    .reduce((sum, { bands: { a, b, c, d } }) => sum + a + b + c + d, 0);
  if (here === 0) return candidates;
  return { ...candidates, place: here, placeInTime: Math.min(here, candidates.placeInTime) };
}

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
