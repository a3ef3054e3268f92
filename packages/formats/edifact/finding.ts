/** What becomes of an interchange or a message: taken, taken with findings kept, or set aside for a person. */
export type Verdict = 'accepted' | 'warning' | 'quarantined';

/** What one finding code means and what it does to the verdict. */
export interface FindingKind {
  readonly verdict: 'warning' | 'quarantined';
  readonly meaning: string;
}

/**
 * Every code a check of EDIFACT bytes can give. The list is closed: `docs/errors.md` is written from it.
 *
 * @see docs/sources.md#iso-9735
 */
export const edifactFindingKinds = {
  'edifact/empty': {
    verdict: 'quarantined',
    meaning: 'The file holds no bytes, or nothing but blanks and line breaks.',
  },
  'edifact/not-edifact': {
    verdict: 'quarantined',
    meaning:
      'Bytes stand where an interchange has to begin with UNA, UNB, UNG or UNH. They are skipped up to the next UNA or UNB.',
  },
  'edifact/separators': {
    verdict: 'quarantined',
    meaning:
      'UNA names separators that cannot work: two alike, or a letter, a digit or a line break. The interchange is read with the default separators.',
  },
  'edifact/cut-in-segment': {
    verdict: 'quarantined',
    meaning: 'The data ends, or the next interchange begins, inside a segment.',
  },
  'edifact/no-unt': {
    verdict: 'quarantined',
    meaning: 'A message ends without UNT: a part of it may be missing.',
  },
  'edifact/no-unz': {
    verdict: 'quarantined',
    meaning: 'An interchange ends without UNZ: messages may be missing.',
  },
  'edifact/nul-byte': {
    verdict: 'quarantined',
    meaning: 'A byte 0 stands in the data: a damaged file, or text in UTF-16.',
  },
  'edifact/element-too-long': {
    verdict: 'quarantined',
    meaning: 'A data element is longer than 65,536 bytes. The segment is not handed on.',
  },
  'edifact/segment-too-long': {
    verdict: 'quarantined',
    meaning: 'A segment is longer than 1,048,576 bytes. It is not handed on.',
  },
  'edifact/too-many-components': {
    verdict: 'quarantined',
    meaning: 'A data element has more than 99 components. The segment is not handed on.',
  },
  'edifact/too-many-elements': {
    verdict: 'quarantined',
    meaning: 'A segment has more than 999 data elements. It is not handed on.',
  },
  'edifact/too-many-segments': {
    verdict: 'quarantined',
    meaning: 'A message has more than 5,000,000 segments. The rest of it is not handed on.',
  },
  'edifact/no-unb': {
    verdict: 'warning',
    meaning: 'Messages stand without UNB and UNZ around them: sender and recipient are unknown.',
  },
  'edifact/unb-incomplete': {
    verdict: 'warning',
    meaning: 'UNB lacks its sender, its recipient or its control reference.',
  },
  'edifact/syntax-version': {
    verdict: 'warning',
    meaning: 'UNB names a syntax version other than 1 to 4. The data is read as version 3.',
  },
  'edifact/unh-incomplete': {
    verdict: 'warning',
    meaning: 'UNH lacks its reference or its message type.',
  },
  'edifact/unt-count': {
    verdict: 'warning',
    meaning: 'UNT counts other segments than the message has.',
  },
  'edifact/unt-reference': {
    verdict: 'warning',
    meaning: 'UNT repeats another reference than UNH gave.',
  },
  'edifact/une-count': {
    verdict: 'warning',
    meaning: 'UNE counts other messages than the group has.',
  },
  'edifact/une-reference': {
    verdict: 'warning',
    meaning: 'UNE repeats another reference than UNG gave.',
  },
  'edifact/no-une': {
    verdict: 'warning',
    meaning: 'A group ends without UNE.',
  },
  'edifact/unz-count': {
    verdict: 'warning',
    meaning: 'UNZ counts other messages or groups than the interchange has.',
  },
  'edifact/unz-reference': {
    verdict: 'warning',
    meaning: 'UNZ repeats another control reference than UNB gave.',
  },
  'edifact/out-of-place': {
    verdict: 'warning',
    meaning: 'A segment stands outside any message, or a closing segment has nothing to close.',
  },
  'edifact/association': {
    verdict: 'warning',
    meaning: 'The association code stands in the third element of UNH; it is taken from there.',
  },
  'edifact/charset': {
    verdict: 'warning',
    meaning:
      'Bytes stand in the data that the character set of UNB does not have. One finding counts them all.',
  },
  'edifact/charset-unknown': {
    verdict: 'warning',
    meaning: 'UNB names a character set that is not read here. The data is read as ISO 8859-1.',
  },
  'edifact/lower-case': {
    verdict: 'warning',
    meaning: 'A segment tag or a service code is written in lower case. It is read in upper case.',
  },
  'edifact/tag': {
    verdict: 'warning',
    meaning:
      'A segment tag is not three letters or digits: most often a separator in text without its release.',
  },
  'edifact/empty-segment': {
    verdict: 'warning',
    meaning: 'A segment terminator follows another with nothing between.',
  },
  'edifact/blanks': {
    verdict: 'warning',
    meaning: 'Blanks stand before a segment tag.',
  },
  'edifact/bom': {
    verdict: 'warning',
    meaning: 'A UTF-8 byte order mark stands before the interchange.',
  },
  'edifact/shortened': {
    verdict: 'warning',
    meaning: 'More findings or messages than the report lists; the rest are counted only.',
  },
} as const satisfies Readonly<Record<string, FindingKind>>;

export type EdifactFindingCode = keyof typeof edifactFindingKinds;

/** One thing that is wrong or odd, at a byte of the file, in plain words. */
export interface EdifactFinding {
  readonly code: EdifactFindingCode;
  /** Byte offset in the file, 0 … file length. */
  readonly offset: number;
  readonly text: string;
  /** Number of the message in its interchange, from 1, where the finding is about one. */
  readonly message?: number;
  /** Position of the segment in that message, UNH = 1. */
  readonly position?: number;
}

/**
 * The graver of two verdicts.
 *
 * @example graverVerdict("accepted", "warning") // "warning"
 * @example graverVerdict("quarantined", "warning") // "quarantined"
 */
export function graverVerdict(a: Verdict, b: Verdict): Verdict {
  if (a === 'quarantined' || b === 'quarantined') return 'quarantined';
  return a === 'warning' || b === 'warning' ? 'warning' : 'accepted';
}
