/**
 * The attributes that are read or written here, with their value representation. A file in implicit VR
 * does not say it, so this is also the dictionary for reading.
 *
 * @see docs/sources.md#dicom-2023
 * @see docs/sources.md#dicos
 */
export const dicomTag = {
  fileMetaGroupLength: 0x0002_0000,
  fileMetaVersion: 0x0002_0001,
  mediaStorageClass: 0x0002_0002,
  mediaStorageInstance: 0x0002_0003,
  transferSyntax: 0x0002_0010,
  implementationClass: 0x0002_0012,
  implementationVersion: 0x0002_0013,
  characterSet: 0x0008_0005,
  imageType: 0x0008_0008,
  sopClass: 0x0008_0016,
  sopInstance: 0x0008_0018,
  studyDate: 0x0008_0020,
  acquisitionDateTime: 0x0008_002a,
  studyTime: 0x0008_0030,
  accessionNumber: 0x0008_0050,
  modality: 0x0008_0060,
  presentationIntent: 0x0008_0068,
  manufacturer: 0x0008_0070,
  referringPhysician: 0x0008_0090,
  manufacturerModel: 0x0008_1090,
  referencedImageSequence: 0x0008_1140,
  referencedClass: 0x0008_1150,
  referencedInstance: 0x0008_1155,
  patientName: 0x0010_0010,
  patientId: 0x0010_0020,
  patientBirthDate: 0x0010_0030,
  patientSex: 0x0010_0040,
  kvp: 0x0018_0060,
  deviceSerial: 0x0018_1000,
  imagerPixelSpacing: 0x0018_1164,
  studyInstance: 0x0020_000d,
  seriesInstance: 0x0020_000e,
  studyId: 0x0020_0010,
  seriesNumber: 0x0020_0011,
  instanceNumber: 0x0020_0013,
  samplesPerPixel: 0x0028_0002,
  photometric: 0x0028_0004,
  numberOfFrames: 0x0028_0008,
  rows: 0x0028_0010,
  columns: 0x0028_0011,
  bitsAllocated: 0x0028_0100,
  bitsStored: 0x0028_0101,
  highBit: 0x0028_0102,
  pixelRepresentation: 0x0028_0103,
  pixelIntensityRelationship: 0x0028_1040,
  pixelIntensitySign: 0x0028_1041,
  privateCreator: 0x4011_0010,
  scanAbout: 0x4011_1001,
  lowEnergyDetectors: 0x4010_0001,
  highEnergyDetectors: 0x4010_0002,
  potentialThreatId: 0x4010_1010,
  threatSequence: 0x4010_1011,
  threatCategory: 0x4010_1012,
  threatCategoryDescription: 0x4010_1013,
  abilityAssessment: 0x4010_1014,
  assessmentFlag: 0x4010_1015,
  assessmentProbability: 0x4010_1016,
  mass: 0x4010_1017,
  boundingPolygon: 0x4010_101d,
  tdrType: 0x4010_1027,
  algorithmAndVersion: 0x4010_1029,
  alarmDecisionTime: 0x4010_102b,
  alarmDecision: 0x4010_1031,
  numberOfTotalObjects: 0x4010_1033,
  numberOfAlarmObjects: 0x4010_1034,
  representationSequence: 0x4010_1037,
  assessmentSequence: 0x4010_1038,
  tipType: 0x4010_1039,
  dicosVersion: 0x4010_103a,
  ooiType: 0x4010_1042,
  scanType: 0x4010_1048,
  pixelData: 0x7fe0_0010,
} as const;

/** Value representations of those attributes, where it is another than CS. */
const representations: Readonly<Record<number, string>> = {
  [dicomTag.fileMetaGroupLength]: 'UL',
  [dicomTag.fileMetaVersion]: 'OB',
  [dicomTag.mediaStorageClass]: 'UI',
  [dicomTag.mediaStorageInstance]: 'UI',
  [dicomTag.transferSyntax]: 'UI',
  [dicomTag.implementationClass]: 'UI',
  [dicomTag.implementationVersion]: 'SH',
  [dicomTag.sopClass]: 'UI',
  [dicomTag.sopInstance]: 'UI',
  [dicomTag.studyDate]: 'DA',
  [dicomTag.acquisitionDateTime]: 'DT',
  [dicomTag.studyTime]: 'TM',
  [dicomTag.accessionNumber]: 'SH',
  [dicomTag.manufacturer]: 'LO',
  [dicomTag.referringPhysician]: 'PN',
  [dicomTag.manufacturerModel]: 'LO',
  [dicomTag.referencedImageSequence]: 'SQ',
  [dicomTag.referencedClass]: 'UI',
  [dicomTag.referencedInstance]: 'UI',
  [dicomTag.patientName]: 'PN',
  [dicomTag.patientId]: 'LO',
  [dicomTag.patientBirthDate]: 'DA',
  [dicomTag.kvp]: 'DS',
  [dicomTag.deviceSerial]: 'LO',
  [dicomTag.imagerPixelSpacing]: 'DS',
  [dicomTag.studyInstance]: 'UI',
  [dicomTag.seriesInstance]: 'UI',
  [dicomTag.studyId]: 'SH',
  [dicomTag.seriesNumber]: 'IS',
  [dicomTag.instanceNumber]: 'IS',
  [dicomTag.samplesPerPixel]: 'US',
  [dicomTag.numberOfFrames]: 'IS',
  [dicomTag.rows]: 'US',
  [dicomTag.columns]: 'US',
  [dicomTag.bitsAllocated]: 'US',
  [dicomTag.bitsStored]: 'US',
  [dicomTag.highBit]: 'US',
  [dicomTag.pixelRepresentation]: 'US',
  [dicomTag.pixelIntensitySign]: 'SS',
  [dicomTag.privateCreator]: 'LO',
  [dicomTag.scanAbout]: 'UT',
  [dicomTag.potentialThreatId]: 'US',
  [dicomTag.threatSequence]: 'SQ',
  [dicomTag.threatCategoryDescription]: 'LT',
  [dicomTag.assessmentProbability]: 'FL',
  [dicomTag.mass]: 'FL',
  [dicomTag.boundingPolygon]: 'FL',
  [dicomTag.algorithmAndVersion]: 'LO',
  [dicomTag.alarmDecisionTime]: 'DT',
  [dicomTag.numberOfTotalObjects]: 'US',
  [dicomTag.numberOfAlarmObjects]: 'US',
  [dicomTag.representationSequence]: 'SQ',
  [dicomTag.assessmentSequence]: 'SQ',
  [dicomTag.pixelData]: 'OW',
};

const known = new Set<number>(Object.values(dicomTag));

/**
 * The value representation of an attribute of the table above, `UN` of any other.
 *
 * @example representationOf(0x7fe00010) // "OW"
 * @example representationOf(0x40101012) // "CS"
 * @example representationOf(0x00091001) // "UN"
 */
export function representationOf(tag: number): string {
  return representations[tag] ?? (known.has(tag) ? 'CS' : 'UN');
}

/**
 * A tag as it is written in the standard.
 *
 * @example tagText(0x7fe00010) // "(7FE0,0010)"
 */
export function tagText(tag: number): string {
  const hex = tag.toString(16).toUpperCase().padStart(8, '0');
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
