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

/** A condition that has to hold, or whose opposite has to; the opposite of unknown is unknown. */
export type Part = readonly [condition: Condition, isWanted: boolean];

/**
 * What a value says about all rules. Four lists of bits, one after the other, in which rule i is bit
 * i mod 32 of word i / 32: the rules that it makes false, those whose choice it meets, those that it
 * leaves unknown, and those whose choice it leaves unknown. A value that is there leaves nothing unknown.
 */
type Row = Int32Array;

const noLane = 0;
const metLane = 1;
const unknownLane = 2;
const openLane = 3;
const lanes = 4;

/** Which rule a test is for, and whether it is one of a choice, of which one has to hold. */
interface Place {
  readonly rule: number;
  readonly isChoice: boolean;
}

/** What a value answers to a test of a rule. */
interface Answer extends Place {
  readonly truth: Truth;
}

interface TextTests {
  readonly field: number;
  readonly tests: (Place & { readonly isWanted: boolean; readonly test: (text: string) => boolean })[];
  /** Answers where the text is missing. */
  readonly missing: Answer[];
  /** By value: where its row begins. */
  readonly rows: Map<string, number>;
  missingRow: number;
}

interface NumberTests {
  readonly field: number;
  readonly tests: (Place & { readonly isWanted: boolean; readonly op: Comparison; readonly limit: number })[];
  /** Answers where the number is missing, and where it is there whatever it is. */
  readonly missing: Answer[];
  readonly known: Answer[];
  /** In rising order. */
  limits: Float64Array;
  /** Where the rows begin: of values below the first limit, on it, above it, …. */
  rows: number;
  missingRow: number;
}

/** Most rows of texts that are kept; then they begin anew, so that memory stays flat. */
const mostTextRows = 16_384;
const noBits = new Int32Array(0);

/**
 * Which rules a container's facts make false or leave unknown, all rules at once.
 *
 * Every simple test that a rule needs stands with the fact that it looks at, and so do the tests of a
 * choice, of which the rule needs one. A value of the fact then has a row of what it says about all
 * rules: for a text worked out the first time the value is seen, for a number by its place among the
 * limits that it is compared with. One pass over the facts, a look-up each, leaves the few rules that may
 * hold.
 *
 * Life: `require` and `choose` for all tests, `close`, then `apply` for each container.
 */
export class RuleIndex {
  /** After `apply`: rules that are false, and rules that are unknown if they are not false. */
  no: Int32Array = noBits;
  unknown: Int32Array = noBits;
  readonly #table: FactTable;
  readonly #texts = new Map<number, TextTests>();
  readonly #numbers = new Map<number, NumberTests>();
  readonly #choosers = new Set<number>();
  #textList: readonly TextTests[] = [];
  #numberList: readonly NumberTests[] = [];
  /** The rules that have a choice. */
  #choices: Int32Array = noBits;
  /** All rows, one behind the other; those of texts come last and grow. */
  #rows: Int32Array = noBits;
  #rowsEnd = 0;
  #textRowsFrom = 0;
  /** The rows of a container's values, put together. */
  #row: Row = noBits;

  constructor(table: FactTable) {
    this.#table = table;
  }

  /**
   * Makes rule `rule` need a part.
   *
   * @returns `false` where it is no test of one fact: then nothing is noted
   */
  require(rule: number, part: Part, uses: Uses): boolean {
    if (!isOfOneFact(part)) return false;
    this.#note(part, { rule, isChoice: false }, uses);
    return true;
  }

