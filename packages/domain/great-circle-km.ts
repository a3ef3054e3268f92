/** A place on the globe in decimal degrees, north and east positive. */
export interface Position {
  /** −90 to 90. */
  readonly lat: number;
  /** −180 to 180. */
  readonly lon: number;
}

/** Mean radius of the Earth (IUGG). */
const EARTH_RADIUS_KM = 6371.0088;

/**
 * Shortest distance over a spherical Earth, in kilometres: off by at most 0.6 % from the ellipsoid. A
 * ship sails farther.
 *
 * @see docs/sources.md#great-circle
 * @example Math.round(greatCircleKm({ lat: 0, lon: 0 }, { lat: 0, lon: 90 })) // 10008
 */
export function greatCircleKm(a: Position, b: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const h =
    Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
