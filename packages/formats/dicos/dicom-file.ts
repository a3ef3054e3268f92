import { ByteView } from '../scan/byte-view.ts';
import { joinBytes } from '../join-bytes.ts';
import { ScanRefusal } from '../scan/finding.ts';
import { textOf, type DicomDataSet } from './data-set.ts';
import { readDataSet } from './read-data-set.ts';
import { writeDataSet, type DicomValues } from './write-data-set.ts';

export const explicitLittleEndian = '1.2.840.10008.1.2.1';
export const implicitLittleEndian = '1.2.840.10008.1.2';

/** Names this implementation in every file it writes. An identifier made from a UUID (PS3.5, B.2). */
export const implementationClass = '2.25.263891740911532907481360945021827560133';

/**
 * Whether bytes begin as a DICOM file does: 128 bytes of anything, then DICM.
 *
 * @example looksLikeDicom(new Uint8Array(132)) // false
 */
export function looksLikeDicom(bytes: Uint8Array): boolean {
  return bytes[128] === 0x44 && bytes[129] === 0x49 && bytes[130] === 0x43 && bytes[131] === 0x4d;
}

/**
 * The attributes of a DICOM file. Explicit and implicit VR little endian are read; any other transfer
 * syntax is refused: compressed pixels of a detector would not be what it measured.
 */
export function readDicomFile(bytes: Uint8Array): DicomDataSet {
  if (bytes.length === 0) throw new ScanRefusal('scan/empty', 0, 'the file holds no bytes');
  if (!looksLikeDicom(bytes)) throw new ScanRefusal('scan/not-a-scan', 0, 'the file has not the mark DICM');
  const view = new ByteView(bytes, true);
  view.need(132, 12, 'the file meta information');
  if (
    view.uint16(132, 'a tag') !== 2 ||
    view.uint16(134, 'a tag') !== 0 ||
    view.uint16(138, 'a length') !== 4
  ) {
    throw new ScanRefusal('scan/structure', 132, 'the file meta information does not begin with its length');
  }
  const metaLength = view.uint32(140, 'the length of the file meta information');
  view.need(144, metaLength, 'the file meta information');
  const meta = readDataSet(view, 144, 144 + metaLength, true);
  const syntax = textOf(meta, 'transferSyntax');
  if (syntax !== explicitLittleEndian && syntax !== implicitLittleEndian) {
    throw new ScanRefusal('scan/not-read', 132, `the transfer syntax ${JSON.stringify(syntax)} is not read`);
  }
  return readDataSet(view, 144 + metaLength, bytes.length, syntax === explicitLittleEndian);
}

/** The head of a DICOM file before a data set, as C-STORE needs it: the data set travels without. */
export function dicomFileHead(sopClass: string, sopInstance: string, transferSyntax: string): Uint8Array {
  const meta = writeDataSet({
    fileMetaVersion: Uint8Array.of(0, 1),
    mediaStorageClass: sopClass,
    mediaStorageInstance: sopInstance,
    transferSyntax,
    implementationClass,
    implementationVersion: 'HAVENWACHT',
  });
  const start = new Uint8Array(132);
  start.set([0x44, 0x49, 0x43, 0x4d], 128);
  return joinBytes([start, writeDataSet({ fileMetaGroupLength: [meta.length] }), meta]);
}

/** A whole file: head and attributes in explicit VR little endian. */
export function writeDicomFile(sopClass: string, sopInstance: string, values: DicomValues): Uint8Array {
  return joinBytes([
    dicomFileHead(sopClass, sopInstance, explicitLittleEndian),
    writeDataSet({ ...values, sopClass, sopInstance }),
  ]);
}

/**
 * A unique identifier from 16 bytes of a UUID or a hash.
 *
 * @see docs/sources.md#dicom-2023
 * @example uidFrom(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0)) // "2.25.256"
 */
export function uidFrom(sixteenBytes: Uint8Array): string {
  let number = 0n;
  for (const byte of sixteenBytes.subarray(0, 16)) number = number * 256n + BigInt(byte);
  return `2.25.${number}`;
}
