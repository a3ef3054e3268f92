import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aCase, aClaim, anUnknownCase, NOW, someGoods } from '../test/a-case.ts';
import { anyCase } from '../test/any-case.ts';
import type { ContainerCase } from '../container-case.ts';
import { hasWords } from './compile-condition.ts';
import { compileRuleSet, type CompiledRules } from './compile-rule-set.ts';
import type { Condition, NumberExpression } from './condition.ts';
import { caseFields, factCollections, type FactField } from './fact-fields.ts';
import { factsOf, flatFactReader, type FactRecord, type FlatFacts } from './fact-record.ts';
import { parseRuleSet, type Rule, type RuleSet } from './rule-set.ts';

const dates = { validFrom: '2026-01-01T00:00:00Z', validTo: null };

function aRuleSet(...conditions: Condition[]): RuleSet {
  return {
    version: '1',
    owner: 'desk',
    ...dates,
    rules: conditions.map((when, index): Rule => ({
      id: `rule-${index}`,
      owner: 'desk',
      ...dates,
      note: 'n',
      when,
      then: { action: 'add-log-odds', weight: 1, text: 't' },
    })),
  };
}

/** The rules that `holding` names, by number. */
function firing(rules: CompiledRules, facts: FactRecord, asOf: number): readonly number[] {
  const bits = rules.holding(facts, asOf);
  return rules.rules.flatMap((_, at) => ((bits[at >> 5]! >>> (at & 31)) & 1 ? [at] : []));
}

function truthOf(when: Condition, subject: ContainerCase): number {
  const rules = compileRuleSet(aRuleSet(when));
  const into = new Int8Array(1);
  const facts = factsOf(subject, rules.selection);
  rules.decide(facts, NOW, into);
  assert.equal(rules.holding(facts, NOW)[0], into[0] === 1 ? 1 : 0);
  return into[0]!;
}

/** Interprets a condition straight from its meaning, slowly. */
function interpret<T>(condition: Condition, subject: T, fields: readonly FactField<T>[]): boolean | null {
  const value = (name: string) => {
    const read = fields.find((field) => field.name === name)?.read(subject) ?? null;
    return read === '' || (typeof read === 'number' && !Number.isFinite(read)) ? null : read;
  };
  switch (condition.test) {
    case 'all': {
      const parts = condition.of.map((part) => interpret(part, subject, fields));
      return parts.includes(false) ? false : parts.includes(null) ? null : true;
    }
    case 'any': {
      const parts = condition.of.map((part) => interpret(part, subject, fields));
      return parts.includes(true) ? true : parts.includes(null) ? null : false;
    }
    case 'not': {
      const part = interpret(condition.of, subject, fields);
      return part === null ? null : !part;
    }
    case 'exists':
      return value(condition.field) !== null;
    case 'is':
      return value(condition.field) === null ? null : value(condition.field) === condition.value;
    case 'in': {
      const text = value(condition.field);
      return text === null ? null : condition.values.some((item) => item.toUpperCase() === text);
    }
    case 'text': {
      const text = value(condition.field);
      if (text === null) return null;
      const sought = condition.value.toUpperCase();
      const said = String(text);
      switch (condition.how) {
        case 'equals':
          return said === sought;
        case 'starts-with':
          return said.slice(0, sought.length) === sought;
        case 'ends-with':
          return said.length >= sought.length && said.slice(said.length - sought.length) === sought;
        case 'contains':
          return said.split(sought).length > 1;
        case 'words': {
          const isLetter = (character: string | undefined) => /^[\p{L}\p{N}]$/u.test(character ?? '');
          return [...said].some(
            (_, at) =>
              said.slice(at, at + sought.length) === sought &&
              !isLetter(said[at - 1]) &&
              !isLetter(said[at + sought.length]),
          );
        }
      }
    }
    case 'compare':
      return compare(number(condition.left, value), condition.op, number(condition.right, value));
    case 'count': {
      const collection = factCollections.find(({ name }) => name === condition.of);
      assert.ok(collection);
      const truths = collection
        .items(subject as ContainerCase)
        .map((item) =>
          condition.where === null ? true : interpret(condition.where, item, collection.fields),
        );
      const sure = truths.filter((truth) => truth === true).length;
      const most = sure + truths.filter((truth) => truth === null).length;
      const answers = new Set<boolean | null>();
      for (let count = sure; count <= most; count++)
        answers.add(compare(count, condition.op, condition.value));
      return answers.size === 1 ? [...answers][0]! : null;
    }
  }
}

