import { bytesOfSamples, copySamples } from '../scan/byte-view.ts';
import { answerReading, ScanRefusal, type ScanReading } from '../scan/finding.ts';
import { countSamples } from '../scan/limits.ts';
import { numberOf, numbersOf, textOf, type DicomDataSet } from './data-set.ts';
import { readDicomFile, writeDicomFile } from './dicom-file.ts';
import { dicomTag } from './tags.ts';

/** The storage classes of DICOS that a node takes in. */
export const dicosClass = {
  dxForPresentation: '1.2.840.10008.5.1.4.1.1.501.2.1',
  dxForProcessing: '1.2.840.10008.5.1.4.1.1.501.2.2',
  tdr: '1.2.840.10008.5.1.4.1.1.501.3',
} as const;

/** One channel of one view of a scan, as DICOS keeps it: an instance each, of one series. */
export interface DxInstance {
  readonly instance: string;
  readonly series: string;
  readonly study: string;
  /** Which channel of the series, from 1. */
  readonly number: number;
  /** As it is written: the container number where the scanner puts it there. */
  readonly objectId: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly deviceSerial: string;
  /** DICOM date and time, `YYYYMMDDHHMMSS.FFFFFF`; empty where it is not told. */
  readonly acquiredAt: string;
  /** `null` where the file does not say. */
  readonly energy: 'high' | 'low' | null;
  /** Nominal accelerating voltage; `null` where it is not told. */
  readonly kilovolts: number | null;
  /** Row and column spacing at the detector, mm. */
  readonly spacingMm: readonly number[];
  readonly columns: number;
  readonly rows: number;
  /** rows × columns, row-major. */
  readonly samples: Uint16Array;
  /** What a node writes of the scan as JSON (private, creator HAVENWACHT); empty where there is none. */
  readonly about: string;
}

const creator = 'HAVENWACHT';

/**
 * Reads a DICOS DX instance for processing: the samples as the detector gave them.
 *
 * An instance for presentation is refused, since its samples are made to be looked at; so are 8 bits,
 * several frames, signed samples and compressed pixels.
 *
 * @see docs/sources.md#dicos
 * @example readDx(Uint8Array.of(1)).findings[0].code // "scan/not-a-scan"
 */
export function readDx(bytes: Uint8Array): ScanReading<DxInstance> {
  return answerReading(bytes.length, () => dxOf(readDicomFile(bytes)));
}

function dxOf(set: DicomDataSet): DxInstance {
  const sopClass = textOf(set, 'sopClass');
  const offset = set.get(dicomTag.sopClass)?.offset ?? 132;
  if (sopClass === dicosClass.dxForPresentation) {
    throw new ScanRefusal('scan/colour', offset, 'the instance is for presentation, not what was measured');
  }
  if (sopClass !== dicosClass.dxForProcessing) {
    throw new ScanRefusal(
      'scan/not-read',
      offset,
      `the class ${JSON.stringify(sopClass)} is no DX for processing`,
    );
  }
  const pixels = set.get(dicomTag.pixelData);
  if (pixels === undefined) throw new ScanRefusal('scan/no-pixels', offset, 'the instance has no pixel data');
  const columns = numberOf(set, 'columns', 0);
  const rows = numberOf(set, 'rows', 0);
  const count = countSamples(columns, rows, 0, pixels.offset);
  if (numberOf(set, 'samplesPerPixel', 1) !== 1) {
    throw new ScanRefusal('scan/colour', pixels.offset, 'a pixel has several samples');
  }
  const allocated = numberOf(set, 'bitsAllocated', 0);
  const stored = numberOf(set, 'bitsStored', allocated);
  if (allocated === 8 || stored <= 8) {
    throw new ScanRefusal('scan/eight-bit', pixels.offset, `a sample has ${stored} bits`);
  }
  if (
    allocated !== 16 ||
    numberOf(set, 'pixelRepresentation', 0) !== 0 ||
    numberOf(set, 'numberOfFrames', 1) !== 1
  ) {
    throw new ScanRefusal(
      'scan/not-read',
      pixels.offset,
      'signed samples, other than 16 bits, or several frames',
    );
  }
  if (pixels.bytes.length < count * 2) {
    throw new ScanRefusal(
      'scan/cut-off',
      pixels.offset,
      `the pixel data has ${pixels.bytes.length} of the ${count * 2} bytes of ${columns} × ${rows} pixels`,
    );
  }
  const high = textOf(set, 'highEnergyDetectors');
  const low = textOf(set, 'lowEnergyDetectors');
  return {
    instance: textOf(set, 'sopInstance'),
    series: textOf(set, 'seriesInstance'),
    study: textOf(set, 'studyInstance'),
    number: numberOf(set, 'instanceNumber', 1),
    objectId: textOf(set, 'patientId'),
    manufacturer: textOf(set, 'manufacturer'),
    model: textOf(set, 'manufacturerModel'),
    deviceSerial: textOf(set, 'deviceSerial'),
    acquiredAt: textOf(set, 'acquisitionDateTime'),
    energy: high === 'YES' && low !== 'YES' ? 'high' : low === 'YES' && high !== 'YES' ? 'low' : null,
    kilovolts: numberOf(set, 'kvp', null),
    spacingMm: numbersOf(set, 'imagerPixelSpacing').slice(0, 2),
    columns,
    rows,
    samples: copySamples(pixels.bytes, true, new Uint16Array(count), 0),
    about: textOf(set, 'privateCreator') === creator ? textOf(set, 'scanAbout') : '',
  };
}

