import { joinBytes } from '../join-bytes.ts';
import type { DicomTagName } from './data-set.ts';
import { dicomTag, representationOf, tagText } from './tags.ts';

/** Attributes to write: texts, numbers, bytes, or items of a sequence. */
export type DicomValues = Partial<
  Record<DicomTagName, string | readonly string[] | readonly number[] | Uint8Array | readonly DicomValues[]>
>;

const longForm = new Set(['OB', 'OW', 'SQ', 'UT', 'UN']);
const padding: Readonly<Record<string, number>> = { UI: 0, OB: 0, OW: 0 };

/**
 * Attributes as bytes: explicit VR, little endian, in the order of their tags, sequences with their lengths.
 *
 * @throws {RangeError} when a value does not fit its representation
 * @see docs/sources.md#dicom-2023
 * @example writeDataSet({ rows: [800] }) // Uint8Array.of(0x28, 0, 0x10, 0, 0x55, 0x53, 2, 0, 0x20, 3)
 */
export function writeDataSet(values: DicomValues): Uint8Array {
  const elements = Object.entries(values)
    .map(([name, value]) => ({ tag: dicomTag[name as DicomTagName], value }))
    .sort((a, b) => a.tag - b.tag)
    .map(({ tag, value }) => element(tag, value));
  return joinBytes(elements);
}

function element(tag: number, value: NonNullable<DicomValues[DicomTagName]>): Uint8Array {
  const vr = representationOf(tag);
  const plain = bytesOf(vr, value);
  const bytes = new Uint8Array(plain.length + (plain.length % 2));
  bytes.set(plain);
  if (plain.length % 2 === 1) bytes[plain.length] = padding[vr] ?? 0x20;
  const long = longForm.has(vr);
  if (bytes.length > (long ? 0xffff_fffe : 0xffff)) {
    throw new RangeError(`${tagText(tag)}: ${bytes.length} bytes do not fit the length of a ${vr}`);
  }
  const head = new Uint8Array(long ? 12 : 8);
  const view = new DataView(head.buffer);
  view.setUint16(0, Math.floor(tag / 0x1_0000), true);
  view.setUint16(2, tag % 0x1_0000, true);
  head[4] = vr.charCodeAt(0);
  head[5] = vr.charCodeAt(1);
  if (long) view.setUint32(8, bytes.length, true);
  else view.setUint16(6, bytes.length, true);
  return joinBytes([head, bytes]);
}

function bytesOf(vr: string, value: NonNullable<DicomValues[DicomTagName]>): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return utf8.encode(value);
  if (vr === 'SQ')
    return joinBytes((value as readonly DicomValues[]).map((one) => itemOf(writeDataSet(one))));
  if (value.every((one) => typeof one === 'string')) return utf8.encode(value.join('\\'));
  const numbers = value as readonly number[];
  const size = vr === 'US' || vr === 'SS' ? 2 : 4;
  if (vr === 'DS' || vr === 'IS') return utf8.encode(numbers.map(decimal).join('\\'));
  const bytes = new Uint8Array(numbers.length * size);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, index) => {
    if (vr === 'FL') view.setFloat32(index * 4, number, true);
    else if (vr === 'SS') view.setInt16(index * 2, number, true);
    else if (size === 2) view.setUint16(index * 2, whole(number, 0xffff), true);
    else view.setUint32(index * 4, whole(number, 0xffff_ffff), true);
  });
  return bytes;
}

function whole(number: number, most: number): number {
  if (Number.isInteger(number) && number >= 0 && number <= most) return number;
  throw new RangeError(`${number} is no whole number from 0 to ${most}`);
}

/** A decimal string of DICOM has 16 characters at most. */
function decimal(number: number): string {
  const text = String(number);
  return text.length <= 16 ? text : String(Number(number.toPrecision(9)));
}

function itemOf(bytes: Uint8Array): Uint8Array {
  const head = new Uint8Array(8);
  const view = new DataView(head.buffer);
  view.setUint16(0, 0xfffe, true);
  view.setUint16(2, 0xe000, true);
  view.setUint32(4, bytes.length, true);
  return joinBytes([head, bytes]);
}

const utf8 = new TextEncoder();