function number(expression: NumberExpression, value: (name: string) => unknown): number | null {
  if (typeof expression === 'number') return expression;
  if ('field' in expression) return value(expression.field) as number | null;
  const parts = expression.of.map((part) => number(part, value));
  if (parts.includes(null)) return null;
  const [first, ...rest] = parts as number[];
  const result = rest.reduce(
    (a, b) =>
      ({
        add: a + b,
        subtract: a - b,
        multiply: a * b,
        divide: a / b,
        min: Math.min(a, b),
        max: Math.max(a, b),
        abs: a,
      })[expression.calc],
    expression.calc === 'abs' ? Math.abs(first!) : first!,
  );
  return Number.isFinite(result) ? result : null;
}

function compare(a: number | null, op: string, b: number | null): boolean | null {
  if (a === null || b === null) return null;
  return { '<': a < b, '<=': a <= b, '=': a === b, '!=': a !== b, '>=': a >= b, '>': a > b }[op]!;
}

const named = (type: string, fields: readonly FactField<never>[]) =>
  fc.constantFrom(...fields.filter((field) => field.type === type).map(({ name }) => name));
const op = fc.constantFrom(
  '<' as const,
  '<=' as const,
  '=' as const,
  '!=' as const,
  '>=' as const,
  '>' as const,
);
const text = fc.constantFrom(
  'BANANAS',
  'nlvli',
  'EC',
  'A',
  'CONSIGNEE',
  '0803',
  'FULL',
  '45R1',
  'MANIFEST',
  '1',
);

function numberOf(fields: readonly FactField<never>[]): fc.Arbitrary<NumberExpression> {
  const { expression } = fc.letrec<{ expression: NumberExpression }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 2 },
      fc.oneof(fc.integer({ min: -3, max: 30_000 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      named('number', fields).map((field) => ({ field })),
      fc
        .constantFrom('add' as const, 'multiply' as const, 'min' as const, 'max' as const)
        .chain((calc) =>
          fc.array(tie('expression'), { minLength: 2, maxLength: 3 }).map((of) => ({ calc, of })),
        ),
      fc
        .constantFrom('subtract' as const, 'divide' as const)
        .chain((calc) => fc.tuple(tie('expression'), tie('expression')).map((of) => ({ calc, of }))),
      tie('expression').map((part) => ({ calc: 'abs' as const, of: [part] })),
    ),
  }));
  return expression;
}

function conditionOf(
  fields: readonly FactField<never>[],
  more: readonly fc.Arbitrary<Condition>[] = [],
): fc.Arbitrary<Condition> {
  const all = [...new Set(fields.map(({ name }) => name))];
  const types = new Set(fields.map(({ type }) => type));
  const leaves: fc.Arbitrary<Condition>[] = [
    fc.constantFrom(...all).map((field) => ({ test: 'exists' as const, field })),
    fc.record({
      test: fc.constant('in' as const),
      field: named('text', fields),
      values: fc.array(text, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      test: fc.constant('text' as const),
      field: named('text', fields),
      how: fc.constantFrom(
        'equals' as const,
        'starts-with' as const,
        'ends-with' as const,
        'contains' as const,
        'words' as const,
      ),
      value: text,
    }),
    ...more,
  ];
  if (types.has('number')) {
    const side = numberOf(fields);
    leaves.push(fc.record({ test: fc.constant('compare' as const), left: side, op, right: side }));
  }
  if (types.has('flag')) {
    leaves.push(
      fc.record({ test: fc.constant('is' as const), field: named('flag', fields), value: fc.boolean() }),
    );
  }
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      ...leaves,
      fc
        .constantFrom('all' as const, 'any' as const)
        .chain((test) =>
          fc.array(tie('condition'), { minLength: 1, maxLength: 4 }).map((of) => ({ test, of })),
        ),
      tie('condition').map((of) => ({ test: 'not' as const, of })),
    ),
  })).condition;
}

const count: fc.Arbitrary<Condition> = fc
  .constantFrom(...factCollections)
  .chain(({ name, fields }): fc.Arbitrary<Condition> =>
    fc.record({
      test: fc.constant('count' as const),
      of: fc.constant(name),
      where: fc.option<Condition>(conditionOf(fields)),
      op,
      value: fc.integer({ min: 0, max: 3 }),
    }),
  );
const anyCondition = conditionOf(caseFields, [count]);

test('compiled rules answer as a plain interpreter does, on random rules and cases', () => {
  fc.assert(
    fc.property(anyCondition, fc.array(anyCase, { minLength: 3, maxLength: 3 }), (condition, cases) => {
      const parsed = parseRuleSet(aRuleSet(condition));
      assert.ok(parsed.ok, JSON.stringify(parsed));
      for (const subject of cases) {
        const expected = interpret(condition, subject, caseFields);
        assert.equal(truthOf(condition, subject), expected === null ? 0 : expected ? 1 : -1);
      }
    }),
    { numRuns: 400 },
  );
});

