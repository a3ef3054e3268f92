import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteView } from '../scan/byte-view.ts';
import { joinBytes } from '../join-bytes.ts';
import { aDx } from '../test/a-dx.ts';
import { judgeReading, refusalOf } from '../test/judge-reading.ts';
import { mutatedCopies } from '../test/mutate-bytes.ts';
import { dicomFileHead, implicitLittleEndian, readDicomFile, writeDicomFile } from './dicom-file.ts';
import { dicosClass, readDx, readTdr, writeDx, writeTdr, type ThreatReport } from './index.ts';
import { numbersOf } from './data-set.ts';
import { readDataSet } from './read-data-set.ts';
import { writeDataSet, type DicomValues } from './write-data-set.ts';

const aReport = (over: Partial<ThreatReport> = {}): ThreatReport => ({
  instance: '2.25.2001',
  series: '2.25.2002',
  study: '2.25.1003',
  objectId: 'QZXU1234565',
  saidBy: 'MACHINE',
  algorithms: ['paired-change 1.0.0'],
  decidedAt: '20261116120100.000000',
  decision: 'ALARM',
  about: '2.25.1001',
  threats: [
    {
      category: 'CONTRABAND',
      description: 'added mass at the doors',
      flag: 'THREAT',
      probability: 0.875,
      massKg: 24.5,
      polygon: [
        [10, 20],
        [30, 20],
        [30, 40.5],
      ],
    },
  ],
  ...over,
});

/** A file of raw attribute bytes behind a sound head. */
const fileOf = (attributes: Uint8Array, syntax = '1.2.840.10008.1.2.1'): Uint8Array =>
  joinBytes([dicomFileHead(dicosClass.dxForProcessing, '2.25.9', syntax), attributes]);

test('what writeDx() writes readDx() gives back bit for bit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom('high', 'low', null),
      fc.infiniteStream(fc.integer({ min: 0, max: 65_535 })),
      fc.string({ maxLength: 40 }).filter((text) => !/[\0 ]$/.test(text)),
      (columns, rows, energy, numbers, about) => {
        const samples = Uint16Array.from({ length: columns * rows }, () => numbers.next().value as number);
        const dx = aDx({ columns, rows, energy, samples, about });
        const reading = readDx(writeDx(dx));
        assert.ok(reading.ok, JSON.stringify(reading.findings));
        assert.deepEqual(reading.record, dx);
      },
    ),
    { numRuns: 100 },
  );
});

test('what writeTdr() writes readTdr() gives back', () => {
  for (const report of [
    aReport(),
    aReport({ decision: 'CLEAR', saidBy: 'OPERATOR', algorithms: [], threats: [] }),
    aReport({ threats: [{ ...aReport().threats[0]!, probability: null, massKg: null, polygon: [] }] }),
  ]) {
    const reading = readTdr(writeTdr(report));
    assert.ok(reading.ok);
    assert.deepEqual(reading.record, report);
    assert.deepEqual(reading.findings, []);
  }
});

test('readTdr() reads a decision it does not know as UNKNOWN, never as clear, and says so', () => {
  const bytes = writeTdr(aReport());
  const text = new TextDecoder('latin1').decode(bytes);
  bytes.set(new TextEncoder().encode('MAYBE'), text.indexOf('ALARM'));
  const reading = readTdr(bytes);
  assert.ok(reading.ok);
  assert.equal(reading.record.decision, 'UNKNOWN');
  assert.equal(reading.findings[0]?.code, 'scan/odd-value');
});

test('readDicomFile() reads implicit VR and sequences of undefined length', () => {
  // (4010,1011) SQ of undefined length with one item of undefined length that holds (4010,1010) = 7.
  const implicit = Uint8Array.of(
    ...[0x10, 0x40, 0x11, 0x10, 0xff, 0xff, 0xff, 0xff],
    ...[0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff],
    ...[0x10, 0x40, 0x10, 0x10, 2, 0, 0, 0, 7, 0],
    ...[0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0],
    ...[0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0],
  );
  const set = readDicomFile(fileOf(implicit, implicitLittleEndian));
  const [first] = [...set.values()];
  assert.equal(first?.items.length, 1);
  assert.deepEqual(numbersOf(first.items[0]!, 'potentialThreatId'), [7]);
  assert.throws(() => readDicomFile(fileOf(implicit.subarray(0, 34), implicitLittleEndian)), /does not end/);
});

