import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exemptionsOf } from './exemptions-of.ts';

const consignee = (value: string) => ({ test: 'text', field: 'name', how: 'equals', value });
const set = (when: object) => ({ rules: [{ id: 'one', when }] });

test('exemptionsOf() names whom a rule leaves out, however deep', () => {
  const rule = {
    test: 'count',
    of: 'parties',
    op: '>=',
    value: 1,
    where: { test: 'not', of: consignee('Sim Fruit BV') },
  };
  assert.deepEqual([...exemptionsOf(set({ test: 'all', of: [rule] }))], ['name=SIM FRUIT BV']);
  const listed = { test: 'not', of: { test: 'in', field: 'originCountry', values: ['US', 'CA'] } };
  assert.deepEqual([...exemptionsOf(set(listed))], ['originCountry=US', 'originCountry=CA']);
});

test('exemptionsOf() takes a name that is asked for, or left out twice, for none', () => {
  assert.deepEqual([...exemptionsOf(set(consignee('SIM FRUIT BV')))], []);
  const twice = { test: 'not', of: { test: 'not', of: consignee('SIM FRUIT BV') } };
  assert.deepEqual([...exemptionsOf(set(twice))], []);
  assert.deepEqual([...exemptionsOf(undefined)], []);
  assert.deepEqual([...exemptionsOf({ rules: 7 })], []);
});
