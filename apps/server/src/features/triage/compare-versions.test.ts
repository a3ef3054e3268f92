import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareVersions, type Line, type ShownLine } from './compare-versions.ts';

const line = (text: string): Line => {
  const [tag = '', ...elements] = text.split('+');
  return { tag, elements, offset: 0 };
};
const lines = (...all: string[]): Line[] => all.map(line);
const shown = (one: ShownLine | null): string =>
  one === null
    ? '–'
    : [one.tag, ...one.elements.map(({ text, changed }) => (changed ? `[${text}]` : text))].join('+');
const table = (earlier: Line[], later: Line[]): string[] =>
  (compareVersions(earlier, later) ?? []).map(
    (row) => `${row.kind} ${shown(row.earlier)} | ${shown(row.later)}`,
  );

test('compareVersions() marks the element that changed and leaves the others alone', () => {
  assert.deepEqual(
    table(
      lines('BGM+85+1', 'EQD+CN+QZXU1+22G1', 'MEA+AAE+G+20000', 'SEL+Q1'),
      lines('BGM+85+1', 'EQD+CN+QZXU1+22G1', 'MEA+AAE+G+24000', 'SEL+Q1'),
    ),
    [
      'same BGM+85+1 | BGM+85+1',
      'same EQD+CN+QZXU1+22G1 | EQD+CN+QZXU1+22G1',
      'changed MEA+AAE+G+[20000] | MEA+AAE+G+[24000]',
      'same SEL+Q1 | SEL+Q1',
    ],
  );
});

test('compareVersions() shows a line that came and one that went beside nothing', () => {
  assert.deepEqual(table(lines('A+1', 'B+2'), lines('B+2', 'C+3')), [
    'gone A+1 | –',
    'same B+2 | B+2',
    'new – | C+3',
  ]);
  assert.deepEqual(table([], lines('A+1')), ['new – | A+1']);
  assert.deepEqual(table(lines('A+1'), []), ['gone A+1 | –']);
  assert.deepEqual(table([], []), []);
});

test('compareVersions() marks an element that only one side has', () => {
  assert.deepEqual(table(lines('NAD+CN+X'), lines('NAD+CN+X+Y')), ['changed NAD+CN+X | NAD+CN+X+[Y]']);
});

test('compareVersions() says nothing line by line about messages with little in common', () => {
  const many = (word: string): Line[] => Array.from({ length: 400 }, (_, at) => line(`T+${word}${at}`));
  assert.equal(compareVersions(many('a'), many('b')), null);
});

test('compareVersions() shows every line of both sides once, in order, and no pair as changed that is the same', () => {
  const few = fc.array(fc.constantFrom('A+1', 'A+2', 'B+1', 'B+2+3', 'C'), { maxLength: 14 });
  fc.assert(
    fc.property(few, few, (one, other) => {
      const rows = compareVersions(one.map(line), other.map(line))!;
      const side = (pick: 'earlier' | 'later'): string[] =>
        rows.flatMap((row) => {
          const found = row[pick];
          return found === null ? [] : [[found.tag, ...found.elements.map(({ text }) => text)].join('+')];
        });
      assert.deepEqual(side('earlier'), one);
      assert.deepEqual(side('later'), other);
      for (const row of rows) {
        const any = [row.earlier, row.later].some((at) => at?.elements.some(({ changed }) => changed));
        assert.equal(any && row.kind !== 'changed', false);
        if (row.kind === 'changed') assert.ok(any);
      }
    }),
  );
});
