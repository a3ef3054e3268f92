import {
  comparisonOf,
  fieldOf,
  textTestOf,
  type FactTable,
  type Truth,
  type Uses,
} from './compile-condition.ts';
import type { Comparison, Condition } from './condition.ts';
import type { FactRecord } from './fact-record.ts';

/** Bits of rules: rule i is bit i mod 32 of word i / 32. */
type RuleBits = Int32Array;

/** What a value answers to a test of a rule. */
interface Answer {
  readonly rule: number;
  readonly truth: Truth;
}

/** What it does to the rules when a fact is missing. */
interface MissingRow {
  readonly no: RuleBits;
  readonly unknown: RuleBits;
}

interface TextTests {
  readonly field: number;
  readonly tests: {
    readonly rule: number;
    readonly isWanted: boolean;
    readonly test: (text: string) => boolean;
  }[];
  /** Answers where the text is missing. */
  readonly missing: Answer[];
  /** By value: the rules that it makes false. */
  readonly rows: Map<string, RuleBits>;
  missingRow: MissingRow;
}

interface NumberTests {
  readonly field: number;
  readonly tests: {
    readonly rule: number;
    readonly isWanted: boolean;
    readonly op: Comparison;
    readonly limit: number;
  }[];
  /** Answers where the number is missing, and where it is there whatever it is. */
  readonly missing: Answer[];
  readonly known: Answer[];
  limits: Float64Array;
  /** The rules that a value makes false, by its place among the limits: below the first, on it, above it, …. */
  rows: readonly RuleBits[];
  missingRow: MissingRow;
}

/** Most values of one text whose row is kept; then the rows begin anew, so that memory stays flat. */
const MAX_ROWS = 1024;
const noRules: RuleBits = new Int32Array(0);
const nothingMissing: MissingRow = { no: noRules, unknown: noRules };

/**
 * Which rules a container's facts make false or leave unknown, all rules at once.
 *
 * Every simple test that a rule needs stands with the fact that it looks at. A value of the fact then
 * has a row of rules that it rules out: for a text worked out the first time the value is seen, for a
 * number by its place among the limits that it is compared with. One pass over the facts, a look-up
 * each, leaves the few rules that may hold.
 *
 * Life: `require` for all tests, `close`, then `apply` for each container.
 */
export class RuleIndex {
  /** After `apply`: rules that are false, and rules that are unknown if they are not false. */
  no: RuleBits = noRules;
  unknown: RuleBits = noRules;
  readonly #table: FactTable;
  readonly #texts = new Map<number, TextTests>();
  readonly #numbers = new Map<number, NumberTests>();
  #textList: readonly TextTests[] = [];
  #numberList: readonly NumberTests[] = [];

  constructor(table: FactTable) {
    this.#table = table;
  }

  /**
   * Makes rule `rule` need a test, or its opposite; the opposite of unknown is unknown.
   *
   * @returns `false` where the condition is no test of one fact: then nothing is noted
   */
  require(rule: number, condition: Condition, isWanted: boolean, uses: Uses): boolean {
    switch (condition.test) {
      case 'compare': {
        const { left, op, right } = condition;
        if (typeof left === 'number' || !('field' in left) || typeof right !== 'number') return false;
        const column = this.#numberTests(fieldOf(left.field, this.#table, uses));
        column.tests.push({ rule, isWanted, op, limit: right });
        column.missing.push({ rule, truth: 0 });
        return true;
      }
      case 'is': {
        const column = this.#numberTests(fieldOf(condition.field, this.#table, uses));
        column.tests.push({ rule, isWanted, op: '=', limit: condition.value ? 1 : 0 });
        column.missing.push({ rule, truth: 0 });
        return true;
      }
      case 'in': {
        const values = new Set(condition.values.map((value) => value.toUpperCase()));
        return this.#requireText(rule, condition.field, isWanted, uses, (text) => values.has(text));
      }
      case 'text': {
        const test = textTestOf(condition.how, condition.value.toUpperCase());
        return this.#requireText(rule, condition.field, isWanted, uses, test);
      }
      case 'exists': {
        const field = fieldOf(condition.field, this.#table, uses);
        const missing: Answer = { rule, truth: isWanted ? -1 : 1 };
        if (this.#table.fields[field]?.type === 'text') {
          const column = this.#textTests(field);
          column.tests.push({ rule, isWanted, test: () => true });
          column.missing.push(missing);
        } else {
          const column = this.#numberTests(field);
          column.known.push({ rule, truth: isWanted ? 1 : -1 });
          column.missing.push(missing);
        }
        return true;
      }
      case 'all':
      case 'any':
      case 'not':
      case 'count':
        return false;
    }
  }

  #requireText(
    rule: number,
    name: string,
    isWanted: boolean,
    uses: Uses,
    test: (text: string) => boolean,
  ): true {
    const column = this.#textTests(fieldOf(name, this.#table, uses));
    column.tests.push({ rule, isWanted, test });
    column.missing.push({ rule, truth: 0 });
    return true;
  }