test('many rules in one set answer as each does by itself', () => {
  fc.assert(
    fc.property(fc.array(anyCondition, { minLength: 33, maxLength: 70 }), anyCase, (conditions, subject) => {
      const rules = compileRuleSet(aRuleSet(...conditions));
      const into = new Int8Array(conditions.length);
      const facts = factsOf(subject, rules.selection);
      rules.decide(facts, NOW, into);
      assert.deepEqual(
        firing(rules, facts, NOW),
        [...into.keys()].filter((at) => into[at] === 1),
      );
      assert.deepEqual(
        [...into],
        conditions.map((condition) => truthOf(condition, subject)),
      );
    }),
    { numRuns: 15 },
  );
});

test('a missing fact makes a comparison unknown, and so its opposite', () => {
  const over: Condition = { test: 'compare', left: { field: 'vgmKg' }, op: '>', right: 5 };
  assert.equal(truthOf(over, anUnknownCase()), 0);
  assert.equal(truthOf({ test: 'not', of: over }, anUnknownCase()), 0);
  assert.equal(
    truthOf({ test: 'any', of: [over, { test: 'exists', field: 'container' }] }, anUnknownCase()),
    1,
  );
  assert.equal(truthOf({ test: 'all', of: [over, { test: 'exists', field: 'vgmKg' }] }, anUnknownCase()), -1);
});

test('a rule answers only within its dates and within those of its set', () => {
  const set = aRuleSet({ test: 'exists', field: 'container' });
  const rules = compileRuleSet({
    ...set,
    rules: [{ ...set.rules[0]!, validTo: '2026-06-01T00:00:00Z' }, set.rules[0]!],
  });
  const at = (instant: string) => {
    const into = new Int8Array(2);
    rules.decide(factsOf(aCase()), Date.parse(instant), into);
    assert.deepEqual(
      firing(rules, factsOf(aCase()), Date.parse(instant)),
      [...into.keys()].filter((index) => into[index] === 1),
    );
    return [...into];
  };
  assert.deepEqual(at('2026-05-31T23:59:59Z'), [1, 1]);
  assert.deepEqual(at('2026-06-01T00:00:00Z'), [-1, 1]);
  assert.deepEqual(at('2025-12-31T23:59:59Z'), [-1, -1]);
});

test('sources() gives the bytes of the facts of a rule, and of the items that it counted', () => {
  const bananas = aClaim(someGoods());
  const tiles = aClaim(someGoods({ bill: 'BILL-2', description: 'TILES' }));
  const seal = aClaim({ number: 'X1', issuer: null });
  const subject = aCase({ goods: [bananas, tiles], seals: [seal] });
  const rules = compileRuleSet(
    aRuleSet(
      {
        test: 'count',
        of: 'goods',
        where: { test: 'text', field: 'description', how: 'words', value: 'tiles' },
        op: '>=',
        value: 1,
      },
      { test: 'exists', field: 'sealNumber' },
    ),
  );
  assert.deepEqual(rules.sources(0, subject), [tiles.source]);
  assert.deepEqual(rules.sources(1, subject), [seal.source]);
});

test('missing() names the facts that a rule lacks', () => {
  const rules = compileRuleSet(
    aRuleSet({ test: 'compare', left: { field: 'vgmKg' }, op: '>', right: { field: 'tareKg' } }),
  );
  const subject = anUnknownCase({ weights: [aClaim({ kg: 4000, method: 'tare' })] });
  assert.deepEqual(rules.missing(0, factsOf(subject)), ['vgmKg']);
});

test('flat facts answer as the case they were read from', () => {
  const field = caseFields.map(({ name }) => name);
  fc.assert(
    fc.property(conditionOf(caseFields), anyCase, (condition, subject) => {
      const rules = compileRuleSet(aRuleSet(condition));
      const flat = Object.fromEntries(field.map((name, at) => [name, caseFields[at]?.read(subject) ?? null]));
      const into = new Int8Array(1);
      rules.decide(flatFactReader(rules.selection)(flat), NOW, into);
      assert.equal(into[0], truthOf(condition, subject));
    }),
    { numRuns: 200 },
  );
});

test('a flat reader does not carry a fact over to the next container', () => {
  const rules = compileRuleSet(aRuleSet({ test: 'exists', field: 'hs' }, { test: 'exists', field: 'vgmKg' }));
  const read = flatFactReader(rules.selection);
  const into = new Int8Array(2);
  rules.decide(read({ hs: '0803', vgmKg: 4 }), NOW, into);
  assert.deepEqual([...into], [1, 1]);
  rules.decide(read({ vgmKg: 'heavy' }), NOW, into);
  assert.deepEqual([...into], [-1, -1]);
});