  /**
   * Makes rule `rule` need one of several parts. A rule can have one such choice.
   *
   * @returns `false` where it has one, or a part is no test of one fact: then nothing is noted
   */
  choose(rule: number, parts: readonly Part[], uses: Uses): boolean {
    if (this.#choosers.has(rule) || !parts.every(isOfOneFact)) return false;
    this.#choosers.add(rule);
    for (const part of parts) this.#note(part, { rule, isChoice: true }, uses);
    return true;
  }

  #note([condition, isWanted]: Part, place: Place, uses: Uses): void {
    switch (condition.test) {
      case 'compare': {
        const { left, op, right } = condition;
        if (typeof left === 'number' || !('field' in left) || typeof right !== 'number') return;
        const column = this.#numberTests(fieldOf(left.field, this.#table, uses));
        column.tests.push({ ...place, isWanted, op, limit: right });
        column.missing.push({ ...place, truth: 0 });
        return;
      }
      case 'is': {
        const column = this.#numberTests(fieldOf(condition.field, this.#table, uses));
        column.tests.push({ ...place, isWanted, op: '=', limit: condition.value ? 1 : 0 });
        column.missing.push({ ...place, truth: 0 });
        return;
      }
      case 'in': {
        const values = new Set(condition.values.map((value) => value.toUpperCase()));
        const column = this.#textTests(fieldOf(condition.field, this.#table, uses));
        column.tests.push({ ...place, isWanted, test: (text) => values.has(text) });
        column.missing.push({ ...place, truth: 0 });
        return;
      }
      case 'text': {
        const test = textTestOf(condition.how, condition.value.toUpperCase());
        const column = this.#textTests(fieldOf(condition.field, this.#table, uses));
        column.tests.push({ ...place, isWanted, test });
        column.missing.push({ ...place, truth: 0 });
        return;
      }
      case 'exists': {
        const field = fieldOf(condition.field, this.#table, uses);
        const missing: Answer = { ...place, truth: isWanted ? -1 : 1 };
        if (this.#table.fields[field]?.type === 'text') {
          const column = this.#textTests(field);
          column.tests.push({ ...place, isWanted, test: () => true });
          column.missing.push(missing);
        } else {
          const column = this.#numberTests(field);
          column.known.push({ ...place, truth: isWanted ? 1 : -1 });
          column.missing.push(missing);
        }
        return;
      }
      case 'all':
      case 'any':
      case 'not':
      case 'count':
    }
  }

  #textTests(field: number): TextTests {
    let column = this.#texts.get(field);
    if (column === undefined) {
      column = { field, tests: [], missing: [], rows: new Map(), missingRow: 0 };
      this.#texts.set(field, column);
    }
    return column;
  }

