import { alongRoute, routeKm, seaRoute } from '@havenwacht/domain';
import type { Position } from '@havenwacht/domain';

/** Where no departure is stated, a vessel is put this far from its port: 15 knots. */
const assumedKmPerHour = 27.8;
const hour = 3_600_000;

/** Where a vessel may be, and what that guess stands on. */
export interface EstimatedPosition {
  readonly at: Position;
  /** `schedule`: between stated instants; `speed`: an assumed speed back from the arrival; `port`: it has arrived. */
  readonly by: 'schedule' | 'speed' | 'port';
  /** The arrival lies in the past and nobody reported it. */
  readonly overdue: boolean;
  readonly way: readonly Position[];
}

/**
 * Estimates where a vessel is from what messages state about its schedule. Never a sighting.
 *
 * @returns `null` where no port of departure or no arrival is stated, or a port isn't in the table
 */
export function estimatePosition(
  vessel: {
    readonly port: string;
    readonly fromPort: string | null;
    readonly departedAt: string | null;
    readonly arrivalAt: string | null;
    readonly arrivalActual: boolean;
  },
  now: number,
): EstimatedPosition | null {
  const { port, fromPort, departedAt, arrivalAt, arrivalActual } = vessel;
  if (fromPort === null || arrivalAt === null) return null;
  const way = seaRoute(fromPort, port);
  if (way === null) return null;
  const arrival = Date.parse(arrivalAt);
  if (arrival <= now)
    return { at: way.at(-1)!, by: arrivalActual ? 'port' : 'schedule', overdue: !arrivalActual, way };
  const departure = departedAt === null ? null : Date.parse(departedAt);
  if (departure !== null && departure < arrival)
    return {
      at: alongRoute(way, (now - departure) / (arrival - departure)),
      by: 'schedule',
      overdue: false,
      way,
    };
  const leftKm = ((arrival - now) / hour) * assumedKmPerHour;
  return { at: alongRoute(way, 1 - leftKm / routeKm(way)), by: 'speed', overdue: false, way };
}
