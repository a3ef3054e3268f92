import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FormatError } from './format-error.ts';

test('FormatError carries code and input', () => {
  const error = new FormatError('un-locode/shape', 'X', 'five characters');
  assert.equal(error.code, 'un-locode/shape');
  assert.equal(error.input, 'X');
  assert.equal(error.message, '"X": expected five characters');
});

test('FormatError keeps no more than 80 characters of a long input', () => {
  assert.equal(new FormatError('hs-code/shape', 'x'.repeat(5000), 'digits').input.length, 80);
});
