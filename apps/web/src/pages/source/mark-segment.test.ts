import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAtMark } from './mark-segment.ts';

const aSegment = (text: string, offset: number, bytes: number) => ({
  offset,
  end: offset + bytes,
  text,
  tag: text.slice(0, 3),
  marked: true,
});

test('cutAtMark() counts a control picture as the one byte it stands for', () => {
  assert.deepEqual(cutAtMark(aSegment("␍␊LOC+11+NLVLI'", 100, 15), { from: 109, to: 114 }), {
    before: '␍␊LOC+11+',
    marked: 'NLVLI',
    after: "'",
  });
});

test('cutAtMark() counts a character of two bytes as two', () => {
  assert.deepEqual(cutAtMark(aSegment("FTX+AAA+++CAFÉ X'", 0, 18), { from: 16, to: 17 }), {
    before: 'FTX+AAA+++CAFÉ ',
    marked: 'X',
    after: "'",
  });
});

test('cutAtMark() counts Latin-1 text as one byte a character', () => {
  assert.deepEqual(cutAtMark(aSegment("FTX+CAFÉ X'", 0, 11), { from: 4, to: 8 }), {
    before: 'FTX+',
    marked: 'CAFÉ',
    after: " X'",
  });
});

test('cutAtMark() marks the whole segment when text and bytes do not measure alike', () => {
  assert.deepEqual(cutAtMark(aSegment("LOC+?'", 0, 11), { from: 4, to: 8 }), {
    before: '',
    marked: "LOC+?'",
    after: '',
  });
});

test('cutAtMark() marks nothing in a neighbour of the marked bytes', () => {
  assert.equal(cutAtMark(aSegment("LOC+1'", 0, 6), { from: 6, to: 9 }), null);
  assert.equal(cutAtMark(aSegment("LOC+1'", 9, 6), { from: 6, to: 9 }), null);
});
