import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  edifactPeriod,
  formatInstant,
  likelyEdifactFormat,
  parseEdifactInstant,
  parseInstant,
} from './instant.ts';

const at = (text: string) => Date.parse(text);

test('parseInstant() reads zones and fractions', () => {
  assert.equal(parseInstant('2026-02-28T23:59:00Z'), at('2026-02-28T23:59:00Z'));
  assert.equal(parseInstant('2024-02-29t00:00:00.123456-05:30'), at('2024-02-29T05:30:00.123Z'));
  assert.equal(parseInstant('2026-02-28 23:59:00z'), at('2026-02-28T23:59:00Z'));
});

test('parseInstant() refuses dates and times that do not exist', () => {
  for (const text of [
    '2026-02-29T00:00:00Z',
    '2026-02-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T23:60:00Z',
    '2026-01-01T23:59:60Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+01:60',
    '0000-01-01T00:00:00Z',
  ]) {
    assert.throws(() => parseInstant(text), { code: 'instant/impossible' }, text);
  }
});

test('parseInstant() refuses a time without a zone and other shapes', () => {
  for (const text of [
    '',
    '2026-02-28',
    '2026-02-28T23:59:00',
    '2026-02-28T23:59Z',
    '1772319540',
    '2026-02-28T23:59:00+0100',
  ]) {
    assert.throws(() => parseInstant(text), { code: 'instant/shape' }, text);
  }
});

test('parseInstant() undoes formatInstant()', () => {
  fc.assert(
    fc.property(fc.integer({ min: at('1900-01-01'), max: at('2200-01-01') }), (ms) => {
      assert.equal(parseInstant(formatInstant(ms)), ms);
    }),
  );
});

test('parseEdifactInstant() reads every format', () => {
  const cases: [value: string, format: string, expected: string][] = [
    ['280226', '2', '2026-02-28T00:00Z'],
    ['022826', '3', '2026-02-28T00:00Z'],
    ['28022026', '4', '2026-02-28T00:00Z'],
    ['260228', '101', '2026-02-28T00:00Z'],
    ['20260228', '102', '2026-02-28T00:00Z'],
    ['26096', '103', '2026-02-28T00:00Z'],
    ['20537', '103', '2021-01-03T00:00Z'],
    ['26059', '105', '2026-02-28T00:00Z'],
    ['24366', '105', '2024-12-31T00:00Z'],
    ['2602282359', '201', '2026-02-28T23:59Z'],
    ['260228235958', '202', '2026-02-28T23:59:58Z'],
    ['202602282359', '203', '2026-02-28T23:59Z'],
    ['20260228235958', '204', '2026-02-28T23:59:58Z'],
    ['202602282359+0100', '205', '2026-02-28T22:59Z'],
    ['202602282359-0530', '205', '2026-03-01T05:29Z'],
    ['2602282359CET', '301', '2026-02-28T22:59Z'],
    ['260228235958UTC', '302', '2026-02-28T23:59:58Z'],
    ['202602282359EST', '303', '2026-03-01T04:59Z'],
    ['202602282359+01', '303', '2026-02-28T22:59Z'],
    ['20260228235958GMT', '304', '2026-02-28T23:59:58Z'],
    ['20260228-20260305', '718', '2026-02-28T00:00Z'],
    ['202602282400', '203', '2026-03-01T00:00Z'],
  ];
  for (const [value, format, expected] of cases) {
    assert.equal(parseEdifactInstant(value, format), at(expected), `${value} ${format}`);
  }
});

test('parseEdifactInstant() turns two-digit years at 1970', () => {
  assert.equal(parseEdifactInstant('691231', '101'), at('2069-12-31'));
  assert.equal(parseEdifactInstant('700101', '101'), at('1970-01-01'));
});

test('parseEdifactInstant() uses the given zone only where the value has none', () => {
  assert.equal(parseEdifactInstant('202602282359', '203', -300), at('2026-03-01T04:59Z'));
  assert.equal(parseEdifactInstant('202602282359UTC', '303', -300), at('2026-02-28T23:59Z'));
});

test('parseEdifactInstant() refuses with the code that fits', () => {
  const cases: [value: string, format: string, code: string][] = [
    ['20260231', '102', 'instant/impossible'],
    ['20260001', '102', 'instant/impossible'],
    ['202602282460', '203', 'instant/impossible'],
    ['202602282401', '203', 'instant/impossible'],
    ['26366', '105', 'instant/impossible'],
    ['26000', '105', 'instant/impossible'],
    ['26541', '103', 'instant/impossible'],
    ['26090', '103', 'instant/impossible'],
    ['00000000', '102', 'instant/impossible'],
    ['20121124', '203', 'instant/shape'],
    ['199909280000', '102', 'instant/shape'],
    ['2026022A', '102', 'instant/shape'],
    ['', '102', 'instant/shape'],
    ['202602282359CST', '303', 'instant/zone'],
    ['202602282359', '303', 'instant/zone'],
    ['202602282359+9900', '205', 'instant/zone'],
    ['20260228', '999', 'instant/format'],
    ['20260228', '', 'instant/format'],
    ['20260305-20260228', '718', 'instant/impossible'],
  ];
  for (const [value, format, code] of cases) {
    assert.throws(() => parseEdifactInstant(value, format), { code }, `${value} ${format}`);
  }
});

test('edifactPeriod() reads both ends with and without a hyphen and refuses other formats', () => {
  const expected = { from: at('2026-02-27'), to: at('2026-02-28') };
  assert.deepEqual(edifactPeriod('20260227-20260228', '718'), expected);
  assert.deepEqual(edifactPeriod('2026022720260228', '718'), expected);
  assert.deepEqual(edifactPeriod('260227260228', '717'), expected);
  assert.throws(() => edifactPeriod('20260227', '102'), { code: 'instant/format' });
});

test('likelyEdifactFormat() goes by the length of digits only', () => {
  assert.deepEqual(
    ['260228', '20260228', '2602282359', '202602282359', '20260228235900'].map(likelyEdifactFormat),
    ['101', '102', '201', '203', '204'],
  );
  for (const value of ['', '2026', '2026-02-28', '202602282359UTC'])
    assert.equal(likelyEdifactFormat(value), null);
});
