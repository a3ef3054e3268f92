/** What one finding code means and what it does to the verdict. */
export interface ScanFindingKind {
  readonly verdict: 'warning' | 'quarantined';
  readonly meaning: string;
}

/**
 * Every code that reading a scan file can give. The list is closed: `docs/errors.md` is written from it.
 * A quarantined file gives no pixels, so nothing can mistake it for one that was looked at.
 */
export const scanFindingKinds = {
  'scan/empty': { verdict: 'quarantined', meaning: 'The file holds no bytes.' },
  'scan/not-a-scan': {
    verdict: 'quarantined',
    meaning: 'The first bytes are those of no scan format read here: TIFF, PNG or DICOS.',
  },
  'scan/uff': {
    verdict: 'quarantined',
    meaning:
      'A file that is named as Unified File Format. It has no public specification; an administration that has it can plug in its own reader.',
  },
  'scan/cut-off': {
    verdict: 'quarantined',
    meaning: 'The file ends before something that it says it holds.',
  },
  'scan/too-large': {
    verdict: 'quarantined',
    meaning: 'The image claims more samples than are taken from one file (67,108,864).',
  },
  'scan/bomb': {
    verdict: 'quarantined',
    meaning:
      'The image claims more bytes than its compressed data can give, or the data gives more than the image has.',
  },
  'scan/damaged': {
    verdict: 'quarantined',
    meaning: 'Compressed data does not unpack, or unpacks to less than the image needs.',
  },
  'scan/eight-bit': {
    verdict: 'quarantined',
    meaning: 'The image has 8 bits a sample: a rendering, from which transmission can not be had back.',
  },
  'scan/no-pixels': { verdict: 'quarantined', meaning: 'The file holds no image, or one without pixels.' },
  'scan/colour': {
    verdict: 'quarantined',
    meaning: 'The image has colours or several samples a pixel: a rendering, not what a detector measured.',
  },
  'scan/not-read': {
    verdict: 'quarantined',
    meaning: 'The file uses a part of its format that is not read here.',
  },
  'scan/structure': {
    verdict: 'quarantined',
    meaning: 'The file breaks a rule of its format, so that what follows can not be told.',
  },
  'scan/too-many': {
    verdict: 'quarantined',
    meaning: 'More pages, tags, chunks or nested levels than are followed.',
  },
  'scan/about': {
    verdict: 'quarantined',
    meaning: 'What is told of the scan (its JSON) can not be read, can not be, or does not fit its channels.',
  },
  'scan/no-about': {
    verdict: 'warning',
    meaning: 'Energy, air level and geometry are not told: the scan can be looked at, not computed with.',
  },
  'scan/no-geometry': {
    verdict: 'warning',
    meaning: 'The geometry is not told: the scan can not be compared with another.',
  },
  'scan/trailing': { verdict: 'warning', meaning: 'Bytes follow after the end of the image; they are left.' },
  'scan/odd-value': {
    verdict: 'warning',
    meaning: 'A value has not the shape that its place asks for; it is left out.',
  },
  'scan/saturated': {
    verdict: 'warning',
    meaning: 'More than one sample in a hundred of a channel is at its highest value.',
  },
  'scan/constant': {
    verdict: 'quarantined',
    meaning: 'Every sample of a channel is the same: nothing was measured.',
  },
} as const satisfies Readonly<Record<string, ScanFindingKind>>;

export type ScanFindingCode = keyof typeof scanFindingKinds;

/** One thing that is wrong or odd, at a byte of the file, in plain words. */
export interface ScanFinding {
  readonly code: ScanFindingCode;
  /** Byte offset in the file, 0 … file length. */
  readonly offset: number;
  readonly text: string;
}

/** A reason not to go on with a file. Readers answer it as a finding; it does not leave this package. */
export class ScanRefusal extends Error {
  readonly finding: ScanFinding;

  constructor(code: ScanFindingCode, offset: number, text: string) {
    super(text);
    this.name = 'ScanRefusal';
    this.finding = { code, offset, text };
  }
}

/** What reading gave: a record with at most warnings, or the finding that set the file aside. */
export type ScanReading<Content> =
  | { readonly ok: true; readonly record: Content; readonly findings: readonly ScanFinding[] }
  | { readonly ok: false; readonly findings: readonly ScanFinding[] };

/**
 * Runs a reader and turns its refusal into an answer.
 *
 * @param fileBytes where the file ends: an offset that a file claims may lie far beyond
 * @param read is given a function that notes a warning
 */
export function answerReading<Content>(
  fileBytes: number,
  read: (warn: (code: ScanFindingCode, offset: number, text: string) => void) => Content,
): ScanReading<Content> {
  const findings: ScanFinding[] = [];
  const inFile = (offset: number): number => Math.min(offset, fileBytes);
  try {
    const record = read((code, offset, text) => {
      if (findings.length < mostWarnings) findings.push({ code, offset: inFile(offset), text });
    });
    return { ok: true, record, findings };
  } catch (error) {
    if (!(error instanceof ScanRefusal)) throw error;
    return { ok: false, findings: [...findings, { ...error.finding, offset: inFile(error.finding.offset) }] };
  }
}

const mostWarnings = 100;
