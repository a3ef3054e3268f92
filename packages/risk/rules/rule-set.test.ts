import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_DEPTH, MAX_PARTS } from './condition.ts';
import { defaultRuleSet } from './default-rule-set.ts';
import { parseRuleSet } from './rule-set.ts';

type Json = Record<string, unknown>;

const dates = { validFrom: '2026-01-01T00:00:00Z', validTo: null };
const exists = { test: 'exists', field: 'vgmKg' };

function aRule(over: Json = {}): Json {
  return {
    id: 'a-rule',
    owner: 'desk',
    ...dates,
    note: 'A ground.',
    when: exists,
    then: { action: 'add-log-odds', weight: 1, text: 'A sentence.' },
    ...over,
  };
}

function aRuleSet(rule: Json = aRule(), over: Json = {}): Json {
  return { version: '1', owner: 'desk', ...dates, rules: [rule], ...over };
}

function nested(depth: number): unknown {
  let condition: unknown = exists;
  for (let level = 1; level < depth; level++) condition = { test: 'not', of: condition };
  return condition;
}

const when = (condition: unknown) => aRuleSet(aRule({ when: condition }));
const inWhen = '$.rules[0].when';

/** A bad rule set, and the path that is named. */
const refused: readonly (readonly [why: string, json: unknown, path: string])[] = [
  ['no object', 'rules', '$'],
  ['an unknown key', aRuleSet(aRule(), { extra: 1 }), '$.extra'],
  ['a missing owner', aRuleSet(aRule({ owner: undefined })), '$.rules[0].owner'],
  ['an id that is not kebab-case', aRuleSet(aRule({ id: 'A Rule' })), '$.rules[0].id'],
  ['two rules of one id', aRuleSet(aRule(), { rules: [aRule(), aRule()] }), '$.rules[1].id'],
  ['a day that is not there', aRuleSet(aRule({ validFrom: '2026-02-30T00:00:00Z' })), '$.rules[0].validFrom'],
  ['an end before the beginning', aRuleSet(aRule({ validTo: '2025-01-01T00:00:00Z' })), '$.rules[0].validTo'],
  ['a set that ends before it begins', aRuleSet(aRule(), { validTo: '2025-01-01T00:00:00Z' }), '$.validTo'],
  [
    'a weight that lowers',
    aRuleSet(aRule({ then: { action: 'add-log-odds', weight: -1, text: 'x' } })),
    '$.rules[0].then.weight',
  ],
  [
    'a weight on a demand',
    aRuleSet(aRule({ then: { action: 'must-control', weight: 1, text: 'x' } })),
    '$.rules[0].then.weight',
  ],
  [
    'an unknown action',
    aRuleSet(aRule({ then: { action: 'whitelist', text: 'x' } })),
    '$.rules[0].then.action',
  ],
  ['no action', aRuleSet(aRule({ then: null })), '$.rules[0].then.action'],
  ['an unknown test', when({ test: 'matches', field: 'goodsText', value: '(a+)+$' }), `${inWhen}.test`],
  ['no condition', when(null), inWhen],
  ['an unknown fact', when({ test: 'exists', field: 'constructor' }), `${inWhen}.field`],
  ['a fact without a name', when({ test: 'exists' }), `${inWhen}.field`],
  ['a text where a flag is asked', when({ test: 'is', field: 'goodsText', value: true }), `${inWhen}.field`],
  ['a flag against a text', when({ test: 'is', field: 'isReefer', value: 'yes' }), `${inWhen}.value`],
  ['a number as text', when({ test: 'text', field: 'vgmKg', how: 'equals', value: '1' }), `${inWhen}.field`],
  [
    'an unknown way to look at texts',
    when({ test: 'text', field: 'goodsText', how: 'regex', value: 'a' }),
    `${inWhen}.how`,
  ],
  [
    'an empty text',
    when({ test: 'text', field: 'goodsText', how: 'contains', value: '' }),
    `${inWhen}.value`,
  ],
  ['an empty set', when({ test: 'in', field: 'hs', values: [] }), `${inWhen}.values`],
  ['a number in a set of texts', when({ test: 'in', field: 'hs', values: ['08', 9] }), `${inWhen}.values[1]`],
  [
    'an unknown comparison',
    when({ test: 'compare', left: { field: 'vgmKg' }, op: '~', right: 1 }),
    `${inWhen}.op`,
  ],
  [
    'a text in arithmetic',
    when({ test: 'compare', left: { calc: 'add', of: [{ field: 'hs' }, 1] }, op: '>', right: 1 }),
    `${inWhen}.left.of[0].field`,
  ],
  [
    'arithmetic that is not known',
    when({ test: 'compare', left: { calc: 'power', of: [2, 9] }, op: '>', right: 1 }),
    `${inWhen}.left.calc`,
  ],
  [
    'a subtraction of three',
    when({ test: 'compare', left: { calc: 'subtract', of: [1, 2, 3] }, op: '>', right: 1 }),
    `${inWhen}.left.of`,
  ],
  ['a text as number', when({ test: 'compare', left: '1', op: '>', right: 1 }), `${inWhen}.left`],
  ['an endless number', when({ test: 'compare', left: Number.NaN, op: '>', right: 1 }), `${inWhen}.left`],
  ['an unknown key in a condition', when({ test: 'not', of: exists, unless: exists }), `${inWhen}.unless`],
  ['an empty all', when({ test: 'all', of: [] }), `${inWhen}.of`],
  [
    'a count of nothing known',
    when({ test: 'count', of: 'drivers', where: null, op: '>', value: 1 }),
    `${inWhen}.of`,
  ],
  ['a count without where', when({ test: 'count', of: 'goods', op: '>', value: 1 }), `${inWhen}.where`],
  ['a half count', when({ test: 'count', of: 'goods', where: null, op: '>', value: 0.5 }), `${inWhen}.value`],
  [
    'a fact of the case inside a count',
    when({
      test: 'count',
      of: 'goods',
      where: { test: 'is', field: 'isReefer', value: true },
      op: '>',
      value: 1,
    }),
    `${inWhen}.where.field`,
  ],
  [
    'a count within a count',
    when({
      test: 'count',
      of: 'goods',
      where: { test: 'count', of: 'goods', where: null, op: '>', value: 1 },
      op: '>',
      value: 1,
    }),
    `${inWhen}.where`,
  ],
  ['a condition that is too deep', when(nested(MAX_DEPTH + 1)), `${inWhen}${'.of'.repeat(MAX_DEPTH)}`],
  [
    'a condition that is too large',
    when({ test: 'any', of: new Array(MAX_PARTS).fill(exists) }),
    `${inWhen}.of[${MAX_PARTS - 1}]`,
  ],
];

