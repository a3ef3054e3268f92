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

/**
 * A record from facts by name, e.g. for facts that were kept flat. Names that are no field are
 * refused, so that a misspelt one does not count as missing.
 *
 * @throws {RangeError} for an unknown name or a value of another type
 */
export function factsFrom(facts: Readonly<Record<string, number | string | boolean | null>>): FactRecord {
  const record = blank(caseFields.length);
  for (const [name, value] of Object.entries(facts)) {
    const index = caseFields.findIndex((field) => field.name === name);
    const field = caseFields[index];
    if (field === undefined) throw new RangeError(`there is no fact "${name}"`);
    if (value !== null && typeof value !== jsTypes[field.type]) {
      throw new RangeError(`the fact "${name}" is a ${field.type}`);
    }
    put(record, index, field.type === 'text' && typeof value === 'string' ? value.toUpperCase() : value);
  }
  return { ...record, items: noItems };
}

const jsTypes = { number: 'number', text: 'string', flag: 'boolean' } as const;

interface Blank {
  readonly numbers: Float64Array;
  readonly texts: (string | null)[];
}

function blank(length: number): Blank {
  return { numbers: new Float64Array(length).fill(Number.NaN), texts: new Array<string | null>(length).fill(null) };
}

function read<T>(
  subject: T,
  fields: readonly FactField<T>[],
  wanted: readonly number[] = fields.map((_, index) => index),
  items: FactRecord['items'] = noItems,
): FactRecord {
  const record = blank(fields.length);
  for (const index of wanted) put(record, index, fields[index]?.read(subject));
  return { ...record, items };
}

function put(record: Blank, index: number, value: number | string | boolean | null | undefined): void {
  if (typeof value === 'number') record.numbers[index] = Number.isFinite(value) ? value : Number.NaN;
  else if (typeof value === 'boolean') record.numbers[index] = value ? 1 : 0;
  else if (typeof value === 'string' && value !== '') record.texts[index] = value;
}
