import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countryOf, parseUnLocode, readUnLocode } from './un-locode.ts';

test('readUnLocode() takes codes with and without a blank, in any case', () => {
  assert.equal(readUnLocode('NLVLI'), 'NLVLI');
  assert.equal(readUnLocode(' us 2nl '), 'US2NL');
});

test('readUnLocode() refuses names, placeholders and digits 0 and 1', () => {
  for (const text of ['', 'NLVL', 'NLVLIS', '1LVLI', 'NLVL0', 'NLVL1', 'N VLI', 'NL-VLI', 'NL  VLI']) {
    assert.equal(readUnLocode(text), null, text);
  }
});

test('parseUnLocode() and countryOf() refuse with a code', () => {
  assert.equal(parseUnLocode('BEANR'), 'BEANR');
  assert.equal(countryOf('BE ANR'), 'BE');
  assert.throws(() => parseUnLocode('ANTWERP'), { code: 'un-locode/shape' });
  assert.throws(() => countryOf(''), { code: 'un-locode/shape' });
});
