import type { Claim, Source } from '@havenwacht/domain';
import type { ContainerCase } from '../container-case.ts';
import { distinctSources } from '../reason.ts';
import type { Comparison, Condition, NumberExpression, TextTest } from './condition.ts';
import { caseFields, factCollections, type FactField } from './fact-fields.ts';
import { factsOf, type FactRecord, type FactSelection } from './fact-record.ts';
import type { Rule, RuleSet } from './rule-set.ts';

/** Three-valued: false −1, unknown 0, true 1. `all` is the least of its parts, `any` the greatest. */
export type Truth = -1 | 0 | 1;

type Test = (facts: FactRecord) => Truth;
type Read = (facts: FactRecord) => number;

/** A rule set made into closures. Rules that are not in force are answered as false. */
export interface CompiledRules {
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly validFrom: string;
  readonly validTo: string | null;
  /** What `factsOf` has to read for these rules. */
  readonly selection: FactSelection;
  /**
   * Answers every rule into `into`, in the order of `rules`. Allocates nothing; meant for millions of
   * calls.
   *
   * @param asOf epoch milliseconds: rules outside their dates answer −1
   * @param into at least as long as `rules`
   */
  decide(facts: FactRecord, asOf: number, into: Int8Array): void;
  /** Names of facts that rule `index` asks for and that are missing. */
  missing(index: number, facts: FactRecord): readonly string[];
  /** The bytes that rule `index` stands on in this case: of its facts, and of the items it counted. */
  sources(index: number, subject: ContainerCase): readonly Source[];
}

/** What the parts of a condition can be read from: fields of the case, or of one item of a collection. */
interface Table {
  readonly index: ReadonlyMap<string, number>;
  readonly fields: readonly FactField<never>[];
}

interface Compiled {
  readonly test: Test;
  readonly from: number;
  readonly to: number;
  readonly fields: readonly number[];
  readonly counts: readonly { readonly collection: number; readonly where: Test }[];
}

const caseTable = tableOf(caseFields);
const itemTables = factCollections.map(({ fields }) => tableOf(fields));

/**
 * Compiles a rule set that `parseRuleSet` accepted. No code is generated: every part becomes a small
 * closure over a flat fact record.
 *
 * @throws {RangeError} for a fact or collection that does not exist
 */
export function compileRuleSet(ruleSet: RuleSet): CompiledRules {
  const compiled = ruleSet.rules.map(compileRule);
  const setFrom = Date.parse(ruleSet.validFrom);
  const setTo = ruleSet.validTo === null ? Number.POSITIVE_INFINITY : Date.parse(ruleSet.validTo);
  const count = compiled.length;
  return {
    version: ruleSet.version,
    rules: ruleSet.rules,
    validFrom: ruleSet.validFrom,
    validTo: ruleSet.validTo,
    selection: {
      fields: [...new Set(compiled.flatMap(({ fields }) => fields))].sort((a, b) => a - b),
      collections: [...new Set(compiled.flatMap(({ counts }) => counts.map((c) => c.collection)))],
    },
    decide(facts, asOf, into) {
      const isInForce = asOf >= setFrom && asOf < setTo;
      for (let index = 0; index < count; index++) {
        const rule = compiled[index]!;
        into[index] = isInForce && asOf >= rule.from && asOf < rule.to ? rule.test(facts) : -1;
      }
    },
    missing(index, facts) {
      const { fields = [] } = compiled[index] ?? {};
      return fields
        .filter((field) => Number.isNaN(facts.numbers[field]) && facts.texts[field] === null)
        .map((field) => caseFields[field]?.name ?? '');
    },
    sources(index, subject) {
      const rule = compiled[index];
      if (rule === undefined) return [];
      const stands: (Claim<unknown> | Source)[] = rule.fields.flatMap((field) => [
        ...(caseFields[field]?.stands(subject) ?? []),
      ]);
      if (rule.counts.length > 0) {
        const facts = factsOf(subject, { fields: [], collections: rule.counts.map((c) => c.collection) });
        for (const { collection, where } of rule.counts) {
          const claims = factCollections[collection]?.items(subject) ?? [];
          const records = facts.items[collection] ?? [];
          stands.push(...claims.filter((_, item) => where(records[item]!) > 0));
        }
      }
      return distinctSources(stands.map((item) => ('source' in item ? item.source : item)));
    },
  };
}

function compileRule(rule: Rule): Compiled {
  const fields = new Set<number>();
  const counts: { collection: number; where: Test }[] = [];
  const test = compile(rule.when, caseTable, { fields, counts });
  return {
    test,
    from: Date.parse(rule.validFrom),
    to: rule.validTo === null ? Number.POSITIVE_INFINITY : Date.parse(rule.validTo),
    fields: [...fields],
    counts,
  };
}

interface Uses {
  readonly fields: Set<number>;
  readonly counts: { collection: number; where: Test }[];
}

