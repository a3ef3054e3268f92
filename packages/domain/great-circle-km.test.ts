import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { greatCircleKm } from './great-circle-km.ts';

const place = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
});

test('greatCircleKm() gives a quarter and half of the Earth', () => {
  assert.ok(Math.abs(greatCircleKm({ lat: 90, lon: 0 }, { lat: 0, lon: 55 }) - 10_007.56) < 0.01);
  assert.ok(Math.abs(greatCircleKm({ lat: 10, lon: 20 }, { lat: -10, lon: -160 }) - 20_015.11) < 0.01);
});

test('greatCircleKm() crosses the date line the short way', () => {
  assert.ok(greatCircleKm({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 }) < 112);
});

test('greatCircleKm() is symmetric, zero to itself and never above half the Earth', () => {
  fc.assert(
    fc.property(place, place, (a, b) => {
      const km = greatCircleKm(a, b);
      assert.ok(Math.abs(km - greatCircleKm(b, a)) < 1e-6 && km >= 0 && km <= 20_015.12);
      assert.equal(greatCircleKm(a, a), 0);
    }),
  );
});
