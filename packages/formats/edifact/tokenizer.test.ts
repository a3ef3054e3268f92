import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { eventsOf } from './fuzz.ts';
import { EdifactReader } from './reader.ts';
import type { Segment } from './segment.ts';

const head = "UNB+UNOC:3+S+R+240115:1200+C'UNH+1+CODECO:D:95B:UN'";
const tail = "UNT+9+1'UNZ+1+C'";

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Reads one file and gives what `read` makes of each segment. */
function segmentsOf<T>(bytes: Uint8Array, read: (segment: Segment) => T): T[] {
  const found: T[] = [];
  const reader = new EdifactReader({ segment: (segment) => void found.push(read(segment)) });
  reader.push(bytes);
  reader.end();
  return found;
}

function oneSegment<T>(text: string, read: (segment: Segment) => T, before = head): T {
  const found = segmentsOf(latin1(before + text + tail), read);
  assert.equal(found.length, 1);
  return found[0]!;
}

describe('Segment', () => {
  test('gives elements, components and what is absent', () => {
    oneSegment("NAD+CZ+ID:160:ZZZ++NAME'", (nad) => {
      assert.equal(nad.tag, 'NAD');
      assert.equal(nad.offset, head.length);
      assert.equal(nad.position, 2);
      assert.equal(nad.elementCount, 4);
      assert.deepEqual(
        [nad.text(0), nad.text(1), nad.text(2, 2), nad.text(3), nad.text(4)],
        ['NAD', 'CZ', 'ZZZ', '', 'NAME'],
      );
      assert.deepEqual([nad.text(5), nad.text(2, 3), nad.text(1, 0, 1)], ['', '', '']);
      assert.deepEqual([nad.componentCount(2), nad.componentCount(3), nad.componentCount(5)], [3, 1, 0]);
      assert.deepEqual([nad.repetitionCount(2), nad.repetitionCount(5)], [1, 0]);
      assert.equal(nad.offsetOf(2, 1), head.length + 'NAD+CZ+ID:'.length);
      assert.equal(nad.offsetOf(2, 3), -1);
      assert.ok(Number.isNaN(nad.number(9)));
    });
  });

  test('gives the same in any order of asking', () => {
    oneSegment("NAD+CZ+ID:160+X'", (nad) => {
      assert.deepEqual(
        [nad.text(3), nad.text(1), nad.text(2, 1), nad.text(0), nad.text(2)],
        ['X', 'CZ', '160', 'NAD', 'ID'],
      );
    });
  });

  test('resolves releases, keeps a released line break, drops others, trims blanks', () => {
    const text = (segment: Segment): string => segment.text(1);
    assert.equal(oneSegment("FTX+A?+B?:C?'D???E'", text), "A+B:C'D?E");
    assert.equal(oneSegment("FTX+A?\nB'", text), 'A\nB');
    assert.equal(oneSegment("FTX+A\r\nB\n'", text), 'AB');
    assert.equal(oneSegment("FTX+  A B  '", text), 'A B');
    assert.equal(oneSegment("FTX+A?'  '", text), "A'");
  });

  test('counts offsets in the file where lines are wrapped', () => {
    oneSegment("E\r\nQD+C\nN+A'", (eqd) => {
      assert.equal(eqd.tag, 'EQD');
      assert.equal(eqd.text(1), 'CN');
      assert.equal(eqd.offsetOf(2), head.length + 10);
    });
  });

  test('reads repetitions in syntax 4 and takes the mark as text before that', () => {
    const four = head.replace('UNOC:3', 'UNOC:4');
    oneSegment(
      "RFF+A:1*B:2*C'",
      (rff) => {
        assert.equal(rff.repetitionCount(1), 3);
        assert.deepEqual(
          [rff.componentCount(1), rff.componentCount(1, 1), rff.componentCount(1, 2)],
          [2, 2, 1],
        );
        assert.deepEqual(
          [rff.text(1), rff.text(1, 1, 1), rff.text(1, 0, 2), rff.text(1, 0, 3)],
          ['A', '2', 'C', ''],
        );
        assert.equal(rff.componentCount(1, 3), 0);
      },
      four,
    );
    assert.equal(
      oneSegment("FTX+5*4'", (ftx) => ftx.text(1)),
      '5*4',
    );
    assert.equal(
      oneSegment("FTX+5*4'", (ftx) => ftx.text(1), `UNA:+.?*'${head}`),
      '5*4',
    );
    assert.equal(
      oneSegment("FTX+5#4'", (ftx) => ftx.text(1, 0, 1), `UNA:+.?#'${four}`),
      '4',
    );
    assert.equal(
      oneSegment("FTX+5*4'", (ftx) => ftx.text(1), `UNA:+.? '${four}`),
      '5*4',
    );
  });

  test('reads numbers with the decimal mark of the interchange and refuses everything else', () => {
    const number = (text: string, before = head): number =>
      oneSegment(`MEA+${text}'`, (mea) => mea.number(1), before);
    assert.deepEqual(
      [number('12'), number('12.5'), number('12,5'), number(' 007.250 '), number('.5')],
      [12, 12.5, 12.5, 7.25, 0.5],
    );
    for (const text of ['', '-1', '+1', '1e3', '1.2.3', '1 2', '.', 'KGM', '12.5KG', '0x10']) {
      assert.ok(Number.isNaN(number(text.replace('+', '?+'))), text);
    }
    assert.equal(number('123456789012345678'), 123456789012345680);
    assert.equal(number('0.1234567890123456789'), 0.1234567890123456789);
    const comma = `UNA:+,? '${head}`;
    assert.equal(number('12,5', comma), 12.5);
    assert.ok(Number.isNaN(number('12.5', comma)));
    assert.equal(number('12.5', comma.replace('UNOC:3', 'UNOC:4')), 12.5);
  });

  test('decodes every character set', () => {
    const sets: [string, number[], string][] = [
      ['UNOC', [0xd6], 'Ö'],
      ['UNOC', [0x80], '\x80'],
      ['UNOD', [0xa3], 'Ł'],
      ['UNOE', [0xb0], 'А'],
      ['UNOF', [0xc1], 'Α'],
      ['UNOG', [0xa1], 'Ħ'],
      ['UNOH', [0xa2], 'ĸ'],
      ['UNOI', [0xc7], 'ا'],
      ['UNOJ', [0xe0], 'א'],
      ['UNOK', [0xd0], 'Ğ'],
      ['UNOW', [0xe6, 0xb7, 0xb1], '深'],
      ['UNOY', [0xc3, 0xbc], 'ü'],
      ['UNOX', [0xfc], 'ü'],
    ];
    for (const [id, bytes, expected] of sets) {
      const found = oneSegment(
        `FTX+A${String.fromCharCode(...bytes)}B'`,
        (ftx) => ftx.text(1),
        head.replace('UNOC', id),
      );
      assert.equal(found, `A${expected}B`, id);
    }
  });

  test('gives text of any length', () => {
    for (const length of [1, 24, 25, 32, 33, 70, 5000]) {
      const text = 'ABCDEFGHIJ'.repeat(500).slice(0, length);
      assert.equal(
        oneSegment(`FTX+${text}'`, (ftx) => ftx.text(1)),
        text,
      );
    }
  });
});

