import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '@havenwacht/domain';
import type { MovementEvent } from '@havenwacht/formats';
import { foldRecord, type CargoRecord } from '../cargo/index.ts';
import { actualMovements, judgeContainer, stateOf } from './judge-container.ts';

const hour = 3_600_000;
const day = 24 * hour;
const number = 'CSQU3054383';

type Movement = CargoRecord['movements'][number];
const moved = (event: MovementEvent, port: string, at: number, statedBy = 'TERMINAL'): Movement => ({
  value: { event, code: null, classifier: 'actual', at, port, terminal: null },
  source: { file: 'f', offset: at / hour },
  statedAt: at,
  statedBy,
  kind: 'gate-report',
});
const claim = <T>(value: T, statedAt: number, statedBy = 'CARRIER'): Claim<T> => ({
  value,
  source: { file: 'f', offset: statedAt / hour },
  statedAt,
  statedBy,
  kind: 'manifest',
});
const record = (over: Partial<CargoRecord> = {}): CargoRecord => ({
  ...foldRecord(number, null, []),
  ...over,
});
const visit = (of: CargoRecord) => ({
  record: of,
  port: 'NLVLI',
  arrivalAt: 18 * day,
  vesselName: 'SIM ONE',
});
const kinds = (
  movements: readonly Movement[],
  records: readonly CargoRecord[] = [record()],
): readonly string[] => judgeContainer(number, records.map(visit), movements).map((one) => one.kind);

test('judgeContainer() finds nothing in an ordinary journey', () => {
  const journey = [
    moved('gate-in', 'ECGYE', 0),
    moved('load', 'ECGYE', day),
    moved('discharge', 'NLVLI', 18 * day),
    moved('gate-out', 'NLVLI', 20 * day),
  ];
  assert.deepEqual(kinds(journey), []);
});

test('judgeContainer() finds a number in two places at once', () => {
  const journey = [moved('discharge', 'NLVLI', 0), moved('gate-in', 'ECGYE', 20 * hour)];
  assert.deepEqual(kinds(journey), ['two-places']);
});

test('judgeContainer() allows a lorry from Vlissingen to Antwerp', () => {
  assert.deepEqual(kinds([moved('gate-out', 'NLVLI', 0), moved('gate-in', 'BEANR', 3 * hour)]), []);
});

test('judgeContainer() finds a number that is gated out twice', () => {
  const journey = [
    moved('discharge', 'NLVLI', 0),
    moved('gate-out', 'NLVLI', 2 * day),
    moved('gate-out', 'NLVLI', 4 * day),
  ];
  assert.deepEqual(kinds(journey), ['gated-twice']);
});

test('judgeContainer() takes the same gate-out reported by two parties as one', () => {
  const journey = [
    moved('discharge', 'NLVLI', 0),
    moved('gate-out', 'NLVLI', 2 * day, 'TERMINAL'),
    moved('gate-out', 'NLVLI', 2 * day + hour, 'CARRIER'),
  ];
  assert.deepEqual(kinds(journey), []);
  assert.equal(actualMovements(journey).length, 2);
});

test('judgeContainer() finds a discharge that follows a gate-out of the same place', () => {
  assert.deepEqual(kinds([moved('gate-out', 'NLVLI', 0), moved('discharge', 'NLVLI', 2 * day)]), [
    'impossible-sequence',
  ]);
});

test('judgeContainer() withdraws a case when a late event explains it', () => {
  const twice = [moved('gate-out', 'NLVLI', 2 * day), moved('gate-out', 'NLVLI', 6 * day)];
  assert.deepEqual(kinds(twice), ['gated-twice']);
  assert.deepEqual(kinds([...twice, moved('gate-in', 'NLVLI', 4 * day)]), []);
});

test('judgeContainer() finds a changed type, and takes old and new spellings of one type as one', () => {
  assert.deepEqual(kinds([], [record({ sizeType: [claim('45R1', 0), claim('22G1', hour)] })]), [
    'type-changed',
  ]);
  assert.deepEqual(kinds([], [record({ sizeType: [claim('22G1', 0), claim('2210', hour)] })]), []);
});

test('judgeContainer() finds a seal that changed without a word, not one that was resealed or mistyped', () => {
  const seal = (sealNumber: string, at: number) => claim({ number: sealNumber, issuer: null }, at, `S${at}`);
  assert.deepEqual(kinds([], [record({ seals: [seal('EC1234567', 0), seal('EC7654321', day)] })]), [
    'seal-changed',
  ]);
  assert.deepEqual(kinds([], [record({ seals: [seal('EC1234567', 0), seal('EC1234568', day)] })]), []);
  const resealed = moved('resealed', 'PAMIT', 12 * hour);
  assert.deepEqual(
    kinds([], [record({ seals: [seal('EC1234567', 0), seal('EC7654321', day)], movements: [resealed] })]),
    [],
  );
});

test('judgeContainer() finds a carrier seal that was replaced while the shipper seal stayed', () => {
  const seal = (sealNumber: string, issuer: string, at: number) =>
    claim({ number: sealNumber, issuer }, at, `S${at}`);
  const stays = [seal('SH999', 'shipper', 0), seal('SH999', 'shipper', day)];
  assert.deepEqual(
    kinds(
      [],
      [
        record({
          seals: [seal('CA1111111', 'carrier', 0), stays[0]!, seal('CA2222222', 'carrier', day), stays[1]!],
        }),
      ],
    ),
    ['seal-changed'],
  );
  assert.deepEqual(
    kinds([], [record({ seals: [stays[0]!, stays[1]!, seal('CU5555555', 'customs', day)] })]),
    [],
  );
});

test('judgeContainer() finds a gate passed while the stow plan has the number on board', () => {
  const plan = { ...claim(true as const, day), kind: 'stow-plan' as const };
  const sailing = record({ on: { ...record().on, stowPlan: [plan] } });
  assert.deepEqual(kinds([moved('gate-out', 'BEANR', 10 * day)], [sailing]), ['two-places']);
  assert.deepEqual(
    kinds([moved('discharge', 'NLVLI', 18 * day), moved('gate-out', 'NLVLI', 19 * day)], [sailing]),
    [],
  );
});

test('judgeContainer() finds a wrong check digit', () => {
  assert.deepEqual(
    judgeContainer('CSQU3054384', [visit(record())], []).map((one) => one.kind),
    ['check-digit'],
  );
});

test('stateOf() says where the container is by the last thing that happened, whatever came in last', () => {
  const late = [moved('gate-out', 'NLVLI', 3 * day), moved('discharge', 'NLVLI', day)];
  assert.deepEqual([stateOf(late).state, stateOf(late).port], ['gated-out', 'NLVLI']);
  assert.equal(stateOf([]).state, 'unknown');
});
