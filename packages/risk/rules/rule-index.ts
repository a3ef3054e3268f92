import { comparisonOf, fieldOf, textTestOf, type FactTable, type Truth, type Uses } from './compile-condition.ts';
import type { Comparison, Condition } from './condition.ts';
import type { FactRecord } from './fact-record.ts';

/**
 * What one value of one fact does to the rules: triples of word, bits of rules that it makes false, bits
 * of rules that it leaves unknown. Rule i is bit i mod 32 of word i / 32.
 */
type Row = Int32Array;

/** What a value answers to a test of a rule. */
interface Answer {
  readonly rule: number;
  readonly truth: Truth;
}

interface TextTests {
  readonly field: number;
  readonly tests: { readonly rule: number; readonly isWanted: boolean; readonly test: (text: string) => boolean }[];
  /** Answers where the text is missing. */
  readonly missing: Answer[];
  readonly rows: Map<string, Row>;
  missingRow: Row;
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
  /** A row for each place of a value among the limits: below the first, on it, above it, on the second, …. */
  rows: readonly Row[];
  missingRow: Row;
}

/** Most values of one text whose row is kept; then the rows begin anew, so that memory stays flat. */
const MAX_ROWS = 1024;
const emptyRow: Row = new Int32Array(0);

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
  /** After `apply`: rules that are false, and rules that are unknown or false. */
  no: Int32Array = emptyRow;
  unknown: Int32Array = emptyRow;
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
      column = { field, tests: [], missing: [], rows: new Map(), missingRow: emptyRow };
      this.#texts.set(field, column);
    }
    return column;
  }

  #numberTests(field: number): NumberTests {
    let column = this.#numbers.get(field);
    if (column === undefined) {
      const limits = new Float64Array(0);
      column = { field, tests: [], missing: [], known: [], limits, rows: [], missingRow: emptyRow };
      this.#numbers.set(field, column);
    }
    return column;
  }

  /** All tests are there. */
  close(rules: number): void {
    this.no = new Int32Array((rules + 31) >> 5);
    this.unknown = new Int32Array((rules + 31) >> 5);
    this.#textList = [...this.#texts.values()];
    this.#numberList = [...this.#numbers.values()];
    for (const column of this.#textList) column.missingRow = rowOf(column.missing);
    for (const column of this.#numberList) closeNumbers(column);
  }

  /** Works out `no` and `unknown` for one container. */
  apply({ numbers, texts }: FactRecord): void {
    const { no, unknown } = this;
    no.fill(0);
    unknown.fill(0);
    const textList = this.#textList;
    for (let at = 0; at < textList.length; at++) {
      const column = textList[at]!;
      const text = texts[column.field]!;
      put(text === null ? column.missingRow : (column.rows.get(text) ?? learn(column, text)), no, unknown);
    }
    const numberList = this.#numberList;
    for (let at = 0; at < numberList.length; at++) {
      const column = numberList[at]!;
      const value = numbers[column.field]!;
      put(value === value ? column.rows[placeOf(value, column.limits)]! : column.missingRow, no, unknown);
    }
  }
}

/** Place of a value among limits in rising order: 2i below limit i and above limit i − 1, 2i + 1 on limit i. */
function placeOf(value: number, limits: Float64Array): number {
  let place = 0;
  for (let at = 0; at < limits.length; at++) {
    const limit = limits[at]!;
    place += (value >= limit ? 1 : 0) + (value > limit ? 1 : 0);
  }
  return place;
}

function put(row: Row, no: Int32Array, unknown: Int32Array): void {
  for (let at = 0; at < row.length; at += 3) {
    const word = row[at]!;
    no[word]! |= row[at + 1]!;
    unknown[word]! |= row[at + 2]!;
  }
}

function rowOf(answers: readonly Answer[]): Row {
  const telling = answers.filter(({ truth }) => truth < 1);
  const words = [...new Set(telling.map(({ rule }) => rule >> 5))].sort((a, b) => a - b);
  const bitsOf = (word: number, truth: Truth) =>
    telling
      .filter((answer) => answer.rule >> 5 === word && answer.truth === truth)
      .reduce((bits, { rule }) => bits | (1 << (rule & 31)), 0);
  return Int32Array.from(words.flatMap((word) => [word, bitsOf(word, -1), bitsOf(word, 0)]));
}

/** Answers all tests on a text that is new. */
function learn(column: TextTests, text: string): Row {
  if (column.rows.size >= MAX_ROWS) column.rows.clear();
  const row = rowOf(
    column.tests.map(({ rule, isWanted, test }) => ({ rule, truth: test(text) === isWanted ? 1 : -1 })),
  );
  column.rows.set(text, row);
  return row;
}

function closeNumbers(column: NumberTests): void {
  const limits = [...new Set(column.tests.map(({ limit }) => limit))].sort((a, b) => a - b);
  column.limits = Float64Array.from(limits);
  column.rows = Array.from({ length: 2 * limits.length + 1 }, (_, place) =>
    rowOf([
      ...column.known,
      ...column.tests.map(({ rule, isWanted, op, limit }): Answer => {
        // Where the value lies against this limit: under it, on it (the limit's own place) or over it.
        const side = Math.sign(place - (2 * limits.indexOf(limit) + 1));
        return { rule, truth: comparisonOf(op)(side, 0) === isWanted ? 1 : -1 };
      }),
    ]),
  );
  column.missingRow = rowOf(column.missing);
}
