import type { Comparison, Condition, NumberExpression, TextTest } from './condition.ts';
import { factCollections, type FactField } from './fact-fields.ts';
import type { FactRecord } from './fact-record.ts';

/** Three-valued: false −1, unknown 0, true 1. `all` is the least of its parts, `any` the greatest. */
export type Truth = -1 | 0 | 1;

/** A condition as a closure over the facts of a case or of an item. */
export type Test = (facts: FactRecord) => Truth;
type Read = (facts: FactRecord) => number;

/** What the parts of a condition can be read from: fields of the case, or of one item of a collection. */
export interface FactTable {
  readonly index: ReadonlyMap<string, number>;
  readonly fields: readonly FactField<never>[];
}

/** What a condition turned out to use: fields of the case, and collections with what their items have to meet. */
export interface Uses {
  readonly fields: Set<number>;
  readonly counts: { readonly collection: number; readonly where: Test }[];
}

const itemTables = factCollections.map(({ fields }) => factTable(fields));

/** The fields of a case or of an item, to be found by name. */
export function factTable(fields: readonly FactField<never>[]): FactTable {
  return { fields, index: new Map(fields.map(({ name }, index) => [name, index])) };
}

/**
 * Makes a condition into closures, one for each part.
 *
 * @throws {RangeError} for a fact or collection that does not exist
 */
export function compileCondition(condition: Condition, table: FactTable, uses: Uses): Test {
  switch (condition.test) {
    case 'all':
      return allOf(condition.of.map((part) => compileCondition(part, table, uses)));
    case 'any':
      return anyOf(condition.of.map((part) => compileCondition(part, table, uses)));
    case 'not': {
      const part = compileCondition(condition.of, table, uses);
      return (facts) => -part(facts) as Truth;
    }
    case 'exists': {
      const field = fieldOf(condition.field, table, uses);
      return table.fields[field]?.type === 'text'
        ? (facts) => (facts.texts[field] === null ? -1 : 1)
        : (facts) => (Number.isNaN(facts.numbers[field]) ? -1 : 1);
    }
    case 'is': {
      const field = fieldOf(condition.field, table, uses);
      const wanted = condition.value ? 1 : 0;
      return (facts) => {
        const flag = facts.numbers[field]!;
        return flag === wanted ? 1 : flag !== flag ? 0 : -1;
      };
    }
    case 'in': {
      const field = fieldOf(condition.field, table, uses);
      const values = new Set(condition.values.map((value) => value.toUpperCase()));
      return testText(field, (text) => values.has(text));
    }
    case 'text':
      return testText(
        fieldOf(condition.field, table, uses),
        textTestOf(condition.how, condition.value.toUpperCase()),
      );
    case 'compare':
      return compileComparison(condition, table, uses);
    case 'count':
      return compileCount(condition, uses);
  }
}

function allOf(parts: readonly Test[]): Test {
  return (facts) => {
    let least: Truth = 1;
    for (const part of parts) {
      const truth = part(facts);
      if (truth < 0) return -1;
      if (truth < least) least = truth;
    }
    return least;
  };
}

function anyOf(parts: readonly Test[]): Test {
  return (facts) => {
    let most: Truth = -1;
    for (const part of parts) {
      const truth = part(facts);
      if (truth > 0) return 1;
      if (truth > most) most = truth;
    }
    return most;
  };
}

function testText(field: number, test: (text: string) => boolean): Test {
  return (facts) => {
    const text = facts.texts[field]!;
    return text === null ? 0 : test(text) ? 1 : -1;
  };
}

/** Whether a text, in upper case, meets a test for `value`, in upper case too. */
export function textTestOf(how: TextTest, value: string): (text: string) => boolean {
  switch (how) {
    case 'equals':
      return (text) => text === value;
    case 'starts-with':
      return (text) => text.startsWith(value);
    case 'ends-with':
      return (text) => text.endsWith(value);
    case 'contains':
      return (text) => text.includes(value);
    case 'words':
      return (text) => hasWords(text, value);
  }
}

