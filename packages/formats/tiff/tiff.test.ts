import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { judgeReading, refusalOf } from '../test/judge-reading.ts';
import { mutatedCopies } from '../test/mutate-bytes.ts';
import { zlibCompression } from '../test/zlib-compression.ts';
import { readTiff, writeTiff } from './index.ts';

const read = (bytes: Uint8Array) => readTiff(bytes, zlibCompression);
const page = (columns: number, rows: number, start = 0) => ({
  columns,
  rows,
  samples: Uint16Array.from({ length: columns * rows }, (_, i) => (start + i * 257) % 65_536),
});

const aPage = fc
  .record({ columns: fc.integer({ min: 1, max: 40 }), rows: fc.integer({ min: 1, max: 40 }) })
  .chain(({ columns, rows }) =>
    fc.record(
      {
        columns: fc.constant(columns),
        rows: fc.constant(rows),
        samples: fc.uint16Array({ minLength: columns * rows, maxLength: columns * rows }),
        description: fc.string({ maxLength: 30 }).filter((text) => !text.includes('\0')),
      },
      { noNullPrototype: true },
    ),
  );

test('what writeTiff() writes readTiff() gives back bit for bit, in both byte orders, packed and not', () => {
  fc.assert(
    fc.property(
      fc.array(aPage, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 50 }),
      (pages, littleEndian, packed, rowsPerStrip) => {
        const bytes = writeTiff(pages, {
          littleEndian,
          rowsPerStrip,
          ...(packed ? { compression: zlibCompression } : {}),
        });
        const reading = read(bytes);
        assert.ok(reading.ok);
        assert.equal(reading.record.littleEndian, littleEndian);
        assert.deepEqual(
          reading.record.pages.map(({ whiteIsZero: _, ...rest }) => rest),
          pages,
        );
      },
    ),
    { numRuns: 150 },
  );
});

/** A TIFF put together by hand: one directory at 8, its tags, and data behind it. */
function crafted(
  tags: readonly (readonly [tag: number, type: number, count: number, value: number])[],
  data: Uint8Array = new Uint8Array(0),
  next = 0,
): Uint8Array {
  const bytes = new Uint8Array(8 + 2 + tags.length * 12 + 4 + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0, 8]);
  view.setUint16(8, tags.length, true);
  tags.forEach(([tag, type, count, value], index) => {
    view.setUint16(10 + index * 12, tag, true);
    view.setUint16(12 + index * 12, type, true);
    view.setUint32(14 + index * 12, count, true);
    view.setUint32(18 + index * 12, value, true);
  });
  view.setUint32(10 + tags.length * 12, next, true);
  bytes.set(data, 14 + tags.length * 12);
  return bytes;
}

const size = (columns: number, rows: number) =>
  [
    [256, 4, 1, columns],
    [257, 4, 1, rows],
    [258, 3, 1, 16],
  ] as const;
const dataAt = (tags: number): number => 14 + tags * 12;

test('readTiff() reads tiles that reach beyond the image', () => {
  const tile = new Uint8Array(2 * 16 * 16 * 2);
  new Uint16Array(tile.buffer).forEach((_, i, all) => (all[i] = i));
  const tags = 9;
  const lists = dataAt(tags);
  const bytes = crafted(
    [
      ...size(20, 10),
      [322, 3, 1, 16],
      [323, 3, 1, 16],
      [259, 3, 1, 1],
      [324, 4, 2, lists],
      [325, 4, 2, lists + 8],
      [277, 3, 1, 1],
    ],
    Uint8Array.from([
      ...new Uint8Array(Uint32Array.of(lists + 16, lists + 16 + 512, 512, 512).buffer),
      ...tile,
    ]),
  );
  const reading = read(bytes);
  assert.ok(reading.ok, JSON.stringify(reading.findings));
  const { samples } = reading.record.pages[0]!;
  assert.equal(samples.length, 200);
  for (const [column, row] of [
    [0, 0],
    [15, 9],
    [16, 0],
    [19, 9],
  ] as const) {
    const expected = column < 16 ? row * 16 + column : 256 + row * 16 + (column - 16);
    assert.equal(samples[row * 20 + column], expected, `${column},${row}`);
  }
});

test('readTiff() undoes the horizontal predictor in either byte order', () => {
  for (const littleEndian of [true, false]) {
    const plain = page(5, 3, 60_000);
    const differences = plain.samples.map((sample, i) =>
      i % 5 === 0 ? sample : sample - plain.samples[i - 1]!,
    );
    const bytes = writeTiff([{ ...plain, samples: differences }], {
      littleEndian,
      compression: zlibCompression,
    });
    // SampleFormat is the last tag of what is written and says what is assumed anyway: Predictor takes its place.
    const view = new DataView(bytes.buffer);
    const directory = view.getUint32(4, littleEndian);
    const last = directory + 2 + (view.getUint16(directory, littleEndian) - 1) * 12;
    view.setUint16(last, 317, littleEndian);
    view.setUint16(last + 8, 2, littleEndian);
    const reading = read(bytes);
    assert.ok(reading.ok);
    assert.deepEqual(reading.record.pages[0]?.samples, plain.samples);
  }
});