function compile(condition: Condition, table: Table, uses: Uses): Test {
  switch (condition.test) {
    case 'all':
      return allOf(condition.of.map((part) => compile(part, table, uses)));
    case 'any':
      return anyOf(condition.of.map((part) => compile(part, table, uses)));
    case 'not': {
      const part = compile(condition.of, table, uses);
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
      const values = new Set<string | null>(condition.values.map((value) => value.toUpperCase()));
      return (facts) => {
        const text = facts.texts[field]!;
        return text === null ? 0 : values.has(text) ? 1 : -1;
      };
    }
    case 'text':
      return compileText(fieldOf(condition.field, table, uses), condition.how, condition.value.toUpperCase());
    case 'compare':
      return compileComparison(condition, table, uses);
    case 'count':
      return compileCount(condition, uses);
  }
}

function allOf(parts: readonly Test[]): Test {
  const [a, b, c] = parts;
  if (parts.length === 1 && a !== undefined) return a;
  if (parts.length === 2 && a !== undefined && b !== undefined) {
    return (facts) => {
      const first = a(facts);
      if (first < 0) return -1;
      const second = b(facts);
      return second < first ? second : first;
    };
  }
  if (parts.length === 3 && a !== undefined && b !== undefined && c !== undefined) {
    return (facts) => {
      const first = a(facts);
      if (first < 0) return -1;
      const second = b(facts);
      if (second < 0) return -1;
      const third = c(facts);
      return third < 0 ? -1 : third < first || second < first ? 0 : first === 1 ? third : 0;
    };
  }
  return (facts) => {
    let least: Truth = 1;
    for (let index = 0; index < parts.length; index++) {
      const truth = parts[index]!(facts);
      if (truth < 0) return -1;
      if (truth < least) least = truth;
    }
    return least;
  };
}

function anyOf(parts: readonly Test[]): Test {
  const [a, b] = parts;
  if (parts.length === 1 && a !== undefined) return a;
  if (parts.length === 2 && a !== undefined && b !== undefined) {
    return (facts) => {
      const first = a(facts);
      if (first > 0) return 1;
      const second = b(facts);
      return second > first ? second : first;
    };
  }
  return (facts) => {
    let most: Truth = -1;
    for (let index = 0; index < parts.length; index++) {
      const truth = parts[index]!(facts);
      if (truth > 0) return 1;
      if (truth > most) most = truth;
    }
    return most;
  };
}

function compileText(field: number, how: TextTest, value: string): Test {
  const test: (text: string) => boolean =
    how === 'equals'
      ? (text) => text === value
      : how === 'starts-with'
        ? (text) => text.startsWith(value)
        : how === 'ends-with'
          ? (text) => text.endsWith(value)
          : how === 'contains'
            ? (text) => text.includes(value)
            : (text) => hasWords(text, value);
  return (facts) => {
    const text = facts.texts[field]!;
    return text === null ? 0 : test(text) ? 1 : -1;
  };
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
  table: Table,
  uses: Uses,
): Test {
  const limit = typeof right === 'number' ? right : null;
  if (typeof left === 'object' && 'field' in left && limit !== null) {
    return compareField(fieldOf(left.field, table, uses), op, limit);
  }
  const [a, b] = [compileNumber(left, table, uses), compileNumber(right, table, uses)];
  const holds = comparisonOf(op);
  return (facts) => {
    const first = a(facts);
    const second = b(facts);
    return first !== first || second !== second ? 0 : holds(first, second) ? 1 : -1;
  };
}

/** A fact against a literal, the commonest comparison: one closure, no calls inside. */
function compareField(field: number, op: Comparison, limit: number): Test {
  switch (op) {
    case '<':
      return ({ numbers }) => (numbers[field]! < limit ? 1 : numbers[field]! >= limit ? -1 : 0);
    case '<=':
      return ({ numbers }) => (numbers[field]! <= limit ? 1 : numbers[field]! > limit ? -1 : 0);
    case '>':
      return ({ numbers }) => (numbers[field]! > limit ? 1 : numbers[field]! <= limit ? -1 : 0);
    case '>=':
      return ({ numbers }) => (numbers[field]! >= limit ? 1 : numbers[field]! < limit ? -1 : 0);
    case '=':
      return ({ numbers }) => (numbers[field] === limit ? 1 : Number.isNaN(numbers[field]) ? 0 : -1);
    case '!=':
      return ({ numbers }) => (numbers[field] === limit ? -1 : Number.isNaN(numbers[field]) ? 0 : 1);
  }
}

function comparisonOf(op: Comparison): (a: number, b: number) => boolean {
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
function compileNumber(expression: NumberExpression, table: Table, uses: Uses): Read {
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

function calculationOf(calc: Extract<NumberExpression, { calc: unknown }>['calc']): (a: number, b: number) => number {
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
      : compile(condition.where, table, { fields: new Set(), counts: uses.counts });
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

function fieldOf(name: string, table: Table, uses: Uses): number {
  const field = table.index.get(name);
  if (field === undefined) throw new RangeError(`there is no fact "${name}"`);
  uses.fields.add(field);
  return field;
}

function tableOf(fields: readonly FactField<never>[]): Table {
  return { fields, index: new Map(fields.map(({ name }, index) => [name, index])) };
}
