import { answerReading, ScanRefusal, type ScanReading } from '../scan/finding.ts';
import { itemsOf, numberOf, numbersOf, textOf, textsOf } from './data-set.ts';
import { readDicomFile, writeDicomFile } from './dicom-file.ts';
import { dicosClass } from './dx.ts';
import { dicomTag } from './tags.ts';

/** What a machine, a person or the truth of a test says about one scan. */
export interface ThreatReport {
  readonly instance: string;
  readonly series: string;
  readonly study: string;
  readonly objectId: string;
  readonly saidBy: 'MACHINE' | 'OPERATOR' | 'GROUND_TRUTH';
  /** Name and version, one each. Empty for a person. */
  readonly algorithms: readonly string[];
  /** DICOM date and time. */
  readonly decidedAt: string;
  readonly decision: 'ALARM' | 'CLEAR' | 'UNKNOWN';
  /** The DX instance that it is about. */
  readonly about: string;
  readonly threats: readonly ReportedThreat[];
}

/** One region with what is said about it. */
export interface ReportedThreat {
  readonly category: string;
  readonly description: string;
  readonly flag: 'HIGH_THREAT' | 'THREAT' | 'NO_THREAT' | 'UNKNOWN';
  /** 0 … 1; `null` where none is given. */
  readonly probability: number | null;
  readonly massKg: number | null;
  /** Column and row of each corner, in pixels. */
  readonly polygon: readonly (readonly [number, number])[];
}

const mostThreats = 1_000;

/**
 * Writes a DICOS threat detection report.
 *
 * @see docs/sources.md#dicos
 */
export function writeTdr(report: ThreatReport): Uint8Array {
  const alarms = report.threats.filter(({ flag }) => flag === 'HIGH_THREAT' || flag === 'THREAT');
  return writeDicomFile(dicosClass.tdr, report.instance, {
    characterSet: 'ISO_IR 192',
    studyDate: report.decidedAt.slice(0, 8),
    studyTime: report.decidedAt.slice(8),
    accessionNumber: '',
    modality: 'TDR',
    manufacturer: 'Havenwacht',
    referringPhysician: '',
    referencedImageSequence: [
      { referencedClass: dicosClass.dxForProcessing, referencedInstance: report.about },
    ],
    patientName: report.objectId,
    patientId: report.objectId,
    patientBirthDate: '',
    patientSex: '',
    studyInstance: report.study,
    seriesInstance: report.series,
    studyId: '',
    seriesNumber: [2],
    instanceNumber: [1],
    dicosVersion: 'V02A',
    ooiType: 'CARGO',
    scanType: 'OPERATIONAL',
    tdrType: report.saidBy,
    ...(report.algorithms.length === 0 ? {} : { algorithmAndVersion: report.algorithms }),
    alarmDecisionTime: report.decidedAt,
    alarmDecision: report.decision,
    numberOfTotalObjects: [report.threats.length],
    numberOfAlarmObjects: [alarms.length],
    threatSequence: report.threats.map((threat, index) => ({
      potentialThreatId: [index + 1],
      assessmentSequence: [
        {
          threatCategory: threat.category,
          threatCategoryDescription: threat.description,
          abilityAssessment: 'NO_INTERFERENCE',
          assessmentFlag: threat.flag,
          ...(threat.probability === null ? {} : { assessmentProbability: [threat.probability] }),
        },
      ],
      representationSequence: [
        {
          boundingPolygon: threat.polygon.flatMap(([column, row]) => [column, row, 0]),
          ...(threat.massKg === null ? {} : { mass: [threat.massKg] }),
        },
      ],
    })),
  });
}

/**
 * Reads a DICOS threat detection report.
 *
 * @see docs/sources.md#dicos
 * @example readTdr(new Uint8Array(0)).findings[0].code // "scan/empty"
 */
export function readTdr(bytes: Uint8Array): ScanReading<ThreatReport> {
  return answerReading(bytes.length, (warn) => {
    const set = readDicomFile(bytes);
    const offset = set.get(dicomTag.sopClass)?.offset ?? 132;
    if (textOf(set, 'sopClass') !== dicosClass.tdr) {
      throw new ScanRefusal('scan/not-read', offset, 'the instance is no threat detection report');
    }
    const threats = itemsOf(set, 'threatSequence');
    if (threats.length > mostThreats) {
      throw new ScanRefusal('scan/too-many', offset, `the report has ${threats.length} threats`);
    }
    const oneOf = <Term extends string>(text: string, terms: readonly Term[], otherwise: Term): Term => {
      const found = terms.find((term) => term === text);
      if (found === undefined)
        warn('scan/odd-value', offset, `${JSON.stringify(text)} is none of ${terms.join(', ')}`);
      return found ?? otherwise;
    };
    return {
      instance: textOf(set, 'sopInstance'),
      series: textOf(set, 'seriesInstance'),
      study: textOf(set, 'studyInstance'),
      objectId: textOf(set, 'patientId'),
      saidBy: oneOf(textOf(set, 'tdrType'), ['MACHINE', 'OPERATOR', 'GROUND_TRUTH'], 'MACHINE'),
      algorithms: textsOf(set, 'algorithmAndVersion'),
      decidedAt: textOf(set, 'alarmDecisionTime'),
      decision: oneOf(textOf(set, 'alarmDecision'), ['ALARM', 'CLEAR', 'UNKNOWN'], 'UNKNOWN'),
      about: textOf(itemsOf(set, 'referencedImageSequence')[0] ?? new Map(), 'referencedInstance'),
      threats: threats.map((threat): ReportedThreat => {
        const said = itemsOf(threat, 'assessmentSequence')[0] ?? new Map();
        const shape = itemsOf(threat, 'representationSequence')[0] ?? new Map();
        const corners = numbersOf(shape, 'boundingPolygon');
        return {
          category: textOf(said, 'threatCategory'),
          description: textOf(said, 'threatCategoryDescription'),
          flag: oneOf(
            textOf(said, 'assessmentFlag'),
            ['HIGH_THREAT', 'THREAT', 'NO_THREAT', 'UNKNOWN'],
            'UNKNOWN',
          ),
          probability: numberOf(said, 'assessmentProbability', null),
          massKg: numberOf(shape, 'mass', null),
          polygon: Array.from(
            { length: Math.floor(corners.length / 3) },
            (_, index): readonly [number, number] => [corners[index * 3]!, corners[index * 3 + 1]!],
          ),
        };
      }),
    };
  });
}
