import assert from 'node:assert/strict';
import test from 'node:test';
import type { ContainerRow, MovementRow } from './cargo-row.ts';
import { rowFindingKinds, validateRow } from './validate-row.ts';

const box: ContainerRow = {
  kind: 'container',
  offset: 10,
  at: { number: 17, stow: 40, sizeType: 50 },
  number: 'QZXU2000008',
  sizeType: '45R1',
  stow: '0371582',
  seals: [{ offset: 60, number: 'QZ1' }],
  weights: [{ offset: 70, kg: 26700, method: 'vgm' }],
  calls: [],
  bills: [],
  action: 'original',
};

test('a plausible row has no findings', () => {
  assert.deepEqual(validateRow(box), []);
});

const cases: readonly [string, Partial<ContainerRow>, string, number][] = [
  ['a number without category letter', { number: 'QZX12' }, 'row/container-number', 17],
  ['a number with another check digit', { number: 'QZXU2000009' }, 'row/check-digit', 17],
  ['a size-type code of five', { sizeType: '45R1X' }, 'row/size-type', 50],
  ['a cell in bay 0', { stow: '0000182' }, 'row/stow', 40],
  ['a mass of nothing', { weights: [{ offset: 70, kg: 0, method: 'vgm' }] }, 'row/weight-zero', 70],
  ['a mass above 60 t', { weights: [{ offset: 70, kg: 60001, method: 'vgm' }] }, 'row/weight-high', 70],
  [
    'an empty of 9 t',
    { load: 'empty', weights: [{ offset: 70, kg: 9000, method: 'vgm' }] },
    'row/empty-heavy',
    70,
  ],
  ['a set temperature of −90 °C', { setTemperatureC: -90 }, 'row/temperature', 10],
  ['a seal of dashes', { seals: [{ offset: 60, number: '---' }] }, 'row/seal', 60],
  ['a UN number of 9999', { dangerous: [{ offset: 80, unNumber: '9999' }] }, 'row/un-number', 80],
  [
    'a weighing in 1970',
    { weights: [{ offset: 70, kg: 5, method: 'vgm', weighedAt: 1, at: { weighedAt: 75 } }] },
    'row/time',
    75,
  ],
];
for (const [what, change, code, offset] of cases)
  test(`${what} is found at its byte`, () => {
    assert.deepEqual(
      validateRow({ ...box, ...change }).map((found) => [found.code, found.offset]),
      [[code, offset]],
    );
  });

test('a movement without container is about a bill and its number is not judged', () => {
  const row: MovementRow = { kind: 'movement', offset: 0, at: {}, container: '', event: 'other', classifier: 'actual', seals: [], weights: [], bills: ['B'] }; // prettier-ignore
  assert.deepEqual(validateRow(row), []);
  assert.deepEqual(
    validateRow({ ...row, vesselImo: '1111111' }).map(({ code }) => code),
    ['row/imo-number'],
  );
});

test('a consignment without bill, goods and containers has both findings', () => {
  const found = validateRow({ kind: 'consignment', offset: 5, at: {}, bill: '', level: 'master', action: 'original', parties: [], goods: [], containers: [], calls: [] }); // prettier-ignore
  assert.deepEqual(
    found.map(({ code }) => code),
    ['row/no-bill', 'row/no-goods'],
  );
});

test('every finding has a meaning', () => {
  for (const meaning of Object.values(rowFindingKinds)) assert.match(meaning, /\.$/);
});
