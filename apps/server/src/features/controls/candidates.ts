import type { Candidates } from '@havenwacht/planning';
import { sql, type Querying } from '../../platform/db/index.ts';
import { waterView, type WaterView } from '../screening/index.ts';

/**
 * How many boxes somebody has to choose from who knows the port, the place, or the place and the hour.
 * The port is counted; how many boxes a place holds and lets be reached in an hour are policy values.
 */
const policy = { place: 400, placeInTime: 40, moved: 1 };

/** A place as planners name it: terminal and block, as the messages name them. */
const placeName = (terminal: string | null, block: string | null): string =>
  [terminal, block].filter((part) => part !== null).join(' ');

/** The boxes that fit what somebody knows of a control at a port and a place. */
export type ReadCandidates = (port: string, place: string) => Promise<Candidates>;

/**
 * The same for controls at places, each port counted once. Where messages say which boxes stand at a place
 * they are counted: who knows a place with three boxes knows more than who knows one with three hundred.
 */
export function candidatesReader(tx: Querying, now: number): ReadCandidates {
  const ports = new Map<string, Promise<{ atPort: Candidates; blocks: WaterView['blocks'] }>>();
  const read = async (port: string): Promise<{ atPort: Candidates; blocks: WaterView['blocks'] }> => ({
    atPort: await candidatesAt(tx, port),
    blocks: (await waterView(tx, { ports: [port], now })).blocks,
  });
  return async (port, place) => {
    const reading = ports.get(port) ?? read(port);
    ports.set(port, reading);
    const { atPort, blocks } = await reading;
    const here = blocks
      .filter(({ terminal, block }) => [placeName(terminal, block), terminal].includes(place))
      .reduce((sum, { bands: { a, b, c, d } }) => sum + a + b + c + d, 0);
    return here === 0 ? atPort : { ...atPort, place: here, placeInTime: Math.min(here, atPort.placeInTime) };
  };
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
