import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { charsetOf, utf8Faults } from './charset.ts';

describe('charsetOf()', () => {
  test('maps each level to its part of ISO 8859, by a letter only that part has there', () => {
    const letters: [string, number, string][] = [
      ['UNOC', 0xf0, 'ð'],
      ['UNOD', 0xa1, 'Ą'],
      ['UNOE', 0xd0, 'а'],
      ['UNOF', 0xe1, 'α'],
      ['UNOG', 0xab, 'Ğ'],
      ['UNOH', 0xa1, 'Ą'],
      ['UNOI', 0xc8, 'ب'],
      ['UNOJ', 0xe1, 'ב'],
      ['UNOK', 0xf0, 'ğ'],
    ];
    for (const [id, byte, letter] of letters)
      assert.equal(String.fromCharCode(charsetOf(id).codes[byte]!), letter, id);
    assert.equal(charsetOf('UNOH').codes[0xa2], 'ĸ'.charCodeAt(0));
  });

  test('reads ISO 8859-1 as such, not as windows-1252', () => {
    for (let byte = 0; byte < 256; byte++) assert.equal(charsetOf('UNOC').codes[byte], byte);
    assert.equal(charsetOf('UNOC').foreign[0x80], 1);
  });

  test('has lower case in level B but not in level A', () => {
    assert.equal(charsetOf('UNOA').foreign[0x61], 1);
    assert.equal(charsetOf('UNOB').foreign[0x61], 0);
    assert.equal(charsetOf('UNOB').foreign[0x40], 1);
  });

  test('reads an identifier it does not know as ISO 8859-1 and says so', () => {
    assert.equal(charsetOf('UNOX').known, false);
    assert.equal(charsetOf('').known, false);
    assert.equal(charsetOf('IATA').known, true);
  });
});

describe('utf8Faults()', () => {
  test('agrees with a strict decoder on every sequence of up to three bytes from the edges', () => {
    const edges = [
      0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4,
      0xf5, 0xff,
    ];
    const strict = new TextDecoder('utf-8', { fatal: true });
    for (const a of edges) {
      for (const b of edges) {
        for (const c of edges) {
          for (const bytes of [Uint8Array.of(a, b, c), Uint8Array.of(a, b, c, 0x80)]) {
            let valid = true;
            try {
              strict.decode(bytes);
            } catch {
              valid = false;
            }
            assert.equal(utf8Faults(bytes, 0, bytes.length) === 0, valid, bytes.join(' '));
          }
        }
      }
    }
  });
});
