import { greatCircleKm, type Position } from './great-circle-km.ts';
import { portByCode } from './ports.ts';
import { laneChains, lanePoints, portLanes } from './sea-lanes.ts';

const POINTS: ReadonlyMap<string, Position> = new Map(
  lanePoints.map(([name, lat, lon]) => [name, { lat, lon }]),
);

const NEIGHBOURS: ReadonlyMap<string, ReadonlyMap<string, number>> = (() => {
  const all = new Map<string, Map<string, number>>([...POINTS.keys()].map((name) => [name, new Map()]));
  for (const chain of laneChains) {
    const names = chain.split(' ');
    names.slice(1).forEach((name, index) => {
      const before = names[index]!;
      const km = greatCircleKm(POINTS.get(before)!, POINTS.get(name)!);
      all.get(before)!.set(name, km);
      all.get(name)!.set(before, km);
    });
  }
  return all;
})();

/** Ports closer than this sail straight to each other. */
const nearKm = 250;

/**
 * An estimated way by sea between two ports, as points from the first to the second: along coarse
 * lanes, through Suez and Panama, never a statement of where a ship was.
 *
 * @param from UN/LOCODE
 * @param to UN/LOCODE
 * @returns at least two points; `null` when a port is not in the table
 * @see docs/sources.md#sea-lanes
 * @example (seaRoute("ECGYE", "NLVLI")?.length ?? 0) > 5 // true
 * @example seaRoute("XXXXX", "NLVLI") // null
 */
export function seaRoute(from: string, to: string): readonly Position[] | null {
  const start = portByCode(from);
  const end = portByCode(to);
  if (start === undefined || end === undefined) return null;
  const ends = [place(start), place(end)] as const;
  if (greatCircleKm(start, end) < nearKm) return ends;
  const way = shortestWay(laneOf(start.code, start), laneOf(end.code, end));
  return way === null ? ends : [ends[0], ...way.map((name) => POINTS.get(name)!), ends[1]];
}

/** Length of a way in kilometres. */
export function routeKm(way: readonly Position[]): number {
  return way.slice(1).reduce((sum, point, index) => sum + greatCircleKm(way[index]!, point), 0);
}

/**
 * The point of a way at a share of its length.
 *
 * @param share 0 = its first point, 1 = its last; outside that the nearer end
 * @example Math.round(alongRoute([{ lat: 0, lon: 0 }, { lat: 0, lon: 90 }], 0.5).lon) // 45
 */
export function alongRoute(way: readonly Position[], share: number): Position {
  let left = routeKm(way) * Math.min(1, Math.max(0, share));
  for (const [index, point] of way.slice(1).entries()) {
    const before = way[index]!;
    const km = greatCircleKm(before, point);
    if (left <= km && km > 0) return between(before, point, left / km);
    left -= km;
  }
  return way.at(-1)!;
}

/**
 * The point of a great circle at a share of the distance.
 *
 * @example Math.round(between({ lat: 0, lon: 0 }, { lat: 0, lon: 90 }, 1 / 3).lon) // 30
 */
export function between(from: Position, to: Position, share: number): Position {
  const vector = ({ lat, lon }: Position): readonly [number, number, number] => {
    const [phi, lambda] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
    return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
  };
  const [a, b] = [vector(from), vector(to)];
  const angle = Math.acos(Math.min(1, Math.max(-1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
  if (angle < 1e-9) return from;
  const [p, q] = [Math.sin((1 - share) * angle), Math.sin(share * angle)];
  const [x, y, z] = [a[0] * p + b[0] * q, a[1] * p + b[1] * q, a[2] * p + b[2] * q];
  return { lat: (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI, lon: (Math.atan2(y, x) * 180) / Math.PI };
}

const place = ({ lat, lon }: Position): Position => ({ lat, lon });

function laneOf(code: string, at: Position): string {
  const named = portLanes[code];
  if (named !== undefined) return named;
  let best = '';
  let bestKm = Number.POSITIVE_INFINITY;
  for (const [name, point] of POINTS) {
    const km = greatCircleKm(at, point);
    if (km < bestKm) [best, bestKm] = [name, km];
  }
  return best;
}

/** Dijkstra's algorithm over the lanes; about 150 points, so a plain scan for the nearest will do. */
function shortestWay(from: string, to: string): readonly string[] | null {
  const far = new Map<string, number>([[from, 0]]);
  const cameFrom = new Map<string, string>();
  const settled = new Set<string>();
  for (;;) {
    let here: string | undefined;
    for (const [name, km] of far)
      if (!settled.has(name) && (here === undefined || km < far.get(here)!)) here = name;
    if (here === undefined) return null;
    if (here === to) break;
    settled.add(here);
    for (const [name, km] of NEIGHBOURS.get(here)!) {
      const sum = far.get(here)! + km;
      if (sum < (far.get(name) ?? Number.POSITIVE_INFINITY)) {
        far.set(name, sum);
        cameFrom.set(name, here);
      }
    }
  }
  const way = [to];
  for (let at = cameFrom.get(to); at !== undefined; at = cameFrom.get(at)) way.unshift(at);
  return way;
}
