import type { Claim, Source } from '@havenwacht/domain';
import type { ContainerCase } from '../container-case.ts';
import { distinctSources } from '../reason.ts';
import type { Comparison, Condition, NumberExpression, TextTest } from './condition.ts';
import { caseFields, factCollections, type FactField } from './fact-fields.ts';
import { factsOf, type FactRecord, type FactSelection } from './fact-record.ts';
import type { Rule, RuleSet } from './rule-set.ts';

/** Three-valued: false −1, unknown 0, true 1. `all` is the least of its parts, `any` the greatest. */
export type Truth = -1 | 0 | 1;

/** `codes` are those of the texts of the case, see {@link TextColumn}; items have none. */
type Test = (facts: FactRecord, codes: Uint16Array) => Truth;
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
   * Answers every rule into `into`, in the order of `rules`. Expected a few thousand times a second in a
   * node and a million times in a benchmark: it allocates nothing for texts it saw before.
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

/**
 * A text fact of the case with a small number for every value seen, 0 for a missing one. A test on
 * the text is answered once for a value and then read from a table.
 */
interface TextColumn {
  readonly field: number;
  /** Where its code stands in the list of codes. */
  readonly slot: number;
  readonly codes: Map<string, number>;
  readonly tests: { readonly test: (text: string) => boolean; readonly table: Int8Array }[];
}

/** Most values of one text that are kept; then the column begins anew, so that memory stays flat. */
const MAX_CODES = 1024;
const noCodes = new Uint16Array(0);

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
  const columns: TextColumn[] = [];
  const compiled = ruleSet.rules.map((rule) => compileRule(rule, columns));
  const codes = new Uint16Array(columns.length);
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
      for (let slot = 0; slot < columns.length; slot++) {
        const column = columns[slot]!;
        const text = facts.texts[column.field]!;
        codes[slot] = text === null ? 0 : (column.codes.get(text) ?? learn(column, text));
      }
      for (let index = 0; index < count; index++) {
        const rule = compiled[index]!;
        into[index] = isInForce && asOf >= rule.from && asOf < rule.to ? rule.test(facts, codes) : -1;
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
          stands.push(...claims.filter((_, item) => where(records[item]!, noCodes) > 0));
        }
      }
      return distinctSources(stands.map((item) => ('source' in item ? item.source : item)));
    },
  };
}

/** Answers all tests on a text that is new to its column. */
function learn(column: TextColumn, text: string): number {
  if (column.codes.size >= MAX_CODES) column.codes.clear();
  const code = column.codes.size + 1;
  column.codes.set(text, code);
  for (const { test, table } of column.tests) table[code] = test(text) ? 1 : -1;
  return code;
}

function compileRule(rule: Rule, columns: TextColumn[]): Compiled {
  const fields = new Set<number>();
  const counts: { collection: number; where: Test }[] = [];
  const test = compile(rule.when, caseTable, { fields, counts, columns });
  return {
    test,
    from: Date.parse(rule.validFrom),
    to: rule.validTo === null ? Number.POSITIVE_INFINITY : Date.parse(rule.validTo),
    fields: [...fields],
    counts,
  };
}

/** What a condition turned out to use. `columns` is `null` inside an item, whose texts have no codes. */
interface Uses {
  readonly fields: Set<number>;
  readonly counts: { collection: number; where: Test }[];
  readonly columns: TextColumn[] | null;
}

function compile(condition: Condition, table: Table, uses: Uses): Test {
  switch (condition.test) {
    case 'all':
      return allOf(condition.of.map((part) => compile(part, table, uses)));
    case 'any':
      return anyOf(condition.of.map((part) => compile(part, table, uses)));
    case 'not': {
      const part = compile(condition.of, table, uses);
      return (facts, codes) => -part(facts, codes) as Truth;
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
      return compileText(field, (text) => values.has(text), uses);
    }
    case 'text':
      return compileText(
        fieldOf(condition.field, table, uses),
        textTestOf(condition.how, condition.value.toUpperCase()),
        uses,
      );
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
    return (facts, codes) => {
      const first = a(facts, codes);
      if (first < 0) return -1;
      const second = b(facts, codes);
      return second < first ? second : first;
    };
  }
  if (parts.length === 3 && a !== undefined && b !== undefined && c !== undefined) {
    return (facts, codes) => {
      const first = a(facts, codes);
      if (first < 0) return -1;
      const second = b(facts, codes);
      if (second < 0) return -1;
      const third = c(facts, codes);
      const least = second < first ? second : first;
      return third < least ? third : least;
    };
  }
  return (facts, codes) => {
    let least: Truth = 1;
    for (let index = 0; index < parts.length; index++) {
      const truth = parts[index]!(facts, codes);
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
    return (facts, codes) => {
      const first = a(facts, codes);
      if (first > 0) return 1;
      const second = b(facts, codes);
      return second > first ? second : first;
    };
  }
  return (facts, codes) => {
    let most: Truth = -1;
    for (let index = 0; index < parts.length; index++) {
      const truth = parts[index]!(facts, codes);
      if (truth > 0) return 1;
      if (truth > most) most = truth;
    }
    return most;
  };
}

function compileText(field: number, test: (text: string) => boolean, { columns }: Uses): Test {
  if (columns === null) {
    return (facts) => {
      const text = facts.texts[field]!;
      return text === null ? 0 : test(text) ? 1 : -1;
    };
  }
  let column = columns.find((candidate) => candidate.field === field);
  if (column === undefined) {
    column = { field, slot: columns.length, codes: new Map(), tests: [] };
    columns.push(column);
  }
  const { slot } = column;
  const table = new Int8Array(MAX_CODES + 1);
  column.tests.push({ test, table });
  return (_, codes) => table[codes[slot]!]! as Truth;
}

function textTestOf(how: TextTest, value: string): (text: string) => boolean {
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
      : compile(condition.where, table, { fields: new Set(), counts: uses.counts, columns: null });
  uses.counts.push({ collection, where });
  const holds = comparisonOf(condition.op);
  const { value } = condition;
  return (facts) => {
    let sure = 0;
    let perhaps = 0;
    for (const item of facts.items[collection]!) {
      const truth = where(item, noCodes);
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
