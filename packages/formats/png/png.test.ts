import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { test } from 'node:test';
import fc from 'fast-check';
import { joinBytes } from '../join-bytes.ts';
import { judgeReading, refusalOf } from '../test/judge-reading.ts';
import { mutatedCopies } from '../test/mutate-bytes.ts';
import { zlibCompression } from '../test/zlib-compression.ts';
import { crc32 } from './crc-32.ts';
import { readPng, writePng } from './index.ts';
import { pngSignature } from './read-png.ts';

const read = (bytes: Uint8Array) => readPng(bytes, zlibCompression);

function chunk(kind: string, data: Uint8Array, sum?: number): Uint8Array {
  const named = joinBytes([new TextEncoder().encode(kind), data]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, data.length);
  const check = new Uint8Array(4);
  new DataView(check.buffer).setUint32(0, sum ?? crc32(named));
  return joinBytes([length, named, check]);
}

function header(columns: number, rows: number, depth = 16, colour = 0, interlace = 0): Uint8Array {
  const data = new Uint8Array(13);
  new DataView(data.buffer).setUint32(0, columns);
  new DataView(data.buffer).setUint32(4, rows);
  data.set([depth, colour, 0, 0, interlace], 8);
  return chunk('IHDR', data);
}

const png = (...chunks: readonly Uint8Array[]): Uint8Array =>
  joinBytes([Uint8Array.from(pngSignature), ...chunks]);
const end = chunk('IEND', new Uint8Array(0));

test('what writePng() writes readPng() gives back bit for bit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 65_535 })),
      fc.string({ maxLength: 30 }).filter((text) => !text.includes('\0')),
      (columns, rows, numbers, description) => {
        const samples = Uint16Array.from({ length: columns * rows }, () => numbers.next().value as number);
        const reading = read(writePng({ columns, rows, samples, description }, zlibCompression));
        assert.ok(reading.ok);
        assert.deepEqual(reading.record, { columns, rows, samples, description });
      },
    ),
    { numRuns: 100 },
  );
});

test('readPng() undoes each of the five filters, in several IDAT chunks', () => {
  const columns = 4;
  const wanted = [
    [1, 2, 3, 4],
    [300, 400, 65_535, 0],
    [5, 70, 800, 9_000],
    [1_000, 1_001, 999, 65_000],
    [0, 1, 256, 257],
  ];
  const bytesOf = (row: readonly number[]) => row.flatMap((sample) => [sample >> 8, sample & 255]);
  const lines = wanted.flatMap((row, filter) => {
    const line = bytesOf(row);
    const above = filter === 0 ? new Array<number>(8).fill(0) : bytesOf(wanted[filter - 1]!);
    const filtered = line.map((byte, i) => {
      const left = i < 2 ? 0 : line[i - 2]!;
      const corner = i < 2 ? 0 : above[i - 2]!;
      const guess = left + above[i]! - corner;
      const nearest = [left, above[i]!, corner].reduce((best, one) =>
        Math.abs(guess - one) < Math.abs(guess - best) ? one : best,
      );
      return (byte - [0, left, above[i]!, (left + above[i]!) >> 1, nearest][filter]!) & 255;
    });
    return [filter, ...filtered];
  });
  const packed = deflateSync(Uint8Array.from(lines));
  const parts = [packed.subarray(0, 5), packed.subarray(5, 6), packed.subarray(6)];
  const reading = read(png(header(columns, 5), ...parts.map((part) => chunk('IDAT', part)), end));
  assert.ok(reading.ok, JSON.stringify(reading.findings));
  assert.deepEqual([...reading.record.samples], wanted.flat());
});

test('readPng() sets aside claims, bombs and renderings', () => {
  const data = chunk('IDAT', deflateSync(new Uint8Array(5)));
  const bomb = chunk('IDAT', deflateSync(new Uint8Array(20_000_000)));
  assert.equal(refusalOf(read(png(header(4_294_967_295, 4_294_967_295), data, end))), 'scan/too-large');
  assert.equal(refusalOf(read(png(header(8_000, 8_000), data, end))), 'scan/bomb');
  assert.equal(refusalOf(read(png(header(2, 1), bomb, end))), 'scan/bomb');
  assert.equal(refusalOf(read(png(header(2, 5), data, end))), 'scan/damaged');
  assert.equal(refusalOf(read(png(header(2, 1, 8), data, end))), 'scan/eight-bit');
  assert.equal(refusalOf(read(png(header(2, 1, 16, 2), data, end))), 'scan/colour');
  assert.equal(refusalOf(read(png(header(2, 1, 16, 0, 1), data, end))), 'scan/not-read');
  assert.equal(refusalOf(read(png(header(0, 1), data, end))), 'scan/no-pixels');
  assert.equal(refusalOf(read(png(header(2, 1), end))), 'scan/no-pixels');
  assert.equal(refusalOf(read(png(end))), 'scan/structure');
  assert.equal(refusalOf(read(png(header(2, 1), header(2, 1)))), 'scan/structure');
  assert.equal(refusalOf(read(png(header(2, 1), chunk('IDAT', new Uint8Array(9), 1), end))), 'scan/damaged');
  assert.equal(
    refusalOf(read(png(header(1, 1), chunk('IDAT', deflateSync(Uint8Array.of(9, 0, 0))), end))),
    'scan/structure',
  );
  assert.equal(refusalOf(read(new Uint8Array(0))), 'scan/empty');
});

test('readPng() takes an image with bytes behind it, and says so', () => {
  const image = writePng({ columns: 1, rows: 1, samples: Uint16Array.of(9) }, zlibCompression);
  const reading = read(joinBytes([image, Uint8Array.of(1, 2)]));
  assert.ok(reading.ok);
  assert.deepEqual(reading.findings, [
    { code: 'scan/trailing', offset: image.length, text: '2 bytes follow after the image' },
  ]);
});

test('readPng() cut at any byte never gives pixels', () => {
  const whole = writePng(
    { columns: 3, rows: 3, samples: Uint16Array.from({ length: 9 }, (_, i) => i) },
    zlibCompression,
  );
  for (let length = 0; length < whole.length; length++) {
    const reading = read(whole.subarray(0, length));
    judgeReading(reading, whole.subarray(0, length));
    assert.equal(reading.ok, false);
  }
});

test('readPng() answers every damaged copy with a listed finding', () => {
  const base = writePng(
    { columns: 9, rows: 7, samples: new Uint16Array(63).fill(513), description: 'x' },
    zlibCompression,
  );
  for (const bytes of mutatedCopies([base], 3_000, 5)) judgeReading(read(bytes), bytes);
});
