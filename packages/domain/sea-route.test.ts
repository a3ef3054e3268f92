import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greatCircleKm } from './great-circle-km.ts';
import { portByCode, ports } from './ports.ts';
import { laneChains, lanePoints, portLanes } from './sea-lanes.ts';
import { alongRoute, routeKm, seaRoute } from './sea-route.ts';

test('every lane and every port names points of the table, and every point lies on a lane', () => {
  const names = new Set(lanePoints.map(([name]) => name));
  const used = new Set(laneChains.flatMap((chain) => chain.split(' ')));
  assert.deepEqual(
    [...used, ...Object.values(portLanes)].filter((name) => !names.has(name)),
    [],
  );
  assert.deepEqual(
    [...names].filter((name) => !used.has(name)),
    [],
  );
});

test('seaRoute() finds a way from every port, at least as long as the great circle', () => {
  const home = portByCode('NLVLI')!;
  for (const port of ports) {
    const way = seaRoute(port.code, home.code);
    assert.ok(way !== null && way.length >= 2, port.code);
    assert.ok(routeKm(way) >= greatCircleKm(port, home) - 1, port.code);
  }
});

test('seaRoute() refuses a port that is not in the table', () => {
  assert.equal(seaRoute('XXXXX', 'NLVLI'), null);
});

test('alongRoute() stays on the way whatever the share', () => {
  const way = seaRoute('ECGYE', 'NLVLI')!;
  assert.ok(greatCircleKm(alongRoute(way, -1), way[0]!) < 1);
  assert.ok(greatCircleKm(alongRoute(way, 2), way.at(-1)!) < 1);
});