/**
 * Whether `words` stands in `text` between borders: no letter or digit directly before or after.
 *
 * @example hasWords("FRESH BANANAS, GREEN", "BANANAS") // true
 * @example hasWords("BANANASPLIT", "BANANAS") // false
 */
export function hasWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (!isWordCharacter(text, at - 1) && !isWordCharacter(text, at + words.length)) return true;
  }
  return false;
}

function isWordCharacter(text: string, at: number): boolean {
  return at >= 0 && at < text.length && /[\p{L}\p{N}]/u.test(text.charAt(at));
}

function compileComparison(
  { left, op, right }: Extract<Condition, { test: 'compare' }>,
  table: FactTable,
  uses: Uses,
): Test {
  const [a, b] = [compileNumber(left, table, uses), compileNumber(right, table, uses)];
  const holds = comparisonOf(op);
  return (facts) => {
    const first = a(facts);
    const second = b(facts);
    return first !== first || second !== second ? 0 : holds(first, second) ? 1 : -1;
  };
}

/** The comparison of two numbers that are known. */
export function comparisonOf(op: Comparison): (a: number, b: number) => boolean {
  switch (op) {
    case '<':
      return (a, b) => a < b;
    case '<=':
      return (a, b) => a <= b;
    case '>':
      return (a, b) => a > b;
    case '>=':
      return (a, b) => a >= b;
    case '=':
      return (a, b) => a === b;
    case '!=':
      return (a, b) => a !== b;
  }
}

/** A number that can't be had (missing fact, division by zero, overflow) is NaN. */
function compileNumber(expression: NumberExpression, table: FactTable, uses: Uses): Read {
  if (typeof expression === 'number') return () => expression;
  if ('field' in expression) {
    const field = fieldOf(expression.field, table, uses);
    return ({ numbers }) => numbers[field]!;
  }
  const parts = expression.of.map((part) => compileNumber(part, table, uses));
  const calculate = calculationOf(expression.calc);
  return (facts) => {
    let result = parts[0]!(facts);
    if (parts.length === 1) return calculate(result, result);
    for (let index = 1; index < parts.length; index++) result = calculate(result, parts[index]!(facts));
    return Number.isFinite(result) ? result : Number.NaN;
  };
}

function calculationOf(
  calc: Extract<NumberExpression, { calc: unknown }>['calc'],
): (a: number, b: number) => number {
  switch (calc) {
    case 'add':
      return (a, b) => a + b;
    case 'subtract':
      return (a, b) => a - b;
    case 'multiply':
      return (a, b) => a * b;
    case 'divide':
      return (a, b) => a / b;
    case 'min':
      return (a, b) => Math.min(a, b);
    case 'max':
      return (a, b) => Math.max(a, b);
    case 'abs':
      return (a) => Math.abs(a);
  }
}

/** Items of which it is unknown whether they count make a range; the comparison has to hold for all of it. */
function compileCount(condition: Extract<Condition, { test: 'count' }>, uses: Uses): Test {
  const collection = factCollections.findIndex(({ name }) => name === condition.of);
  const table = itemTables[collection];
  if (table === undefined) throw new RangeError(`there is no collection "${condition.of}"`);
  const where: Test =
    condition.where === null
      ? () => 1
      : compileCondition(condition.where, table, { fields: new Set(), counts: uses.counts });
  uses.counts.push({ collection, where });
  const holds = comparisonOf(condition.op);
  const { value } = condition;
  return (facts) => {
    let sure = 0;
    let perhaps = 0;
    for (const item of facts.items[collection]!) {
      const truth = where(item);
      if (truth > 0) sure++;
      else if (truth === 0) perhaps++;
    }
    let met = 0;
    for (let count = sure; count <= sure + perhaps; count++) if (holds(count, value)) met++;
    return met === 0 ? -1 : met === perhaps + 1 ? 1 : 0;
  };
}

/** Index of a fact by its name, noted as used. */
export function fieldOf(name: string, table: FactTable, uses: Uses): number {
  const field = table.index.get(name);
  if (field === undefined) throw new RangeError(`there is no fact "${name}"`);
  uses.fields.add(field);
  return field;
}
