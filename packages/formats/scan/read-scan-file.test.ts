import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeDx } from '../dicos/index.ts';
import { writePng } from '../png/index.ts';
import { aDx } from '../test/a-dx.ts';
import { aScanAbout } from '../test/a-scan-about.ts';
import { judgeReading, refusalOf } from '../test/judge-reading.ts';
import { mutatedCopies } from '../test/mutate-bytes.ts';
import { zlibCompression } from '../test/zlib-compression.ts';
import { writeTiff } from '../tiff/index.ts';
import { readScanAbout, readScanFile, writeScanAbout, type ReadScanFileOptions } from './index.ts';

const read = (bytes: Uint8Array, options: Partial<ReadScanFileOptions> = {}) =>
  readScanFile(bytes, { compression: zlibCompression, name: 'scan', ...options });

const columns = 6;
const rows = 4;
const channel = (start: number): Uint16Array =>
  Uint16Array.from({ length: columns * rows }, (_, i) => start + i * 10);
const [high, low] = [channel(1_000), channel(2_000)];
const about = aScanAbout();
const description = writeScanAbout(about);
const tiff = writeTiff([
  { columns, rows, samples: high, description },
  { columns, rows, samples: low },
]);
const stacked = Uint16Array.from([...high, ...low]);

test('the same scan reads the same from TIFF, from PNG, and from TIFF with its JSON beside it', () => {
  const png = writePng({ columns, rows: rows * 2, samples: stacked, description }, zlibCompression);
  const bare = writeTiff([
    { columns, rows, samples: high },
    { columns, rows, samples: low },
  ]);
  for (const reading of [read(tiff), read(png), read(bare, { sidecar: description })]) {
    assert.ok(reading.ok, JSON.stringify(reading.findings));
    assert.deepEqual(reading.findings, []);
    const { format: _, part, ...rest } = reading.record;
    assert.equal(part, null);
    assert.deepEqual(rest, { columns, rows, channels: [high, low], about });
  }
});

test('a DICOS instance is one channel of its series', () => {
  const reading = read(writeDx(aDx({ number: 2, samples: low, columns, rows, about: description })));
  assert.ok(reading.ok);
  assert.deepEqual(reading.record.part, { series: '2.25.1002', number: 2, of: 2 });
  assert.deepEqual(reading.record.channels, [low]);
  assert.equal(refusalOf(read(writeDx(aDx({ number: 3, about: description })))), 'scan/structure');
});

test('a scan that tells nothing of itself is read with a warning, and one without geometry with another', () => {
  const codes = (bytes: Uint8Array) => read(bytes).findings.map(({ code }) => code);
  assert.deepEqual(codes(writeTiff([{ columns, rows, samples: high }])), ['scan/no-about']);
  const flat = writeScanAbout(aScanAbout({ geometry: null, channels: about.channels.slice(0, 1) }));
  assert.deepEqual(codes(writeTiff([{ columns, rows, samples: high, description: flat }])), [
    'scan/no-geometry',
  ]);
});

test('pages of different sizes, channels that are not there and inverted pages are no scan', () => {
  const uneven = writeTiff([
    { columns, rows, samples: high, description },
    { columns: rows, rows: columns, samples: low },
  ]);
  assert.equal(refusalOf(read(uneven)), 'scan/structure');
  assert.equal(refusalOf(read(writeTiff([{ columns, rows, samples: high, description }]))), 'scan/about');
  const odd = writePng({ columns: 24, rows: 1, samples: high, description }, zlibCompression);
  assert.equal(refusalOf(read(odd)), 'scan/structure');
});

test('a channel in which nothing was measured sets the file aside; saturation is told', () => {
  const flat = new Uint16Array(columns * rows).fill(7);
  assert.equal(refusalOf(read(writeTiff([{ columns, rows, samples: flat }]))), 'scan/constant');
  const glaring = high.slice().fill(65_535, 5);
  const reading = read(writeTiff([{ columns, rows, samples: glaring }]));
  assert.ok(reading.ok);
  assert.equal(reading.findings.at(-1)?.code, 'scan/saturated');
});

test('UFF is told by its name and read only by a reader that was handed in', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4);
  assert.equal(refusalOf(read(bytes, { name: 'scan.UFF' })), 'scan/uff');
  assert.equal(refusalOf(read(bytes, { name: 'scan.tiff' })), 'scan/not-a-scan');
  const record = { format: 'uff', columns, rows, channels: [high], about: null, part: null } as const;
  const reading = read(bytes, { name: 'a.uff', uff: { read: () => ({ ok: true, record, findings: [] }) } });
  assert.ok(reading.ok && reading.record.format === 'uff');
});

test('readScanAbout() refuses what can not be', () => {
  const refused = (changed: object) => refusalOf(readScanAbout(JSON.stringify({ ...about, ...changed })));
  assert.deepEqual(readScanAbout(description), { ok: true, record: about, findings: [] });
  for (const changed of [
    { channels: [] },
    { channels: [{ energy: 'high', nominalMV: 6, airLevel: 0 }] },
    { channels: [{ energy: 'high', nominalMV: 6, airLevel: 10, darkLevel: 10 }] },
    { channels: [{ energy: 'middle', nominalMV: 6, airLevel: 10 }] },
    { channels: [{ energy: 'high', nominalMV: '6', airLevel: 10 }] },
    { geometry: { ...about.geometry, columnPitchMm: 0 } },
    { geometry: { ...about.geometry, side: 'top' } },
    { geometry: { ...about.geometry, sourceDistanceMm: 1e300 } },
    { geometry: [] },
    { acquiredAt: '16-11-2026' },
    { acquiredAt: '2026-99-99T00:00:00Z' },
    { lane: 0 },
    { container: 7 },
    { scanner: 'S-6' },
  ]) {
    assert.equal(refused(changed), 'scan/about', JSON.stringify(changed));
  }
  assert.equal(refusalOf(readScanAbout('{')), 'scan/about');
  assert.equal(refusalOf(readScanAbout(`"${'x'.repeat(70_000)}"`)), 'scan/about');
});

test('every damaged copy of a whole scan is answered with a listed finding', () => {
  const bases = [tiff, writeDx(aDx({ samples: high, columns, rows, about: description }))];
  for (const bytes of mutatedCopies(bases, 3_000, 23)) judgeReading(read(bytes), bytes);
});
