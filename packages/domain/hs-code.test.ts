import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hsChapter, hsHeading, parseHsCode, readHsCode } from './hs-code.ts';

test('readHsCode() takes chapters, headings, subheadings and national codes', () => {
  for (const digits of ['08', '0803', '080390', '0803901', '08039010', '0803901000', '9930']) {
    assert.equal(readHsCode(digits), digits);
  }
});

test('readHsCode() refuses lost zeros, reserved chapters and words', () => {
  for (const text of [
    '',
    '8',
    '803',
    '80390',
    '08039010001',
    '0003',
    '7701',
    '77',
    'BANANAS',
    '0803-90',
    '08O3',
  ]) {
    assert.equal(readHsCode(text), null, text);
  }
});

test('parseHsCode() refuses with a code', () => {
  assert.equal(parseHsCode(' 0803.90 '), '080390');
  assert.throws(() => parseHsCode('803'), { code: 'hs-code/shape' });
});

test('hsHeading() and hsChapter() are null where there is none', () => {
  assert.equal(hsHeading('2401100000'), '2401');
  assert.equal(hsHeading('24'), null);
  assert.equal(hsHeading('x'), null);
  assert.equal(hsChapter('24'), '24');
  assert.equal(hsChapter(''), null);
});
