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
 * The reader fills one record over and over and returns it: use it up before the next call.
 */
export function flatFactReader(selection: FactSelection): (facts: FlatFacts) => FactRecord {
  const { numbers, texts } = blank(caseFields.length);
  const record: FactRecord = { numbers, texts, items: noItems };
  const named = selection.fields.map((index) => ({ index, name: caseFields[index]!.name }));
  const isText = ({ index }: { readonly index: number }) => caseFields[index]!.type === 'text';
  const textFields = named.filter(isText);
  const numberFields = named.filter((field) => !isText(field));
  return (facts) => {
    for (let at = 0; at < numberFields.length; at++) {
      const { index, name } = numberFields[at]!;
      const value = facts[name];
      numbers[index] =
        typeof value === 'number' && Number.isFinite(value)
          ? value
          : value === true
            ? 1
            : value === false
              ? 0
              : Number.NaN;
    }
    for (let at = 0; at < textFields.length; at++) {
      const { index, name } = textFields[at]!;
      const value = facts[name];
      texts[index] = typeof value === 'string' && value !== '' ? value : null;
    }
    return record;
  };
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
