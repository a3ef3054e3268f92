import assert from 'node:assert/strict';
import test from 'node:test';
import type { Segment } from '../segment.ts';
import type { CusresAnswer } from './cusres.ts';
import { EdifactReader } from '../reader.ts';
import { writeSegment } from '../write-segment.ts';
import { CusresWriteError, writeCusres } from './cusres.ts';

const answer: CusresAnswer = {
  directory: 'D95B',
  reference: 'R1',
  answers: { documentCode: '785', documentNumber: 'QZMAN501' },
  madeAt: Date.UTC(2026, 1, 16, 9, 30),
  outcome: 'accepted',
};

/** Writes an answer, wraps it, reads it back: the segments as lists of texts, and the findings. */
function readBack(given: CusresAnswer): { segments: string[]; findings: string[]; version: string } {
  const segments: string[] = [];
  const findings: string[] = [];
  let version = '';
  const reader = new EdifactReader({
    messageStart: (header) => (version = `${header.type} ${header.version}${header.release}`),
    segment(s: Segment) {
      const parts = [s.tag];
      for (let e = 1; e <= s.elementCount; e++)
        parts.push(Array.from({ length: s.componentCount(e) }, (_, c) => s.text(e, c)).join(':'));
      segments.push(parts.join('+'));
    },
    finding: (finding) => findings.push(finding.code),
  });
  reader.push(writeSegment('UNB', [['UNOC', '3'], 'QZCUSTOMS', 'QZXLINE', ['260216', '0930'], '1']));
  reader.push(writeCusres(given));
  reader.push(writeSegment('UNZ', ['1', '1']));
  reader.end();
  return { segments, findings, version };
}

test('an acceptance reads back without findings, with its indicator and the answered document', () => {
  const { segments, findings, version } = readBack(answer);
  assert.deepEqual(findings, []);
  assert.equal(version, 'CUSRES D95B');
  assert.deepEqual(segments, ['BGM+785+QZMAN501+9', 'DTM+137:202602160930:203', 'GIS+1', 'RFF+ACW:QZMAN501']);
});

test('a registration carries its number, and D.16A says the outcome in GEI', () => {
  const { segments, version } = readBack({
    ...answer,
    directory: 'D16A',
    outcome: 'registered',
    registration: '26NL000001',
  });
  assert.equal(version, 'CUSRES D16A');
  assert.deepEqual(segments.slice(2), ['GEI+5+17', 'RFF+ABT:26NL000001']);
});

test('a rejection names each error with its place, code and text', () => {
  const errors = [{ section: '2', item: '3', code: 'QZ12', text: "bill 'QZXB1': unknown + refused" }];
  const old = readBack({ ...answer, outcome: 'rejected', errors }).segments;
  assert.deepEqual(old.slice(2), [
    'GIS+2',
    "FTX+AAO+++QZ12 bill 'QZXB1': unknown + refused",
    'ERP+2:3',
    'ERC+QZ12',
    'RFF+ACW:QZMAN501',
  ]);
  const recent = readBack({ ...answer, directory: 'D16A', outcome: 'rejected', errors }).segments;
  assert.deepEqual(recent.slice(2), [
    'GEI+5+2',
    'RFF+ACW:QZMAN501',
    'ERP+2:3',
    'ERC+QZ12',
    "FTX+AAO+++bill 'QZXB1': unknown + refused",
  ]);
});

test('goods required for examination name their bills and containers', () => {
  const { segments, findings } = readBack({
    ...answer,
    outcome: 'examination',
    bills: ['QZXB1'],
    containers: ['QZXU2000008'],
  });
  assert.deepEqual(segments.slice(2), ['GIS+5', 'EQD+CN+QZXU2000008', 'RFF+BM:QZXB1']);
  assert.deepEqual(findings, []);
});

test('a release names its bills', () => {
  assert.deepEqual(readBack({ ...answer, outcome: 'released', bills: ['A', 'B'] }).segments.slice(2), [
    'GIS+4',
    'RFF+BM:A',
    'RFF+BM:B',
  ]);
});

for (const [what, change, code] of [
  ['a rejection without errors', { outcome: 'rejected' }, 'cusres/incomplete'],
  ['errors in an acceptance', { errors: [{ section: '1', code: 'X' }] }, 'cusres/incomplete'],
  ['an examination of nothing in particular', { outcome: 'examination' }, 'cusres/incomplete'],
  ['a registration without number', { outcome: 'registered' }, 'cusres/incomplete'],
  ['a time that is none', { madeAt: Number.NaN }, 'cusres/incomplete'],
  ['a reference of 15 characters', { reference: 'ABCDEFGHIJKLMNO' }, 'cusres/incomplete'],
  ['six remarks', { remarks: ['1', '2', '3', '4', '5', '6'] }, 'cusres/too-much'],
  ['a remark of 351 characters', { remarks: ['x'.repeat(351)] }, 'cusres/too-much'],
  [
    '1,000 containers',
    { outcome: 'released', containers: Array.from({ length: 1000 }, () => 'X') },
    'cusres/too-much',
  ],
] as const)
  test(`${what} is refused`, () => {
    assert.throws(
      () => writeCusres({ ...answer, ...change } as CusresAnswer),
      (error) => error instanceof CusresWriteError && error.code === code,
    );
  });
