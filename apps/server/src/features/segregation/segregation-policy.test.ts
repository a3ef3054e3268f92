import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aSegregationPolicy } from '../../../test/a-segregation-policy.ts';
import {
  clauseFor,
  parseSegregationPolicy,
  placeKind,
  scopeOf,
  terminalFor,
  type CaughtFacts,
  type SegregationPolicy,
} from './segregation-policy.ts';

function policyWith(over: Record<string, unknown>): SegregationPolicy {
  const parsed = parseSegregationPolicy({ ...aSegregationPolicy(), ...over });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.policy;
}
const facts: CaughtFacts = {
  port: 'NLVLI',
  origin: 'EC',
  loadPort: 'ECGYE',
  load: 'full',
  sizeType: '45R1',
  band: 'B',
  signals: ['seal-mismatch'],
};
const clause = (conditions: object): Record<string, unknown> => ({
  name: 'one',
  why: 'a test',
  ...conditions,
});

for (const [what, conditions, over, isCaught] of [
  ['its origin', { originCountries: ['EC'] }, {}, true],
  ['another origin', { originCountries: ['CO'] }, {}, false],
  ['an origin that nobody stated', { originCountries: ['EC'] }, { origin: null }, false],
  ['its corridor by country', { corridors: [{ from: 'EC', to: 'NLVLI' }] }, {}, true],
  ['its corridor by port', { corridors: [{ from: 'ECGYE', to: 'NLVLI' }] }, {}, true],
  ['a corridor to another port', { corridors: [{ from: 'EC', to: 'NLRTM' }] }, {}, false],
  ['a signal', { signals: ['dwell', 'seal-mismatch'] }, {}, true],
  ['no signal of its', { signals: ['dwell'] }, {}, false],
  ['its band and origin', { originCountries: ['EC'], bands: ['A', 'B'] }, {}, true],
  ['its origin, but not the band', { originCountries: ['EC'], bands: ['A'] }, {}, false],
  ['a reefer', { reefer: true }, {}, true],
  ['no reefer', { reefer: false }, {}, false],
  ['an empty', { load: 'empty' }, { load: 'empty' }, true],
] as const) {
  test(`clauseFor() ${isCaught ? 'catches' : 'does not catch'} a box by ${what}`, () => {
    const policy = policyWith({ clauses: [clause(conditions)] });
    assert.equal(clauseFor(policy, { ...facts, ...over })?.name ?? null, isCaught ? 'one' : null);
  });
}

for (const [what, over] of [
  ['no owner', { owner: ' ' }],
  ['no version', { version: '' }],
  ['an unknown key', { secret: true }],
  ['a clause without a condition', { clauses: [clause({})] }],
  ['a clause without its ground', { clauses: [{ name: 'x', originCountries: ['EC'] }] }],
  ['a clause twice', { clauses: [clause({ load: 'full' }), clause({ load: 'full' })] }],
  ['a country that is none', { clauses: [clause({ originCountries: ['ecuador'] })] }],
  ['an end before its beginning', { validTo: '2025-01-01T00:00:00Z' }],
  ['a terminal without a guarded block', { terminals: [{ ...terminalOf(), guardedBlocks: [] }] }],
  ['a terminal twice', { terminals: [terminalOf(), terminalOf()] }],
  ['a negative limit', { limitsMinutes: { total: -1 } }],
  ['a limit of a state that is none', { limitsMinutes: { asleep: 1 } }],
  ['more covers than a terminal bears', { coverMoves: 11 }],
] as const) {
  test(`parseSegregationPolicy() refuses ${what}`, () => {
    const parsed = parseSegregationPolicy({ ...aSegregationPolicy(), ...over });
    assert.ok(!parsed.ok && parsed.problems.length > 0);
  });
}

function terminalOf(): object {
  return (aSegregationPolicy()['terminals'] as readonly object[])[0]!;
}

test('terminalFor() takes the one that messages name, the only one where they name none, and else nobody', () => {
  const one = terminalOf();
  const policy = policyWith({
    terminals: [one, { ...one, code: 'OTHER', organisation: 'o', knownAs: ['QZOTHER'] }],
  });
  assert.equal(terminalFor(policy, 'NLVLI', ['QZOTHER'])?.code, 'OTHER');
  assert.equal(terminalFor(policy, 'NLVLI', ['UNKNOWN', 'QZT'])?.code, 'QZT');
  assert.equal(terminalFor(policy, 'NLVLI', []), null);
  assert.equal(terminalFor(policy, 'NLRTM', ['QZT']), null);
  assert.equal(terminalFor(policyWith({}), 'NLVLI', [])?.code, 'QZT');
  assert.equal(terminalFor(policyWith({}), 'NLVLI', ['UNKNOWN']), null, 'it stands somewhere else');
});

test('placeKind() takes a place it does not know for one that nobody guards', () => {
  const terminal = policyWith({}).terminals[0]!;
  assert.equal(placeKind(terminal, '0710101'), 'guarded');
  assert.equal(placeKind(terminal, '0900101'), 'scanner');
  for (const position of ['0330101', '71', 'X710101', null]) {
    assert.equal(placeKind(terminal, position), 'elsewhere', String(position));
  }
  assert.equal(placeKind(null, '0710101'), 'elsewhere');
});

test('scopeOf() keeps empties and reefers in scope until the depot', () => {
  assert.equal(scopeOf({ load: 'empty', sizeType: '22G1' }), 'until-depot');
  assert.equal(scopeOf({ load: 'full', sizeType: '45R1' }), 'until-depot');
  assert.equal(scopeOf({ load: 'full', sizeType: '22G1' }), 'until-handled');
  assert.equal(scopeOf({ load: null, sizeType: null }), 'until-handled');
});
