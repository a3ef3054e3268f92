import assert from 'node:assert/strict';
import test from 'node:test';
import { instantInZone, isTimeZone, readEdifactDate } from './dialect-time.ts';

test('formats with a four-digit year take each other’s lengths', () => {
  assert.equal(readEdifactDate('20260214', '203', 'UTC'), Date.UTC(2026, 1, 14));
  assert.equal(readEdifactDate('202602140000', '102', 'UTC'), Date.UTC(2026, 1, 14));
});

test('a two-digit year is not taken where four were announced', () => {
  assert.ok(Number.isNaN(readEdifactDate('2602140855', '203', 'UTC')));
  assert.ok(Number.isNaN(readEdifactDate('260214', '102', 'UTC')));
});

test('dates that do not exist, letters and unknown formats are refused', () => {
  for (const [text, format] of [
    ['20260230', '102'],
    ['2026-02-14', '102'],
    ['202602142500', '203'],
    ['', '203'],
    ['20260214', '999'],
  ] as const)
    // prettier-ignore
    assert.ok(Number.isNaN(readEdifactDate(text, format, 'UTC')), `${text} ${format}`);
});

test('an offset zone and an IANA zone move the time, an unknown zone gives no time', () => {
  assert.equal(readEdifactDate('202602140855', '203', '-05:00'), Date.UTC(2026, 1, 14, 13, 55));
  assert.equal(readEdifactDate('202602140855', '203', 'America/Panama'), Date.UTC(2026, 1, 14, 13, 55));
  assert.ok(Number.isNaN(instantInZone(0, 'Mars/Base')));
  assert.deepEqual([isTimeZone('UTC'), isTimeZone('+02:00'), isTimeZone('Europe/Brussels'), isTimeZone('Mars/Base')], [true, true, true, false]); // prettier-ignore
});

test('the hours around a change of clocks are read in order', () => {
  const zone = 'Europe/Amsterdam';
  assert.equal(readEdifactDate('202603290159', '203', zone), Date.UTC(2026, 2, 29, 0, 59));
  assert.equal(readEdifactDate('202603290300', '203', zone), Date.UTC(2026, 2, 29, 1, 0));
  assert.equal(readEdifactDate('202610250400', '203', zone), Date.UTC(2026, 9, 25, 3, 0));
});
