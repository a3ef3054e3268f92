import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatsFor } from './formats.ts';

test('formatsFor() groups numbers as each language does', () => {
  assert.equal(formatsFor('nl').count(11130), '11.130');
  assert.equal(formatsFor('en').count(11130), '11,130');
});

test('formatsFor() shows a probability with one decimal below ten percent and whole above', () => {
  const english = formatsFor('en');
  assert.equal(english.percent(0.0912), '9.1%');
  assert.equal(english.percent(0.0996), '10%');
  assert.equal(english.percent(0.42), '42%');
});

test('formatsFor() writes weights with a sign, a true minus and no sign at zero', () => {
  const english = formatsFor('en');
  assert.equal(english.signed(1.2), '+1.20');
  assert.equal(english.signed(-0.456), '−0.46');
  assert.equal(english.signed(0), '0.00');
});

test('formatsFor() gives a span in its two largest units and nothing below zero', () => {
  const english = formatsFor('en');
  assert.equal(english.span(370), '6h 10m');
  assert.equal(english.span(2 * 1440 + 245), '2d 4h');
  assert.equal(english.span(120), '2h');
  assert.equal(english.span(0.4), '0m');
  assert.equal(english.span(-30), '0m');
});

test('formatsFor() shows the same instant in UTC and in the local zone on a 24-hour clock', () => {
  const dutch = formatsFor('nl', 'Europe/Amsterdam');
  const at = Date.parse('2026-03-02T23:30:00Z');
  assert.equal(dutch.utcTime(at), '23:30');
  assert.equal(dutch.localTime(at), '00:30');
  assert.match(dutch.utc(at), /^2 mrt\.?,? 23:30$/);
  assert.match(dutch.local(at), /^3 mrt\.?,? 00:30$/);
});

test('formatsFor() shows sizes in the unit that fits', () => {
  const english = formatsFor('en');
  assert.equal(english.bytes(0), '0 byte');
  assert.equal(english.bytes(999), '999 byte');
  assert.equal(english.bytes(1500), '1.5 kB');
  assert.equal(english.bytes(3_240_000), '3.2 MB');
});

test('formatsFor() leaves the day out of the local time where it is the day of the UTC time', () => {
  const english = formatsFor('en', 'Europe/Amsterdam');
  assert.equal(english.localBeside('2026-03-02T06:00:00Z'), '07:00');
  assert.equal(english.localBeside('2026-03-02T23:30:00Z'), '3 Mar, 00:30');
  assert.equal(english.zone(Date.parse('2026-03-02T06:00:00Z')), 'CET');
});
