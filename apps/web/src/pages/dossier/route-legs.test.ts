import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fact } from '../../api/node-answers.ts';
import { routeLegs } from './route-legs.ts';

const fact = (field: string, ...values: string[]): Fact =>
  ({ field, claims: values.map((value) => ({ value })) }) as unknown as Fact;
const visit = { port: 'NLVLI', loadPort: 'ECGYE', arrivalAt: '2026-03-04T06:00:00Z' };

test('routeLegs() goes from loading over transhipment to the port, by what was stated last', () => {
  assert.deepEqual(
    routeLegs({
      ...visit,
      facts: [fact('transhipmentPort', 'PABLB', 'PAMIT'), fact('dischargePort', 'NLVLI')],
    }),
    [
      { from: 'ECGYE', to: 'PAMIT', at: null },
      { from: 'PAMIT', to: 'NLVLI', at: visit.arrivalAt },
    ],
  );
});

test('routeLegs() goes on to another port of discharge, and leaves out places that are no UN/LOCODE', () => {
  assert.deepEqual(
    routeLegs({ ...visit, facts: [fact('dischargePort', 'BEANR'), fact('delivery', 'inland depot')] }).map(
      ({ from, to }) => `${from}>${to}`,
    ),
    ['ECGYE>NLVLI', 'NLVLI>BEANR'],
  );
});

test('routeLegs() has no leg where no port of loading is stated', () => {
  assert.deepEqual(routeLegs({ ...visit, loadPort: null, facts: [] }), []);
});