  #textTests(field: number): TextTests {
    let column = this.#texts.get(field);
    if (column === undefined) {
      column = { field, tests: [], missing: [], rows: new Map(), missingRow: nothingMissing };
      this.#texts.set(field, column);
    }
    return column;
  }

  #numberTests(field: number): NumberTests {
    let column = this.#numbers.get(field);
    if (column === undefined) {
      const limits = new Float64Array(0);
      column = { field, tests: [], missing: [], known: [], limits, rows: [], missingRow: nothingMissing };
      this.#numbers.set(field, column);
    }
    return column;
  }

  /** All tests are there. */
  close(rules: number): void {
    const words = (rules + 31) >> 5;
    this.no = new Int32Array(words);
    this.unknown = new Int32Array(words);
    this.#textList = [...this.#texts.values()];
    this.#numberList = [...this.#numbers.values()];
    for (const column of this.#textList) column.missingRow = missingRowOf(column.missing, words);
    for (const column of this.#numberList) closeNumbers(column, words);
  }

  /** Works out `no` and `unknown` for one container. */
  apply(facts: FactRecord): void {
    if (this.no.length === 2) this.#applyTwo(facts);
    else this.#applyAny(facts);
  }

  /** 33 to 64 rules, which most sets have: their bits stay in four numbers. */
  #applyTwo({ numbers, texts }: FactRecord): void {
    let no0 = 0;
    let no1 = 0;
    let unknown0 = 0;
    let unknown1 = 0;
    const textList = this.#textList;
    for (let at = 0; at < textList.length; at++) {
      const column = textList[at]!;
      const text = texts[column.field]!;
      let row = column.missingRow.no;
      if (text !== null) row = column.rows.get(text) ?? learn(column, text, 2);
      else {
        unknown0 |= column.missingRow.unknown[0]!;
        unknown1 |= column.missingRow.unknown[1]!;
      }
      no0 |= row[0]!;
      no1 |= row[1]!;
    }
    const numberList = this.#numberList;
    for (let at = 0; at < numberList.length; at++) {
      const column = numberList[at]!;
      const value = numbers[column.field]!;
      let row = column.missingRow.no;
      if (value === value) row = column.rows[placeOf(value, column.limits)]!;
      else {
        unknown0 |= column.missingRow.unknown[0]!;
        unknown1 |= column.missingRow.unknown[1]!;
      }
      no0 |= row[0]!;
      no1 |= row[1]!;
    }
    this.no[0] = no0;
    this.no[1] = no1;
    this.unknown[0] = unknown0;
    this.unknown[1] = unknown1;
  }

  #applyAny({ numbers, texts }: FactRecord): void {
    const { no, unknown } = this;
    no.fill(0);
    unknown.fill(0);
    const textList = this.#textList;
    for (let at = 0; at < textList.length; at++) {
      const column = textList[at]!;
      const text = texts[column.field]!;
      if (text !== null) merge(no, column.rows.get(text) ?? learn(column, text, no.length));
      else {
        merge(no, column.missingRow.no);
        merge(unknown, column.missingRow.unknown);
      }
    }
    const numberList = this.#numberList;
    for (let at = 0; at < numberList.length; at++) {
      const column = numberList[at]!;
      const value = numbers[column.field]!;
      if (value === value) merge(no, column.rows[placeOf(value, column.limits)]!);
      else {
        merge(no, column.missingRow.no);
        merge(unknown, column.missingRow.unknown);
      }
    }
  }
}

/** Place of a value among limits in rising order: 2i below limit i and above limit i − 1, 2i + 1 on limit i. */
function placeOf(value: number, limits: Float64Array): number {
  let passed = 0;
  while (passed < limits.length && value > limits[passed]!) passed++;
  return passed < limits.length && value === limits[passed] ? 2 * passed + 1 : 2 * passed;
}

function merge(into: RuleBits, bits: RuleBits): void {
  for (let word = 0; word < bits.length; word++) into[word]! |= bits[word]!;
}

/** The rules with an answer of this truth. */
function rulesWith(answers: readonly Answer[], truth: Truth, words: number): RuleBits {
  const bits = new Int32Array(words);
  for (const answer of answers)
    if (answer.truth === truth) bits[answer.rule >> 5]! |= 1 << (answer.rule & 31);
  return bits;
}

function missingRowOf(answers: readonly Answer[], words: number): MissingRow {
  return { no: rulesWith(answers, -1, words), unknown: rulesWith(answers, 0, words) };
}

/** Answers all tests on a text that is new. */
function learn(column: TextTests, text: string, words: number): RuleBits {
  if (column.rows.size >= MAX_ROWS) column.rows.clear();
  const answers = column.tests.map(({ rule, isWanted, test }): Answer => ({
    rule,
    truth: test(text) === isWanted ? 1 : -1,
  }));
  const row = rulesWith(answers, -1, words);
  column.rows.set(text, row);
  return row;
}

function closeNumbers(column: NumberTests, words: number): void {
  const limits = [...new Set(column.tests.map(({ limit }) => limit))].sort((a, b) => a - b);
  column.limits = Float64Array.from(limits);
  column.rows = Array.from({ length: 2 * limits.length + 1 }, (_, place) => {
    const answers = column.tests.map(({ rule, isWanted, op, limit }): Answer => {
      // Where the value lies against this limit: under it, on it (the limit's own place) or over it.
      const side = Math.sign(place - (2 * limits.indexOf(limit) + 1));
      return { rule, truth: comparisonOf(op)(side, 0) === isWanted ? 1 : -1 };
    });
    return rulesWith([...column.known, ...answers], -1, words);
  });
  column.missingRow = missingRowOf(column.missing, words);
}
