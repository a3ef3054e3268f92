import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greatCircleKm, portByCode } from '@havenwacht/domain';
import { estimatePosition } from './estimate-position.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 2, 2, 6);
const at = (days: number) => new Date(now + days * day).toISOString();
const vessel = {
  port: 'NLVLI',
  fromPort: 'ECGYE',
  departedAt: at(-10),
  arrivalAt: at(4),
  arrivalActual: false,
};
const km = (place: { lat: number; lon: number }, port: string) => greatCircleKm(place, portByCode(port)!);

test('estimatePosition() puts a vessel between its departure and its arrival, nearer as time goes', () => {
  const found = estimatePosition(vessel, now)!;
  assert.equal(found.by, 'schedule');
  assert.equal(found.overdue, false);
  assert.ok(km(found.at, 'ECGYE') > 4000 && km(found.at, 'NLVLI') > 1000);
  const later = estimatePosition(vessel, now + 2 * day)!;
  assert.ok(km(later.at, 'NLVLI') < km(found.at, 'NLVLI'));
  assert.ok(km(estimatePosition(vessel, now - 9.9 * day)!.at, 'ECGYE') < 150);
});

test('estimatePosition() says when it had to assume a speed', () => {
  const found = estimatePosition({ ...vessel, departedAt: null, arrivalAt: at(1) }, now)!;
  assert.equal(found.by, 'speed');
  assert.ok(km(found.at, 'NLVLI') < 24 * 27.8 + 1);
});

test('estimatePosition() puts a vessel at its port once it arrived, and says overdue when nobody reported it', () => {
  const reported = estimatePosition({ ...vessel, arrivalAt: at(-1), arrivalActual: true }, now)!;
  assert.deepEqual([reported.by, reported.overdue, Math.round(km(reported.at, 'NLVLI'))], ['port', false, 0]);
  assert.equal(estimatePosition({ ...vessel, arrivalAt: at(-1) }, now)!.overdue, true);
});

test('estimatePosition() guesses nothing without a port of departure, an arrival or a known port', () => {
  assert.equal(estimatePosition({ ...vessel, fromPort: null }, now), null);
  assert.equal(estimatePosition({ ...vessel, arrivalAt: null }, now), null);
  assert.equal(estimatePosition({ ...vessel, fromPort: 'XXXXX' }, now), null);
});
