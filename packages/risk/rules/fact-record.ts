import type { ContainerCase } from '../container-case.ts';
import { caseFields, factCollections, type FactField } from './fact-fields.ts';

/**
 * Facts of one container visit in the order of `caseFields`, flat, so that a compiled rule reads them
 * by index. A number that is missing is NaN, a text that is missing `null`; a flag is 0 or 1.
 * `items` holds a record for each claim of a collection, in the order of `factCollections`; a
 * collection that nobody asked for is an empty list.
 */
export interface FactRecord {
  readonly numbers: Float64Array;
  readonly texts: readonly (string | null)[];
  readonly items: readonly (readonly FactRecord[])[];
}

/** Which fields and collections are wanted, by index. */
export interface FactSelection {
  readonly fields: readonly number[];
  readonly collections: readonly number[];
}

const everything: FactSelection = {
  fields: caseFields.map((_, index) => index),
  collections: factCollections.map((_, index) => index),
};
const noItems: FactRecord['items'] = factCollections.map(() => []);

/**
 * The facts of a case that rules may test.
 *
 * @param selection leaves out what no rule asks for; without it everything is read
 */
export function factsOf(subject: ContainerCase, selection: FactSelection = everything): FactRecord {
  const items =
    selection.collections.length === 0
      ? noItems
      : factCollections.map(({ fields, items: claims }, index) =>
          selection.collections.includes(index) ? claims(subject).map((claim) => read(claim, fields)) : [],
        );
  return read(subject, caseFields, selection.fields, items);
}

/** Facts by name, as a flat JSON object; texts in upper case. */
export type FlatFacts = Readonly<Record<string, number | string | boolean | null>>;

/**
 * Makes a reader of flat facts for a rule set. It takes the wanted fields by name; what is absent, of
 * another type, or not finite is missing. Only fields of the case, no items.
 *
 * Facts that follow one another mostly have the same names in the same order. A name is looked up where
 * it is new at its place; otherwise its fact is known by the place.
 *
 * The reader fills one record over and over and returns it: use it up before the next call.
 */
export function flatFactReader(selection: FactSelection): (facts: FlatFacts) => FactRecord {
  const { numbers, texts } = blank(caseFields.length);
  const record: FactRecord = { numbers, texts, items: noItems };
  const wanted = new Map(selection.fields.map((index) => [caseFields[index]!.name, index]));
  const isText = caseFields.map(({ type }) => type === 'text');
  let names: string[] = [];
  /** For each name the index of its fact; -1 where no rule asks for it. */
  let indexes: number[] = [];

  const read = (facts: FlatFacts): FactRecord => {
    let place = 0;
    for (const name in facts) {
      if (names[place] !== name) return readOther(facts);
      const index = indexes[place++]!;
      if (index < 0) continue;
      const value = facts[name];
      if (isText[index]) texts[index] = typeof value === 'string' && value !== '' ? value : null;
      else numbers[index] = numberOf(value);
    }
    return place === names.length ? record : readOther(facts);
  };
  const readOther = (facts: FlatFacts): FactRecord => {
    names = [];
    for (const name in facts) names.push(name);
    indexes = names.map((name) => wanted.get(name) ?? -1);
    numbers.fill(Number.NaN);
    texts.fill(null);
    return read(facts);
  };
  return read;
}

function numberOf(value: FlatFacts[string] | undefined): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : Number.NaN;
  return value === true ? 1 : value === false ? 0 : Number.NaN;
}

interface Blank {
  readonly numbers: Float64Array;
  readonly texts: (string | null)[];
}

function blank(length: number): Blank {
  return {
    numbers: new Float64Array(length).fill(Number.NaN),
    texts: new Array<string | null>(length).fill(null),
  };
}

function read<T>(
  subject: T,
  fields: readonly FactField<T>[],
  wanted: readonly number[] = fields.map((_, index) => index),
  items: FactRecord['items'] = noItems,
): FactRecord {
  const record = blank(fields.length);
  for (const index of wanted) put(record, index, fields[index]?.read(subject));
  return { numbers: record.numbers, texts: record.texts, items };
}

function put(record: Blank, index: number, value: number | string | boolean | null | undefined): void {
  if (typeof value === 'number') record.numbers[index] = Number.isFinite(value) ? value : Number.NaN;
  else if (typeof value === 'boolean') record.numbers[index] = value ? 1 : 0;
  else if (typeof value === 'string' && value !== '') record.texts[index] = value;
}
