import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ConsignmentRow, ContainerRow } from '@havenwacht/formats';
import { foldRecord } from './fold-record.ts';
import type { Said, Statement } from './statement.ts';

const hour = 3_600_000;
const said = (over: Partial<Said> = {}): Said => ({
  file: 'a'.repeat(64),
  sender: 'CARRIER',
  kind: 'manifest',
  function: 'original',
  documentNumber: null,
  statedAt: 0,
  receivedAt: 0,
  ...over,
});
const containerRow = (over: Partial<ContainerRow> = {}): ContainerRow => ({
  kind: 'container',
  offset: 100,
  at: { sizeType: 110 },
  number: 'XHWU1234560',
  seals: [],
  weights: [],
  calls: [],
  bills: [],
  action: 'original',
  ...over,
});
const billRow = (over: Partial<ConsignmentRow> = {}): ConsignmentRow => ({
  kind: 'consignment',
  offset: 200,
  at: { bill: 204 },
  bill: 'BL1',
  level: 'master',
  action: 'original',
  parties: [],
  goods: [],
  containers: [{ offset: 300, number: 'XHWU1234560' }],
  calls: [],
  ...over,
});
const container = (id: number, who: Said, row: ContainerRow): Statement => ({
  id,
  said: who,
  vesselKey: null,
  port: null,
  about: 'container',
  row,
});
const bill = (id: number, who: Said, row: ConsignmentRow): Statement => ({
  id,
  said: who,
  vesselKey: null,
  port: null,
  about: 'consignment',
  row,
});
const fold = (statements: readonly Statement[]) => foldRecord('XHWU1234560', null, statements);

test('foldRecord() keeps the byte each claim was read from', () => {
  const record = fold([container(1, said(), containerRow({ sizeType: '45R1' }))]);
  assert.deepEqual(record.sizeType[0]?.source, { file: 'a'.repeat(64), offset: 110 });
});

test('foldRecord() adds no claim when a party repeats itself', () => {
  const record = fold([
    container(1, said(), containerRow({ sizeType: '45R1' })),
    container(2, said({ statedAt: hour }), containerRow({ sizeType: '45R1' })),
  ]);
  assert.equal(record.sizeType.length, 1);
});

test('foldRecord() keeps both claims when two parties disagree', () => {
  const record = fold([
    container(1, said(), containerRow({ sizeType: '45R1' })),
    container(2, said({ sender: 'TERMINAL', kind: 'discharge-report' }), containerRow({ sizeType: '22G1' })),
  ]);
  assert.deepEqual(
    record.sizeType.map((claim) => [claim.statedBy, claim.value]),
    [
      ['CARRIER', '45R1'],
      ['TERMINAL', '22G1'],
    ],
  );
});

test('foldRecord() makes an amendment a later claim and never overwrites', () => {
  const port = (id: number, at: number, code: string): Statement =>
    container(
      id,
      said({ statedAt: at }),
      containerRow({ calls: [{ offset: 400 + id, role: 'discharge', port: code }] }),
    );
  const record = fold([port(2, hour, 'BEANR'), port(1, 0, 'NLVLI')]);
  assert.deepEqual(
    record.dischargePort.map((claim) => claim.value),
    ['NLVLI', 'BEANR'],
  );
});

test('foldRecord() leaves no claims of a bill that was withdrawn, and takes it back when it is sent again', () => {
  const sent = bill(1, said(), billRow());
  const cancelled = bill(2, said({ statedAt: hour, function: 'cancel' }), billRow({ action: 'cancel' }));
  const again = bill(3, said({ statedAt: 2 * hour }), billRow());
  assert.equal(fold([sent, cancelled]).bills.length, 0);
  assert.deepEqual(fold([sent, cancelled]).withdrawnBills, ['BL1']);
  assert.equal(fold([sent, cancelled, again]).bills.length, 1);
});

test('foldRecord() takes only the goods that are split over this container', () => {
  const record = fold([
    bill(
      1,
      said(),
      billRow({
        goods: [
          { offset: 500, item: 1, description: 'BANANAS', containers: ['XHWU1234560'] },
          { offset: 600, item: 2, description: 'SCRAP', containers: ['XHWU7654321'] },
        ],
      }),
    ),
  ]);
  assert.deepEqual(
    record.goods.map((claim) => claim.value.description),
    ['BANANAS'],
  );
});

test('foldRecord() gives the same record for every order in which the statements arrive', () => {
  const statements = [
    container(1, said({ statedAt: 1 * hour }), containerRow({ sizeType: '45R1', load: 'full' })),
    container(
      2,
      said({ statedAt: 2 * hour, sender: 'TERMINAL' }),
      containerRow({ sizeType: '22G1', load: 'empty' }),
    ),
    bill(3, said({ statedAt: 3 * hour }), billRow()),
    bill(4, said({ statedAt: 4 * hour }), billRow({ action: 'cancel' })),
    bill(5, said({ statedAt: 4 * hour, receivedAt: 1 }), billRow()),
  ];
  const expected = fold(statements);
  fc.assert(
    fc.property(fc.shuffledSubarray(statements, { minLength: statements.length }), (shuffled) => {
      assert.deepEqual(fold(shuffled), expected);
    }),
  );
});