for (const [why, json, path] of refused) {
  test(`parseRuleSet() refuses ${why} and names the path`, () => {
    const parsed = parseRuleSet(json);
    assert.ok(!parsed.ok);
    assert.ok(
      parsed.problems.some((problem) => problem.path === path),
      JSON.stringify(parsed.problems),
    );
  });
}

test('parseRuleSet() reports several problems at once', () => {
  const parsed = parseRuleSet(
    aRuleSet(aRule({ id: '!', owner: '', when: { test: 'exists', field: 'nope' } })),
  );
  assert.ok(!parsed.ok);
  assert.equal(parsed.problems.length, 3);
});

test('parseRuleSet() takes the deepest and the largest condition that is allowed', () => {
  assert.ok(parseRuleSet(when(nested(MAX_DEPTH))).ok);
  assert.ok(parseRuleSet(when({ test: 'any', of: new Array(MAX_PARTS - 1).fill(exists) })).ok);
});

test('parseRuleSet() stops at a hostile nesting instead of running out of stack', () => {
  assert.ok(!parseRuleSet(when(nested(5000))).ok);
});

test('the default rules pass their own check as JSON, and there are at least eight', () => {
  const parsed = parseRuleSet(JSON.parse(JSON.stringify(defaultRuleSet)));
  assert.ok(parsed.ok, JSON.stringify(parsed));
  assert.deepEqual(parsed.value, defaultRuleSet);
  assert.ok(parsed.value.rules.length >= 8);
});

test('parseRuleSet() returns a copy that later changes of the JSON do not reach', () => {
  const json = aRuleSet();
  const parsed = parseRuleSet(json);
  (json['rules'] as Json[])[0]!['when'] = { test: 'exists', field: 'nope' };
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.value.rules[0]?.when, exists);
});