test('readTiff() sets aside what claims more than it holds, without taking memory for it', () => {
  const strip = (columns: number, rows: number, bytes: number, compression = 1) =>
    crafted(
      [
        ...size(columns, rows),
        [259, 3, 1, compression],
        [273, 4, 1, dataAt(7)],
        [279, 4, 1, bytes],
        [277, 3, 1, 1],
      ],
      Uint8Array.of(1, 2, 3, 4),
    );
  const before = process.memoryUsage().arrayBuffers;
  assert.equal(refusalOf(read(strip(4_294_967_295, 4_294_967_295, 4))), 'scan/too-large');
  assert.equal(refusalOf(read(strip(65_536, 1_024, 4))), 'scan/cut-off');
  assert.equal(refusalOf(read(strip(65_536, 1_024, 4_294_967_295))), 'scan/cut-off');
  assert.equal(refusalOf(read(strip(65_536, 1_024, 4, 8))), 'scan/bomb');
  assert.equal(refusalOf(read(strip(1, 1, 4, 8))), 'scan/damaged');
  assert.equal(refusalOf(read(strip(0, 7, 4))), 'scan/no-pixels');
  assert.ok(process.memoryUsage().arrayBuffers - before < 8_000_000);
});

test('readTiff() sets aside a deflate stream that gives more than its strip', () => {
  const packed = zlibCompression.deflate(new Uint8Array(50_000_000));
  const bytes = crafted(
    [...size(4, 4), [259, 3, 1, 8], [273, 4, 1, dataAt(7)], [279, 4, 1, packed.length], [277, 3, 1, 1]],
    packed,
  );
  assert.equal(refusalOf(read(bytes)), 'scan/bomb');
});

test('readTiff() sets aside tiles that are huge next to their image', () => {
  const bytes = crafted([
    ...size(60_000, 1),
    [322, 4, 1, 1],
    [323, 4, 1, 60_000_000],
    [324, 4, 60_000, 8],
    [325, 4, 60_000, 8],
  ]);
  assert.equal(refusalOf(read(bytes)), 'scan/too-large');
});

test('readTiff() says what it does not read: 8 bits, colours, floating point, other compressions, BigTIFF', () => {
  const withTag = (...extra: readonly (readonly [number, number, number, number])[]) =>
    refusalOf(read(crafted([[256, 4, 1, 2], [257, 4, 1, 2], ...extra, [273, 4, 1, 8], [279, 4, 1, 8]])));
  assert.equal(withTag([258, 3, 1, 8]), 'scan/eight-bit');
  assert.equal(withTag([258, 3, 1, 16], [277, 3, 1, 3]), 'scan/colour');
  assert.equal(withTag([258, 3, 1, 16], [262, 3, 1, 3]), 'scan/colour');
  assert.equal(withTag([258, 3, 1, 16], [339, 3, 1, 3]), 'scan/not-read');
  assert.equal(withTag([258, 3, 1, 16], [259, 3, 1, 5]), 'scan/not-read');
  assert.equal(withTag([258, 3, 1, 32]), 'scan/not-read');
  assert.equal(refusalOf(read(Uint8Array.of(0x49, 0x49, 43, 0, 8, 0, 0, 0))), 'scan/not-read');
  assert.equal(refusalOf(read(new Uint8Array(0))), 'scan/empty');
  assert.equal(refusalOf(read(Uint8Array.of(0x50, 0x4b, 3, 4))), 'scan/not-a-scan');
});

test('readTiff() stops at pages that lead back, and at too many', () => {
  const tags = [...size(1, 1), [273, 4, 1, 8], [279, 4, 1, 8], [277, 3, 1, 1]] as const;
  assert.equal(refusalOf(read(crafted(tags, new Uint8Array(0), 8))), 'scan/structure');
  const many = writeTiff(Array.from({ length: 65 }, () => page(1, 1)));
  assert.equal(refusalOf(read(many)), 'scan/too-many');
});

test('readTiff() cut at any byte never gives pixels that were not there', () => {
  const whole = writeTiff([page(7, 5), page(7, 5, 99)], { compression: zlibCompression });
  for (let length = 0; length < whole.length; length++) {
    const reading = read(whole.subarray(0, length));
    judgeReading(reading, whole.subarray(0, length));
    assert.equal(reading.ok, false, `at ${length}`);
  }
});

test('readTiff() answers every damaged copy with a listed finding', () => {
  const bases = [
    writeTiff([page(9, 6)]),
    writeTiff([page(9, 6), page(4, 4)], {
      littleEndian: false,
      compression: zlibCompression,
      rowsPerStrip: 2,
    }),
  ];
  for (const bytes of mutatedCopies(bases, 4_000, 11)) judgeReading(read(bytes), bytes);
});

test('libtiff reads what writeTiff() writes', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'havenwacht-tiff-'));
  try {
    const file = join(folder, 'scan.tiff');
    writeFileSync(file, writeTiff([page(300, 200), page(300, 200, 5)], { compression: zlibCompression }));
    const told = spawnSync('tiffinfo', ['-D', file], { encoding: 'utf8' });
    if (told.error !== undefined) return context.skip('tiffinfo (libtiff-tools) is not here');
    assert.equal(told.stderr, '');
    assert.equal(told.stdout.match(/Image Width: 300 Image Length: 200/g)?.length, 2);
    assert.match(told.stdout, /Bits\/Sample: 16/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
