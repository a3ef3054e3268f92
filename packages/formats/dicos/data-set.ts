import { dicomTag } from './tags.ts';

/** One attribute as it was read: its bytes where they lie, or its items where it is a sequence. */
export interface DicomElement {
  readonly tag: number;
  readonly vr: string;
  /** Byte offset of its value in the file. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly items: readonly DicomDataSet[];
}

export type DicomDataSet = ReadonlyMap<number, DicomElement>;

/** Tags to write, by name of {@link dicomTag}. */
export type DicomTagName = keyof typeof dicomTag;

const utf8 = new TextDecoder();

/** The text of an attribute without its padding; empty where it is not there. */
export function textOf(set: DicomDataSet, name: DicomTagName): string {
  const element = set.get(dicomTag[name]);
  return element === undefined ? '' : utf8.decode(element.bytes).replace(/[\0 ]+$/, '');
}

/** The texts of an attribute that has several, separated by a backslash. */
export function textsOf(set: DicomDataSet, name: DicomTagName): readonly string[] {
  const text = textOf(set, name);
  return text === '' ? [] : text.split('\\').map((part) => part.trim());
}

/** The numbers of an attribute, binary or written out; what is no finite number is left out. */
export function numbersOf(set: DicomDataSet, name: DicomTagName): readonly number[] {
  const element = set.get(dicomTag[name]);
  if (element === undefined) return [];
  const { vr, bytes } = element;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = binaryBytes[vr];
  if (size === undefined) {
    return textsOf(set, name)
      .filter((text) => text !== '')
      .map(Number)
      .filter(Number.isFinite);
  }
  const read: Readonly<Record<string, (at: number) => number>> = {
    US: (at) => view.getUint16(at, true),
    SS: (at) => view.getInt16(at, true),
    UL: (at) => view.getUint32(at, true),
    FL: (at) => view.getFloat32(at, true),
    FD: (at) => view.getFloat64(at, true),
  };
  const count = Math.min(Math.floor(bytes.length / size), mostNumbers);
  return Array.from({ length: count }, (_, index) => read[vr]!(index * size)).filter(Number.isFinite);
}

/** The first number of an attribute; `otherwise` where there is none. */
export function numberOf<Otherwise>(
  set: DicomDataSet,
  name: DicomTagName,
  otherwise: Otherwise,
): number | Otherwise {
  return numbersOf(set, name)[0] ?? otherwise;
}

/** The items of a sequence; none where it is not there. */
export function itemsOf(set: DicomDataSet, name: DicomTagName): readonly DicomDataSet[] {
  return set.get(dicomTag[name])?.items ?? [];
}

const binaryBytes: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, FL: 4, FD: 8 };
const mostNumbers = 100_000;