test('readDx() sets aside lengths that reach beyond, deep nesting, and representations that are none', () => {
  const attributes = (...bytes: readonly number[]) => refusalOf(readDx(fileOf(Uint8Array.from(bytes))));
  const pixels = [0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57, 0, 0];
  assert.equal(attributes(...pixels, 0xfe, 0xff, 0xff, 0xff), 'scan/cut-off', '4 GiB');
  assert.equal(attributes(...pixels, 0xff, 0xff, 0xff, 0xff), 'scan/not-read', 'encapsulated');
  assert.equal(attributes(0x28, 0, 0x10, 0, 0x3f, 0x3f, 2, 0, 1, 0), 'scan/structure');
  assert.equal(attributes(0x28, 0, 0x10, 0, 0x55, 0x53, 0xff, 0xff, 1, 0), 'scan/cut-off');
  assert.equal(attributes(0x28, 0, 0x10), 'scan/cut-off');

  let nested: DicomValues = { rows: [1] };
  for (let depth = 0; depth < 40; depth++) nested = { threatSequence: [nested] };
  assert.equal(refusalOf(readDx(fileOf(writeDataSet(nested)))), 'scan/too-many');
  const many = writeDataSet({ threatSequence: Array.from({ length: 70_000 }, () => ({})) });
  assert.equal(refusalOf(readDx(fileOf(many))), 'scan/too-many');
});

test('readDx() sets aside what is no measured 16-bit image', () => {
  const whole = writeDx(aDx());
  const changed = (values: DicomValues) => {
    const plain: DicomValues = {
      rows: [4],
      columns: [6],
      bitsAllocated: [16],
      bitsStored: [16],
      pixelRepresentation: [0],
      samplesPerPixel: [1],
      pixelData: new Uint8Array(48),
    };
    return refusalOf(readDx(writeDicomFile(dicosClass.dxForProcessing, '2.25.9', { ...plain, ...values })));
  };
  assert.equal(readDx(whole).ok, true);
  assert.equal(changed({ bitsAllocated: [8], bitsStored: [8] }), 'scan/eight-bit');
  assert.equal(changed({ bitsStored: [8] }), 'scan/eight-bit');
  assert.equal(changed({ samplesPerPixel: [3] }), 'scan/colour');
  assert.equal(changed({ pixelRepresentation: [1] }), 'scan/not-read');
  assert.equal(changed({ numberOfFrames: [2] }), 'scan/not-read');
  assert.equal(changed({ rows: [0] }), 'scan/no-pixels');
  assert.equal(changed({ rows: [65_535], columns: [65_535] }), 'scan/too-large');
  assert.equal(changed({ rows: [5] }), 'scan/cut-off');
  assert.equal(changed({ pixelData: new Uint8Array(0) }), 'scan/cut-off');
  const noPixels = writeDicomFile(dicosClass.dxForProcessing, '2.25.9', { rows: [4], columns: [6] });
  assert.equal(refusalOf(readDx(noPixels)), 'scan/no-pixels');
  const shown = writeDicomFile(dicosClass.dxForPresentation, '2.25.9', { rows: [4] });
  assert.equal(refusalOf(readDx(shown)), 'scan/colour');
  assert.equal(refusalOf(readDx(writeTdr(aReport()))), 'scan/not-read');
  assert.equal(refusalOf(readTdr(whole)), 'scan/not-read');
  assert.equal(refusalOf(readDx(fileOf(new Uint8Array(0), '1.2.840.10008.1.2.4.50'))), 'scan/not-read');
});

test('readDataSet() copies no value', () => {
  const bytes = writeDataSet({ pixelData: new Uint8Array(64) });
  const [pixels] = [...readDataSet(new ByteView(bytes, true), 0, bytes.length, true).values()];
  assert.equal(pixels?.bytes.buffer, bytes.buffer);
});

test('readDx() and readTdr() cut at any byte answer with a finding', () => {
  for (const [whole, read] of [
    [writeDx(aDx()), readDx],
    [writeTdr(aReport()), readTdr],
  ] as const) {
    for (let length = 0; length < whole.length; length++) {
      const cut = whole.subarray(0, length);
      judgeReading(read(cut), cut);
    }
  }
  const dx = writeDx(aDx());
  for (let length = 0; length < dx.length; length++) assert.equal(readDx(dx.subarray(0, length)).ok, false);
});

test('readDx() and readTdr() answer every damaged copy with a listed finding', () => {
  for (const bytes of mutatedCopies([writeDx(aDx()), writeTdr(aReport())], 6_000, 3)) {
    judgeReading(readDx(bytes), bytes);
    judgeReading(readTdr(bytes), bytes);
  }
});