test('a flat reader takes facts by name, in whatever order they stand', () => {
  const fields = ['hs', 'vgmKg', 'sizeType', 'voyage'];
  const rules = compileRuleSet(aRuleSet(...fields.map((field): Condition => ({ test: 'exists', field }))));
  const read = flatFactReader(rules.selection);
  const held = (facts: FlatFacts) => firing(rules, read(facts), NOW).map((at) => fields[at]);
  assert.deepEqual(held({ hs: '0803', vgmKg: 4, other: 1 }), ['hs', 'vgmKg']);
  assert.deepEqual(held({ vgmKg: 4, hs: '0803', other: 1 }), ['hs', 'vgmKg']);
  assert.deepEqual(held({ vgmKg: 4, voyage: '12E', hs: '0803' }), ['hs', 'vgmKg', 'voyage']);
  assert.deepEqual(held({ vgmKg: 4, voyage: '12E' }), ['vgmKg', 'voyage']);
  assert.deepEqual(held({ vgmKg: 4, voyage: null, hs: '0803' }), ['hs', 'vgmKg']);
  assert.deepEqual(held({}), []);
  assert.deepEqual(held({ sizeType: '22G1' }), ['sizeType']);
});

test('a choice holds by any of its parts, and two choices by one part of each', () => {
  const is = (field: string, value: string): Condition => ({ test: 'text', field, how: 'equals', value });
  const first: Condition = { test: 'any', of: [is('visitPort', 'NLVLI'), is('hs', '0803')] };
  const second: Condition = { test: 'any', of: [is('voyage', '12E'), { test: 'exists', field: 'vgmKg' }] };
  const neither: Condition = {
    test: 'not',
    of: { test: 'all', of: [is('hs', '0803'), is('voyage', '12E')] },
  };
  const rules = compileRuleSet(aRuleSet(first, { test: 'all', of: [first, second] }, neither));
  const answers = (facts: FlatFacts) => {
    const into = new Int8Array(3);
    const record = flatFactReader(rules.selection)(facts);
    rules.decide(record, NOW, into);
    assert.deepEqual(
      firing(rules, record, NOW),
      [...into.keys()].filter((at) => into[at] === 1),
    );
    return [...into];
  };
  assert.deepEqual(answers({ visitPort: 'NLVLI', hs: '0901', voyage: '7W' }), [1, -1, 1]);
  assert.deepEqual(answers({ hs: '0803', vgmKg: 1 }), [1, 1, 0]);
  assert.deepEqual(answers({ hs: '0803', voyage: '12E' }), [1, 1, -1]);
  assert.deepEqual(answers({ visitPort: 'BEANR', hs: '0901', vgmKg: 1 }), [-1, -1, 1]);
  assert.deepEqual(answers({ visitPort: 'BEANR', voyage: '12E' }), [0, 0, 0]);
  assert.deepEqual(answers({}), [0, 0, 0]);
});

test('many rules together answer as each alone, for two words of bits and for three', () => {
  const sets = fc.oneof(
    fc.array(conditionOf(caseFields), { minLength: 40, maxLength: 40 }),
    fc.array(conditionOf(caseFields), { minLength: 66, maxLength: 66 }),
  );
  fc.assert(
    fc.property(sets, anyCase, (conditions, subject) => {
      const rules = compileRuleSet(aRuleSet(...conditions));
      const into = new Int8Array(conditions.length);
      rules.decide(factsOf(subject, rules.selection), NOW, into);
      assert.deepEqual(
        [...into],
        conditions.map((condition) => truthOf(condition, subject)),
      );
    }),
    { numRuns: 20 },
  );
});

test('more different texts than are kept are answered all the same', () => {
  const rules = compileRuleSet(aRuleSet({ test: 'text', field: 'container', how: 'ends-with', value: '7' }));
  const read = flatFactReader(rules.selection);
  const into = new Int8Array(1);
  for (let round = 0; round < 2; round++) {
    for (let number = 0; number < 20_000; number++) {
      rules.decide(read({ container: `BOX${number}` }), NOW, into);
      assert.equal(into[0], number % 10 === 7 ? 1 : -1);
    }
  }
});

test('hasWords() looks at borders of words and at every place', () => {
  assert.equal(hasWords('SCRAPBOOKS, SCRAP', 'SCRAP'), true);
  assert.equal(hasWords('CAFÉSCRAP', 'SCRAP'), false);
  assert.equal(hasWords('METAL SCRAP 2', 'SCRAP'), true);
});

test('compileRuleSet() refuses a fact that does not exist', () => {
  assert.throws(() => compileRuleSet(aRuleSet({ test: 'exists', field: 'nope' })), RangeError);
});

test('every fact has a name of its own and words that explain it', () => {
  for (const fields of [caseFields, ...factCollections.map((collection) => collection.fields)]) {
    assert.equal(new Set(fields.map(({ name }) => name)).size, fields.length);
    for (const { about } of fields) assert.ok(about.length > 3);
  }
});
