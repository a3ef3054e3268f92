import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultSeparators, readUna } from './separators.ts';

const una = (six: string): ReturnType<typeof readUna> =>
  readUna(Uint8Array.from(six, (character) => character.charCodeAt(0)));

describe('readUna()', () => {
  test('reads the six marks in their order', () => {
    assert.deepEqual(una(":+.? '"), defaultSeparators);
    assert.deepEqual(una('=*,!#~'), {
      component: 0x3d,
      element: 0x2a,
      decimal: 0x2c,
      release: 0x21,
      repetition: 0x23,
      terminator: 0x7e,
    });
  });

  test('takes a blank for no release and a repetition that can not work for none', () => {
    assert.equal(una(":+.  '")?.release, -1);
    assert.equal(una(":+.?+'")?.repetition, -1);
    assert.equal(una(":+.?A'")?.repetition, -1);
  });

  test('takes a line break as terminator only', () => {
    assert.equal(una(':+.? \n')?.terminator, 0x0a);
    assert.equal(una("\n+.? '"), null);
  });

  test('refuses marks that are alike, letters, digits, blanks and NUL', () => {
    for (const six of ["++.? '", ':+.?  ', ':+.?*:', "A+.? '", ":1.? '", ": .? '", ":+.\0 '", ":+.+ '"])
      assert.equal(una(six), null, six);
  });
});
