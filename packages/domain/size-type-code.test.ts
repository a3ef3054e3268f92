import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeSizeType, typicalTareKg, type ContainerKind } from './size-type-code.ts';

const CASES: readonly [
  code: string,
  lengthFt: number | null,
  heightMm: number | null,
  kind: ContainerKind | null,
][] = [
  ['22G1', 20, 2591, 'general'],
  ['22GP', 20, 2591, 'general'],
  ['42G1', 40, 2591, 'general'],
  ['45G1', 40, 2896, 'general'],
  ['L5G1', 45, 2896, 'general'],
  ['LEG1', 45, 2896, 'general'],
  ['M5G1', 48, 2896, 'general'],
  ['P5G1', 53, 2896, 'general'],
  ['22R1', 20, 2591, 'reefer'],
  ['45R1', 40, 2896, 'reefer'],
  ['45RT', 40, 2896, 'reefer'],
  ['45RE', 40, 2896, 'reefer'],
  ['22U1', 20, 2591, 'open-top'],
  ['42UT', 40, 2591, 'open-top'],
  ['22T6', 20, 2591, 'tank'],
  ['22K2', 20, 2591, 'tank'],
  ['22P1', 20, 2591, 'flat'],
  ['42P3', 40, 2591, 'flat'],
  ['45PC', 40, 2896, 'flat'],
  ['49P0', 40, 1219, 'platform'],
  ['29PL', 20, 1219, 'platform'],
  ['22V0', 20, 2591, 'ventilated'],
  ['22VH', 20, 2591, 'ventilated'],
  ['22B0', 20, 2591, 'bulk'],
  ['22BK', 20, 2591, 'bulk'],
  ['28U1', 20, 1295, 'open-top'],
  ['22S1', 20, 2591, 'named-cargo'],
  ['22H0', 20, 2591, 'insulated'],
  ['45HR', 40, 2896, 'insulated'],
  ['20A0', 20, 2438, 'air'],
  ['22GA', 20, 2591, 'general'],
  ['2210', 20, 2591, 'general'],
  ['2200', 20, 2591, 'general'],
  ['4310', 40, 2591, 'general'],
  ['4510', 40, 2896, 'general'],
  ['4530', 40, 2896, 'reefer'],
  ['4532', 40, 2896, 'reefer'],
  ['2230', 20, 2591, 'reefer'],
  ['2250', 20, 2591, 'open-top'],
  ['4351', 40, 2591, 'open-top'],
  ['4363', 40, 2591, 'flat'],
  ['4960', 40, 1219, 'platform'],
  ['2270', 20, 2591, 'tank'],
  ['2213', 20, 2591, 'ventilated'],
  ['9510', 45, 2896, 'general'],
  ['42OT', 40, 2591, 'open-top'],
  ['40HC', 40, 2896, 'general'],
  ['40HQ', 40, 2896, 'general'],
  ['20DC', 20, null, 'general'],
  ['20RF', 20, null, 'reefer'],
  ['40RH', 40, 2896, 'reefer'],
  ['45HC', null, 2896, 'general'],
  ['X2G1', null, 2591, 'general'],
  ['22Q9', 20, 2591, null],
  ['26G1', 20, null, 'general'],
  ['2Z10', 20, null, null],
];

test('decodeSizeType() reads codes of both editions and of the trade', () => {
  for (const [code, lengthFt, heightMm, kind] of CASES) {
    const type = decodeSizeType(code);
    assert.deepEqual([type?.lengthFt, type?.heightMm, type?.kind], [lengthFt, heightMm, kind], code);
    assert.equal(type?.isReefer, kind === 'reefer', code);
  }
});

test('decodeSizeType() says which way it read a code', () => {
  assert.equal(decodeSizeType('22g1')?.style, 'iso-1995');
  assert.equal(decodeSizeType(' 2210 ')?.style, 'iso-1984');
  assert.equal(decodeSizeType('42OT')?.style, 'trade');
});

test('decodeSizeType() refuses what says nothing', () => {
  for (const text of ['', '44', '22G', '22G11', 'ZZZZ', '22-1', '7Q'])
    assert.equal(decodeSizeType(text), null, text);
});

test('decodeSizeType() gives a tare range only where length and kind are known', () => {
  assert.equal(decodeSizeType('X2G1')?.tareKg, null);
  assert.equal(decodeSizeType('22Q9')?.tareKg, null);
  assert.deepEqual(decodeSizeType('22G1')?.tareKg, typicalTareKg(20, 2591, 'general'));
  assert.equal(decodeSizeType('P5G1')?.maxGrossKg, null);
});

test('decodeSizeType() keeps every tare range below every gross mass, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'0123456789GRUTPLCEH'), minLength: 4, maxLength: 4 }),
      (text) => {
        const type = decodeSizeType(text);
        if (type?.tareKg && type.maxGrossKg) {
          assert.ok(type.tareKg.min < type.tareKg.max && type.tareKg.max < type.maxGrossKg.min);
        }
      },
    ),
  );
});

test('typicalTareKg() of an unknown height spans both', () => {
  assert.deepEqual(typicalTareKg(40, null, 'reefer'), { min: 3900, max: 5300 });
  assert.equal(typicalTareKg(20, 2591, 'air'), null);
});
