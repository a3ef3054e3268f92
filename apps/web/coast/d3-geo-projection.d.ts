declare module 'd3-geo-projection' {
  import type { GeoProjection } from 'd3-geo';
  import type { Geometry, Polygon } from 'geojson';

  /** Projects a polygon of the sphere onto the plane; it may come apart into several. */
  export function geoProject(shape: Polygon, projection: GeoProjection): Geometry;
}