describe('EdifactReader', () => {
  test('tells interchange, message and segments with their headers', () => {
    const told: unknown[] = [];
    const reader = new EdifactReader({
      interchangeStart: (header) => void told.push(header),
      messageStart: (header, { control }) => void told.push({ control, ...header }),
      segment: ({ tag, position }) => void told.push([tag, position]),
      messageEnd: ({ segments, verdict }) => void told.push([segments, verdict]),
      interchangeEnd: ({ messageCount, verdict, endOffset }) =>
        void told.push([messageCount, verdict, endOffset]),
    });
    const file = "UNB+UNOA:4+S:1+R:ZZ+20240115:1230+C++APP++1++1'UNG+CODECO+S+R+240115:1200+G7+UN+D:95B'";
    reader.push(latin1(`${file}UNH+M1+CODECO:D:95B:UN:ITG14'BGM+34'UNS+D'UNT+4+M1'UNE+1+G7'UNZ+1+C'\n`));
    reader.end();
    assert.deepEqual(told, [
      {
        interchange: 1,
        offset: 0,
        sender: 'S',
        senderQualifier: '1',
        recipient: 'R',
        recipientQualifier: 'ZZ',
        control: 'C',
        charset: 'UNOA',
        syntaxVersion: 4,
        preparedAt: Date.UTC(2024, 0, 15, 12, 30),
        test: true,
        acknowledgementRequested: true,
      },
      {
        control: 'C',
        index: 1,
        offset: file.length,
        reference: 'M1',
        type: 'CODECO',
        version: 'D',
        release: '95B',
        agency: 'UN',
        association: 'ITG14',
        group: 'G7',
      },
      ['BGM', 2],
      ['UNS', 3],
      [4, 'accepted'],
      [1, 'accepted', 154],
    ]);
  });

  test('reads the time of preparation and takes an impossible one for none', () => {
    const preparedAt = (dateAndTime: string): number | undefined => {
      let found: number | undefined;
      const reader = new EdifactReader({ interchangeStart: (header) => void (found = header.preparedAt) });
      reader.push(latin1(`UNB+UNOA:2+S+R+${dateAndTime}+C'UNZ+0+C'`));
      reader.end();
      return found;
    };
    assert.equal(preparedAt('240115:1200'), Date.UTC(2024, 0, 15, 12));
    assert.equal(preparedAt('991231'), Date.UTC(1999, 11, 31));
    for (const none of ['240231:1200', '240115:2400', '2401:1200', 'x', ''])
      assert.equal(preparedAt(none), undefined);
  });

  test('calls handlers as methods of the handler given', () => {
    class Counter {
      count = 0;
      segment(): void {
        this.count++;
      }
    }
    const counter = new Counter();
    const reader = new EdifactReader(counter);
    reader.push(latin1(`${head}BGM+34'${tail}`));
    reader.end();
    assert.equal(counter.count, 1);
  });

  test('tells the same for any bytes in any blocks', () => {
    const alphabet = fc.constantFrom(
      ..."AB1+:?'*\n\r \0\xc3\xbc",
      'UNA',
      'UNB',
      "UNB+UNOA:2'",
      "UNH+1+X'",
      "UNT+2+1'",
      "UNZ+1+C'",
    );
    fc.assert(
      fc.property(
        fc.constantFrom('', head, `UNA:+.? '${head}`, head.replace('UNOC:3', 'UNOY:4')),
        fc.array(alphabet, { maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
        (before, pieces, sizes) => {
          const bytes = latin1(before + pieces.join(''));
          const whole = eventsOf(bytes, [bytes.length]);
          assert.deepEqual(eventsOf(bytes, [1]).log, whole.log);
          assert.deepEqual(eventsOf(bytes, sizes).log, whole.log);
        },
      ),
      { numRuns: 250 },
    );
  });

  test('tells the same for every block size of one file', () => {
    const bytes = latin1(
      `\xef\xbb\xbf UNA:+,?*'\r\n${head.replace('UNOC:3', 'UNOY:4')}FTX+A?+*B\xc3\xbc??'\r\n E\nQD+CN+X'${tail}junk UNA:+.? '${head}`,
    );
    const whole = eventsOf(bytes, [bytes.length]).log;
    for (let size = 1; size < bytes.length; size++) assert.deepEqual(eventsOf(bytes, [size]).log, whole);
  });

  test('agrees with splitting the text, on a megabyte in blocks at odd and even addresses', () => {
    const lines: string[] = [];
    for (let i = 0; i < 20_000; i++) {
      lines.push(
        `LOC+147+${(i * 7919) % 1_000_003}::5`,
        `EQD+CN+ABCU${i}+45R1:102:5++${i % 5}`,
        i % 97 === 0 ? 'FTX+é' : 'TMP',
      );
    }
    const text = `${head}${lines.join("'")}'UNT+60002+1'UNZ+1+C'`;
    const expected = lines.map((line) => line.split('+').map((element) => element.split(':')));
    const padded = new Uint8Array(text.length + 1);
    padded.set(latin1(text), 1);
    for (const [bytes, block] of [
      [padded.subarray(1), 65_536],
      [latin1(text), 65_521],
      [latin1(text), text.length],
    ] as const) {
      const found: string[][][] = [];
      let verdict = '';
      const reader = new EdifactReader({
        segment(segment) {
          const elements: string[][] = [];
          for (let e = 0; e <= segment.elementCount; e++) {
            elements.push(Array.from({ length: segment.componentCount(e) }, (_, c) => segment.text(e, c)));
          }
          found.push(elements);
        },
        interchangeEnd: (end) => void (verdict = end.verdict),
      });
      for (let at = 0; at < bytes.length; at += block) reader.push(bytes.subarray(at, at + block));
      reader.end();
      assert.deepEqual(found, expected);
      assert.equal(verdict, 'accepted');
    }
  });

  test('holds no more than a segment of a file without a separator', () => {
    const codes: string[] = [];
    const reader = new EdifactReader({ finding: ({ code }) => void codes.push(code) });
    reader.push(latin1(`${head}FTX+`));
    const block = new Uint8Array(1 << 20).fill(0x41);
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 64; i++) reader.push(block);
    assert.ok(process.memoryUsage().arrayBuffers - before < 16e6);
    reader.end();
    assert.deepEqual(codes, [
      'edifact/element-too-long',
      'edifact/cut-in-segment',
      'edifact/no-unt',
      'edifact/no-unz',
    ]);
  });
});