  #numberTests(field: number): NumberTests {
    let column = this.#numbers.get(field);
    if (column === undefined) {
      const limits = new Float64Array(0);
      column = { field, tests: [], missing: [], known: [], limits, rows: 0, missingRow: 0 };
      this.#numbers.set(field, column);
    }
    return column;
  }

  /** All tests are there. */
  close(rules: number): void {
    const words = Math.max(2, (rules + 31) >> 5);
    this.no = new Int32Array(words);
    this.unknown = new Int32Array(words);
    this.#row = new Int32Array(lanes * words);
    this.#choices = new Int32Array(words);
    for (const rule of this.#choosers) setBit(this.#choices, 0, rule);
    this.#textList = [...this.#texts.values()];
    this.#numberList = [...this.#numbers.values()];
    for (const column of this.#textList) column.missingRow = this.#addRow(column.missing);
    for (const column of this.#numberList) {
      column.missingRow = this.#addRow(column.missing);
      column.limits = Float64Array.from(new Set(column.tests.map(({ limit }) => limit))).sort();
      column.rows = this.#rowsEnd;
      for (const answers of answersByPlace(column)) this.#addRow(answers);
    }
    this.#textRowsFrom = this.#rowsEnd;
  }

  /** Puts a row behind the others; returns where it begins. */
  #addRow(answers: readonly Answer[]): number {
    const at = this.#rowsEnd;
    const row = rowOf(answers, this.no.length);
    this.#rowsEnd = at + row.length;
    if (this.#rows.length < this.#rowsEnd) {
      const rows = new Int32Array(2 * this.#rowsEnd);
      rows.set(this.#rows);
      this.#rows = rows;
    }
    this.#rows.set(row, at);
    return at;
  }

  /** Answers all tests on a text that is new; returns where its row begins. */
  #learn(column: TextTests, text: string): number {
    if (this.#rowsEnd - this.#textRowsFrom >= mostTextRows * this.#row.length) {
      this.#rowsEnd = this.#textRowsFrom;
      for (const { rows } of this.#textList) rows.clear();
    }
    const at = this.#addRow(
      column.tests.map(({ rule, isChoice, isWanted, test }) => ({
        rule,
        isChoice,
        truth: test(text) === isWanted ? 1 : -1,
      })),
    );
    column.rows.set(text, at);
    return at;
  }

  /** Works out `no` and `unknown` for one container. */
  apply(facts: FactRecord): void {
    const { no, unknown } = this;
    const row = this.#row;
    const words = no.length;
    if (words === 2) this.#putTwoTogether(facts);
    else this.#putTogether(facts);
    for (let word = 0; word < words; word++) {
      const unmet = this.#choices[word]! & ~row[metLane * words + word]!;
      const open = row[openLane * words + word]!;
      no[word] = row[noLane * words + word]! | (unmet & ~open);
      unknown[word] = row[unknownLane * words + word]! | (unmet & open);
    }
  }

  /** Up to 64 rules, which most sets have: their bits stay in a few numbers. */
  #putTwoTogether({ numbers, texts }: FactRecord): void {
    let no0 = 0;
    let no1 = 0;
    let met0 = 0;
    let met1 = 0;
    let unknown0 = 0;
    let unknown1 = 0;
    let open0 = 0;
    let open1 = 0;
    let rows = this.#rows;
    const textList = this.#textList;
    for (let at = 0; at < textList.length; at++) {
      const column = textList[at]!;
      const text = texts[column.field]!;
      let row = column.missingRow;
      if (text !== null) {
        const known = column.rows.get(text);
        row = known ?? this.#learn(column, text);
        if (known === undefined) rows = this.#rows;
      } else {
        unknown0 |= rows[row + 4]!;
        unknown1 |= rows[row + 5]!;
        open0 |= rows[row + 6]!;
        open1 |= rows[row + 7]!;
      }
      no0 |= rows[row]!;
      no1 |= rows[row + 1]!;
      met0 |= rows[row + 2]!;
      met1 |= rows[row + 3]!;
    }
    const numberList = this.#numberList;
    for (let at = 0; at < numberList.length; at++) {
      const column = numberList[at]!;
      const value = numbers[column.field]!;
      let row = column.missingRow;
      if (value === value) row = column.rows + 8 * placeOf(value, column.limits);
      else {
        unknown0 |= rows[row + 4]!;
        unknown1 |= rows[row + 5]!;
        open0 |= rows[row + 6]!;
        open1 |= rows[row + 7]!;
      }
      no0 |= rows[row]!;
      no1 |= rows[row + 1]!;
      met0 |= rows[row + 2]!;
      met1 |= rows[row + 3]!;
    }
    const row = this.#row;
    row[0] = no0;
    row[1] = no1;
    row[2] = met0;
    row[3] = met1;
    row[4] = unknown0;
    row[5] = unknown1;
    row[6] = open0;
    row[7] = open1;
  }

  #putTogether({ numbers, texts }: FactRecord): void {
    const together = this.#row.fill(0);
    const add = (row: number): void => {
      for (let word = 0; word < together.length; word++) together[word]! |= this.#rows[row + word]!;
    };
    for (const column of this.#textList) {
      const text = texts[column.field]!;
      add(text === null ? column.missingRow : (column.rows.get(text) ?? this.#learn(column, text)));
    }
    for (const column of this.#numberList) {
      const value = numbers[column.field]!;
      add(
        value === value ? column.rows + together.length * placeOf(value, column.limits) : column.missingRow,
      );
    }
  }
}

function isOfOneFact([condition]: Part): boolean {
  switch (condition.test) {
    case 'compare': {
      const { left, right } = condition;
      return typeof left !== 'number' && 'field' in left && typeof right === 'number';
    }
    case 'is':
    case 'in':
    case 'text':
    case 'exists':
      return true;
    case 'all':
    case 'any':
    case 'not':
    case 'count':
      return false;
  }
}

/**
 * Place of a value among limits in rising order: 2i below limit i and above limit i − 1, 2i + 1 on limit i.
 * Counted without a branch: values come in no order, and a processor that guesses wrong waits longer.
 */
function placeOf(value: number, limits: Float64Array): number {
  let place = 0;
  for (let at = 0; at < limits.length; at++) {
    const limit = limits[at]!;
    place += Number(value >= limit) + Number(value > limit);
  }
  return place;
}

function setBit(bits: Int32Array, from: number, rule: number): void {
  bits[from + (rule >> 5)]! |= 1 << (rule & 31);
}

function rowOf(answers: readonly Answer[], words: number): Row {
  const row = new Int32Array(lanes * words);
  for (const { rule, isChoice, truth } of answers) {
    if (truth === 0) setBit(row, (isChoice ? openLane : unknownLane) * words, rule);
    else if (isChoice && truth > 0) setBit(row, metLane * words, rule);
    else if (!isChoice && truth < 0) setBit(row, noLane * words, rule);
  }
  return row;
}

/** What a number answers, by its place among the limits. */
function answersByPlace({ tests, known, limits }: NumberTests): readonly (readonly Answer[])[] {
  return Array.from({ length: 2 * limits.length + 1 }, (_, place) => [
    ...known,
    ...tests.map(({ rule, isChoice, isWanted, op, limit }): Answer => {
      // Where the value lies against this limit: under it, on it (the limit's own place) or over it.
      const side = Math.sign(place - (2 * limits.indexOf(limit) + 1));
      return { rule, isChoice, truth: comparisonOf(op)(side, 0) === isWanted ? 1 : -1 };
    }),
  ]);
}