/**
 * Writes one channel of a scan as a DICOS DX instance for processing.
 *
 * The tags are those of the DICOS group 4010 as dcmtk names them; which of them the standard requires,
 * and its defined terms, are in a text that is not public, so no conformance is claimed.
 *
 * @throws {RangeError} when samples and size disagree, or a side has more than 65,535 pixels
 */
export function writeDx(dx: DxInstance): Uint8Array {
  const { columns, rows, samples } = dx;
  if (columns < 1 || rows < 1 || samples.length !== columns * rows) {
    throw new RangeError(`${samples.length} samples are not ${columns} × ${rows}`);
  }
  return writeDicomFile(dicosClass.dxForProcessing, dx.instance, {
    characterSet: 'ISO_IR 192',
    imageType: ['ORIGINAL', 'PRIMARY', 'VOLUME', dx.energy === 'low' ? 'LOW_ENERGY' : 'HIGH_ENERGY'],
    studyDate: dx.acquiredAt.slice(0, 8),
    studyTime: dx.acquiredAt.slice(8),
    acquisitionDateTime: dx.acquiredAt,
    accessionNumber: '',
    modality: 'DX',
    presentationIntent: 'FOR PROCESSING',
    manufacturer: dx.manufacturer,
    manufacturerModel: dx.model,
    referringPhysician: '',
    patientName: dx.objectId,
    patientId: dx.objectId,
    patientBirthDate: '',
    patientSex: '',
    ...(dx.kilovolts === null ? {} : { kvp: [dx.kilovolts] }),
    deviceSerial: dx.deviceSerial,
    ...(dx.spacingMm.length === 2 ? { imagerPixelSpacing: dx.spacingMm } : {}),
    studyInstance: dx.study,
    seriesInstance: dx.series,
    studyId: '',
    seriesNumber: [1],
    instanceNumber: [dx.number],
    samplesPerPixel: [1],
    photometric: 'MONOCHROME2',
    rows: [rows],
    columns: [columns],
    bitsAllocated: [16],
    bitsStored: [16],
    highBit: [15],
    pixelRepresentation: [0],
    pixelIntensityRelationship: 'LIN',
    pixelIntensitySign: [1],
    dicosVersion: 'V02A',
    ooiType: 'CARGO',
    scanType: 'OPERATIONAL',
    ...(dx.energy === null
      ? {}
      : {
          lowEnergyDetectors: dx.energy === 'low' ? 'YES' : 'NO',
          highEnergyDetectors: dx.energy === 'high' ? 'YES' : 'NO',
        }),
    ...(dx.about === '' ? {} : { privateCreator: creator, scanAbout: dx.about }),
    pixelData: bytesOfSamples(samples, true),
  });
}
