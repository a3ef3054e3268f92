/** What one DCSA finding code means and what it does to the verdict. */
export interface DcsaFindingKind {
  readonly verdict: 'warning' | 'quarantined';
  readonly meaning: string;
}

/** Every code reading a DCSA document can give. The list is closed. */
export const dcsaFindingKinds = {
  'dcsa/empty': { verdict: 'quarantined', meaning: 'The file holds no bytes, or nothing but blanks.' },
  'dcsa/too-large': {
    verdict: 'quarantined',
    meaning: 'The file has more than 64 MiB, or more than 2,000,000 values.',
  },
  'dcsa/nul-byte': {
    verdict: 'quarantined',
    meaning: 'A byte 0 stands in the data: a damaged file, or text in UTF-16.',
  },
  'dcsa/not-utf8': { verdict: 'quarantined', meaning: 'Bytes stand in the data that are not UTF-8.' },
  'dcsa/not-json': { verdict: 'quarantined', meaning: 'The bytes are not JSON as RFC 8259 has it.' },
  'dcsa/cut-off': { verdict: 'quarantined', meaning: 'The document ends before its last bracket.' },
  'dcsa/too-deep': { verdict: 'quarantined', meaning: 'Values are nested more than 64 deep.' },
  'dcsa/not-cargo': {
    verdict: 'quarantined',
    meaning:
      'A JSON document of DCSA that says nothing about cargo: the error answer of an API, or usage statistics.',
  },
  'dcsa/not-read': { verdict: 'quarantined', meaning: 'JSON, but not a document this node reads.' },
  'dcsa/not-mapped': {
    verdict: 'warning',
    meaning:
      'A cargo document of DCSA that is recognised but not read (booking, bill of lading, schedule, port call).',
  },
  'dcsa/bom': { verdict: 'warning', meaning: 'A UTF-8 byte order mark stands before the document.' },
  'dcsa/duplicate-key': {
    verdict: 'warning',
    meaning: 'An object has the same key twice; the first one counts.',
  },
  'dcsa/escaped-nul': { verdict: 'warning', meaning: 'A text holds the character 0; it is read as U+FFFD.' },
  'dcsa/missing': { verdict: 'warning', meaning: 'A property is missing that the standard requires.' },
  'dcsa/bad-value': {
    verdict: 'warning',
    meaning: 'A value has not the shape of its property; it is left out.',
  },
  'dcsa/unknown-code': { verdict: 'warning', meaning: 'A code is not in the list of its property.' },
  'dcsa/event-id': { verdict: 'warning', meaning: 'The id of an event is not a UUID.' },
  'dcsa/duplicate-event': {
    verdict: 'warning',
    meaning: 'Two events of the document have the same id; both are taken.',
  },
  'dcsa/structure': {
    verdict: 'warning',
    meaning: 'An element is not the event or declaration that belongs there.',
  },
  'dcsa/implausible': {
    verdict: 'warning',
    meaning: 'A value has its shape but can hardly be true; it is taken.',
  },
} as const satisfies Readonly<Record<string, DcsaFindingKind>>;

export type DcsaFindingCode = keyof typeof dcsaFindingKinds;

/** One thing that is wrong or odd, at a byte of the file, in plain words. */
export interface DcsaFinding {
  readonly code: DcsaFindingCode;
  readonly offset: number;
  readonly text: string;
}
