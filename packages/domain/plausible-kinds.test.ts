import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hsHeadings } from './hs-headings.ts';
import { plausibleKinds } from './plausible-kinds.ts';

test('plausibleKinds() puts perishables in reefers only', () => {
  for (const hs of ['0202', '0303', '080390', '0811']) {
    assert.deepEqual(plausibleKinds(hs), ['reefer', 'insulated'], hs);
  }
});

test('plausibleKinds() leaves goods that travel either way both ways', () => {
  for (const hs of ['0703', '2009', '1806']) {
    const kinds = plausibleKinds(hs);
    assert.ok(kinds.includes('reefer') && kinds.includes('general'), hs);
  }
});

test('plausibleKinds() puts no computers in a tank and no oil on a flat', () => {
  assert.equal(plausibleKinds('8471').includes('tank'), false);
  assert.equal(plausibleKinds('1511').includes('flat'), false);
  assert.equal(plausibleKinds('6109').includes('reefer'), false);
  assert.equal(plausibleKinds('8703').includes('named-cargo'), true);
});

test('plausibleKinds() knows some kind for every heading and none for what is no code', () => {
  for (const heading of hsHeadings.keys()) assert.ok(plausibleKinds(heading).length > 0, heading);
  for (const text of ['', 'BANANAS', '803', '77']) assert.deepEqual(plausibleKinds(text), [], text);
});
