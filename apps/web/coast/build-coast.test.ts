import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { buildCoast } from './build-coast.ts';

/** Rings as they are drawn, in degrees. */
function ringsOf(name: string): readonly (readonly Position[])[] {
  const drawn = JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Topology<{
    land: GeometryCollection;
  }>;
  const shapes = feature(drawn, drawn.objects.land) as unknown as {
    geometry: { coordinates: Position[][][] };
  };
  return shapes.geometry.coordinates.flat();
}

/** Whether a point is filled on a flat map: a ray to the east crosses the rings an odd number of times. */
function isFilled(rings: readonly (readonly Position[])[], lat: number, lon: number): boolean {
  let inside = false;
  for (const ring of rings)
    ring.forEach(([x1, y1], index) => {
      const [x2, y2] = ring[(index + 1) % ring.length]!;
      if (y1! > lat !== y2! > lat && lon < ((x2! - x1!) * (lat - y1!)) / (y2! - y1!) + x1!) inside = !inside;
    });
  return inside;
}

test('the coast in the repository is the one the script writes', () => {
  for (const [name, text] of Object.entries(buildCoast()))
    assert.ok(
      readFileSync(join(import.meta.dirname, name), 'utf8') === text,
      `${name}: node apps/web/coast/write-coast.ts`,
    );
});

test('the world has land where land is, and the oceans are empty', () => {
  const world = ringsOf('world.json');
  const lands = [
    [48.8, 2.3],
    [-1.8, -78.4],
    [40, -100],
    [62, 100],
    [68, 179],
    [66.5, -173],
    [-25, 134],
    [-40, 175.8],
  ];
  const seas = [
    [45, -40],
    [55, -30],
    [0, -25],
    [0, -150],
    [0, 170],
    [-30, 80],
    [70, -5],
    [-16, -170],
    [25, -90],
    [56, 3],
  ];
  assert.deepEqual(
    lands.filter(([lat, lon]) => !isFilled(world, lat!, lon!)),
    [],
  );
  assert.deepEqual(
    seas.filter(([lat, lon]) => isFilled(world, lat!, lon!)),
    [],
  );
});

test('the detail shows the Westerschelde as water up to Antwerp, and the land beside it', () => {
  const detail = ringsOf('detail.json');
  const waters = [
    [51.4, 3.7],
    [51.41, 3.95],
    [51.37, 4.1],
    [51.95, 3.9],
    [52.3, 3.5],
    [53.3, 5.2],
  ];
  const lands = [
    [51.51, 3.65],
    [51.3, 3.9],
    [51.5, 3.9],
    [51.22, 4.5],
    [51.95, 4.6],
    [52.1, 5.1],
    [50.85, 4.35],
  ];
  assert.deepEqual(
    waters.filter(([lat, lon]) => isFilled(detail, lat!, lon!)),
    [],
  );
  assert.deepEqual(
    lands.filter(([lat, lon]) => !isFilled(detail, lat!, lon!)),
    [],
  );
});
