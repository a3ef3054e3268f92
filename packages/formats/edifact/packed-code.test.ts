import assert from 'node:assert/strict';
import test from 'node:test';
import { codeOf } from './packed-code.ts';
import { EdifactReader } from './reader.ts';
import type { Segment } from './segment.ts';

test('different codes of up to four characters have different numbers', () => {
  const texts = ['', '1', '11', '147', 'BM', 'MB', 'B', 'CUSS', 'CUSI', 'cuss', ' ', '~~~~'];
  assert.equal(new Set(texts.map(codeOf)).size, texts.length);
  assert.ok(texts.every((text) => codeOf(text) >= 0));
});

test('a text that does not fit has no number of its own', () => {
  for (const text of ['BOOKING', 'CUSSX', 'É', 'A\0', '\0']) assert.equal(codeOf(text), -1, text);
});

function readOne(sent: string, read: (segment: Segment) => void): void {
  let seen = 0;
  const bytes = Buffer.from(`UNB+UNOC:3+S+R+240115:1200+1'UNH+1+CODECO:D:95B:UN'${sent}'`, 'latin1');
  const reader = new EdifactReader({
    segment(segment) {
      seen++;
      read(segment);
    },
  });
  reader.push(bytes);
  reader.end();
  assert.equal(seen, 1);
}

test('a segment packs the text it gives, whatever releases, blanks and line breaks stand in it', () => {
  readOne("LOC+147+ 9 ++A?+B:KG\nM+?'+ROTTERDAM:\xc9+:CEL", (segment) => {
    assert.equal(segment.tagCode, codeOf('LOC'));
    for (let element = 0; element <= 9; element++) {
      for (let component = 0; component < 3; component++) {
        const text = segment.text(element, component);
        assert.equal(segment.code(element, component), codeOf(text), `${element} ${component} ${text}`);
      }
    }
    assert.equal(segment.code(4), codeOf('A+B'));
    assert.equal(segment.code(6), -1);
    assert.equal(segment.code(6, 1), -1);
  });
});

test('a tag that no directory can have has the number 0', () => {
  readOne('LOCX+9', (segment) => assert.equal(segment.tagCode, 0));
  readOne('loc+9', (segment) => assert.equal(segment.tagCode, codeOf('LOC')));
});

test('a number of more than 15 digits is read also where a release stands in its segment', () => {
  readOne('BGM+A?+B+3811060113800026', (segment) => assert.equal(segment.number(2), 3_811_060_113_800_026));
});
