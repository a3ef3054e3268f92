import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { EdifactReader } from './reader.ts';
import { readUna } from './separators.ts';
import { canEncode, EdifactWriteError, writeSegment, type WriteOptions } from './write-segment.ts';

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function refusalOf(text: string, options: WriteOptions): string {
  try {
    writeSegment('FTX', [text], options);
    return 'none';
  } catch (error) {
    assert.ok(error instanceof EdifactWriteError);
    return error.code;
  }
}

describe('writeSegment()', () => {
  test('releases separators and leaves out what is empty at the end', () => {
    assert.equal(
      ascii(writeSegment('NAD', ['CZ', ['ID', '', ''], '', ["O'NEILL + SONS?"], '', ['', '']])),
      "NAD+CZ+ID++O?'NEILL ?+ SONS??'",
    );
    assert.equal(ascii(writeSegment('UNS', [])), "UNS'");
  });

  test('uses other separators when told', () => {
    const separators = readUna(Uint8Array.from('=*.? ~', (character) => character.charCodeAt(0)))!;
    assert.equal(ascii(writeSegment('DTM', [['137', "1'2~3"]], { separators })), "DTM*137=1'2?~3~");
  });

  test('writes the bytes of the character set', () => {
    assert.deepEqual([...writeSegment('FTX', ['Ł'], { charset: 'UNOD' })].slice(4, -1), [0xa3]);
    assert.deepEqual([...writeSegment('FTX', ['深'], { charset: 'UNOY' })].slice(4, -1), [0xe6, 0xb7, 0xb1]);
  });

  test('refuses what the character set lacks, control characters and half characters', () => {
    assert.equal(refusalOf('lower', { charset: 'UNOA' }), 'edifact/unencodable');
    assert.equal(refusalOf('Ł', { charset: 'UNOC' }), 'edifact/unencodable');
    assert.equal(refusalOf('a\nb', {}), 'edifact/unencodable');
    assert.equal(refusalOf('\0', { charset: 'UNOY' }), 'edifact/unencodable');
    assert.equal(refusalOf('\ud800', { charset: 'UNOY' }), 'edifact/unencodable');
    assert.equal(refusalOf('lower', { charset: 'UNOB' }), 'none');
    assert.equal(canEncode('a', 'UNOA'), false);
    assert.equal(canEncode('A', 'UNOA'), true);
  });

  test('refuses a separator that can not be released', () => {
    const separators = readUna(Uint8Array.from(":+.  '", (character) => character.charCodeAt(0)))!;
    assert.equal(refusalOf('A+B', { separators }), 'edifact/unencodable');
    assert.equal(refusalOf('AB', { separators }), 'none');
  });

  test('refuses a tag that is none', () => {
    assert.throws(() => writeSegment('ft', []), { code: 'edifact/bad-tag' });
  });

  test('writes what the reader reads back', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((raw) => raw.replace(/\p{Cc}/gu, '').trim());
    const composite = fc.array(text, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(composite, { minLength: 1, maxLength: 6 }), (elements) => {
        const reader = new EdifactReader({
          segment(segment) {
            elements.forEach((components, e) =>
              components.forEach((component, c) => assert.equal(segment.text(e + 1, c), component)),
            );
          },
        });
        reader.push(
          writeSegment('UNB', [['UNOY', '4'], 'S', 'R', ['20240115', '1200'], 'C'], { charset: 'UNOY' }),
        );
        reader.push(writeSegment('UNH', ['1', ['CODECO', 'D', '95B', 'UN']]));
        const separators = readUna(Uint8Array.from(":+.?*'", (character) => character.charCodeAt(0)))!;
        reader.push(writeSegment('FTX', elements, { charset: 'UNOY', separators }));
        reader.end();
      }),
      { numRuns: 200 },
    );
  });
});
