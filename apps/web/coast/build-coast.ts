import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoArea, geoEquirectangular } from 'd3-geo';
import { geoProject } from 'd3-geo-projection';
import type { MultiPolygon, Position } from 'geojson';
import { feature } from 'topojson-client';
import { topology } from 'topojson-server';
import type { GeometryCollection, Topology } from 'topojson-specification';

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

/** Where the coast is drawn in detail: from the Channel to the German Bight. */
const detailBox: Box = [-5.5, 48.5, 10.5, 56];

/** No port lies beyond, and near the poles a Mercator map has no end. */
const worldBox: Box = [-180, -60, 180, 80];

/**
 * Land of Natural Earth as flat polygons in degrees, cut at the edges of a box.
 *
 * The source keeps polygons on the sphere: rings that cross the 180th meridian and the poles, wound
 * the other way round. Drawn as they are, a flat map fills the North Atlantic. Projecting them cuts
 * and turns them.
 */
function flatLand(scale: '10m' | '50m', box: Box): MultiPolygon {
  const path = createRequire(import.meta.url).resolve(`world-atlas/land-${scale}.json`);
  const source = JSON.parse(readFileSync(path, 'utf8')) as Topology<{ land: GeometryCollection }>;
  const degrees = geoEquirectangular()
    .scale(180 / Math.PI)
    .translate([0, 0])
    .precision(0);
  const polygons = feature(source, source.objects.land)
    .features.flatMap(({ geometry }) => (geometry as MultiPolygon).coordinates)
    // A few small islands are wound the wrong way round: on the sphere they are all the world but themselves.
    .map((rings) =>
      geoArea({ type: 'Polygon', coordinates: rings }) > 2 * Math.PI ? rings.map(turned) : rings,
    )
    .map((coordinates) => geoProject({ type: 'Polygon', coordinates }, degrees))
    .flatMap((flat) => (flat.type === 'Polygon' ? [flat.coordinates] : (flat as MultiPolygon).coordinates));
  return {
    type: 'MultiPolygon',
    coordinates: polygons
      // The projection counts downwards, as a screen does.
      .map((rings) =>
        rings.map((ring) =>
          cutRing(
            ring.map(([x, y]) => [x!, -y!]),
            box,
          ),
        ),
      )
      .map((rings) => rings.filter((ring) => ring.length > 3))
      .filter((rings) => rings.length > 0),
  };
}

const turned = (ring: readonly Position[]): Position[] => [...ring].reverse();

/**
 * The part of a closed ring inside a box, by cutting at one edge after the other. Where the coast
 * leaves the box and comes back the ring runs along its edge: right to fill, wrong to draw as a line.
 */
function cutRing(ring: readonly Position[], [west, south, east, north]: Box): Position[] {
  const edges = [
    { axis: 0, at: west, sign: 1 },
    { axis: 0, at: east, sign: -1 },
    { axis: 1, at: south, sign: 1 },
    { axis: 1, at: north, sign: -1 },
  ] as const;
  let points = ring.slice(0, -1);
  for (const { axis, at, sign } of edges) {
    const isIn = (point: Position) => sign * (point[axis]! - at) >= 0;
    points = points.flatMap((point, index) => {
      const before = points.at(index - 1)!;
      if (isIn(before) === isIn(point)) return isIn(point) ? [point] : [];
      const share = (at - before[axis]!) / (point[axis]! - before[axis]!);
      const crossing = [0, 1].map((each) =>
        each === axis ? at : before[each]! + share * (point[each]! - before[each]!),
      );
      return isIn(point) ? [crossing, point] : [crossing];
    });
  }
  return points.length === 0 ? [] : [...points, points[0]!];
}

/** A coast as TopoJSON text, rounded to a grid of `steps` by `steps` over its box. */
function coastText(scale: '10m' | '50m', box: Box, steps: number): string {
  return `${JSON.stringify(topology({ land: flatLand(scale, box) }, steps))}\n`;
}

/** Both files the map is drawn from, by name. */
export function buildCoast(): Readonly<Record<'world.json' | 'detail.json', string>> {
  return {
    'world.json': coastText('50m', worldBox, 20_000),
    'detail.json': coastText('10m', detailBox, 20_000),
  };
}
