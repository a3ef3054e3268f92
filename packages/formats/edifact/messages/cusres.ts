import { joinBytes } from '../../join-bytes.ts';
import { stampMinutes } from '../stamp-minutes.ts';
import { writeSegment } from '../write-segment.ts';
import type { WriteOptions, WrittenElement } from '../write-segment.ts';

/** What customs answers. */
export type CusresOutcome =
  'registered' | 'accepted' | 'rejected' | 'released' | 'examination' | 'documents' | 'detained';

/** One fault in the message that is answered. */
export interface CusresError {
  /** 1049, part of the message: "1" head, "2" detail, "5" multiple, "6" summary. */
  readonly section: string;
  /** 1052, number of the consignment or item, where the fault is in one. */
  readonly item?: string;
  /** 9321, the administration's code of the fault. */
  readonly code: string;
  readonly text?: string;
}

export interface CusresAnswer {
  readonly directory: 'D95B' | 'D16A';
  /** UNH 0062 of this message, 1–14 characters. */
  readonly reference: string;
  /** The message that is answered: its BGM 1001 and 1004. */
  readonly answers: { readonly documentCode: string; readonly documentNumber: string };
  /** Epoch milliseconds; written in UTC, format 203. */
  readonly madeAt: number;
  readonly outcome: CusresOutcome;
  /** Registration number (MRN) that customs gave. */
  readonly registration?: string;
  /** Party the answer is for: NAD code and id. */
  readonly party?: { readonly code: string; readonly id: string };
  /** Bills the answer is about; all of the message when empty. */
  readonly bills?: readonly string[];
  /** Containers the answer is about. */
  readonly containers?: readonly string[];
  readonly errors?: readonly CusresError[];
  /** Free text to the receiver, at most five texts of 350 characters. */
  readonly remarks?: readonly string[];
}

/** Why an answer can't be written; `code` is stable. */
export class CusresWriteError extends Error {
  readonly code: 'cusres/incomplete' | 'cusres/too-much';
  constructor(code: 'cusres/incomplete' | 'cusres/too-much', message: string) {
    super(message);
    this.name = 'CusresWriteError';
    this.code = code;
  }
}

/** DE 7365, processing indicator. */
const INDICATORS: Readonly<Record<CusresOutcome, string>> = {
  accepted: '1',
  rejected: '2',
  released: '4',
  examination: '5',
  documents: '6',
  detained: '7',
  registered: '17',
};

/**
 * Writes a CUSRES, from UNH to UNT, in the order of its directory.
 *
 * D.95B says the outcome in GIS and faults in ERP and ERC, their texts in FTX+AAO of the head; D.16A
 * says it in GEI and gives each fault its own FTX. The bills stand in RFF+BM, a registration number in
 * RFF+ABT, and where neither is given the answered document in RFF+ACW, since D.95B asks for one.
 *
 * The outcomes "examination", "documents" and "detained" tell the receiver that a control is coming:
 * who calls this decides when that may be.
 *
 * @throws {CusresWriteError} "cusres/incomplete" for a rejection without errors, errors without a
 *   rejection, or an examination, detention or release that names no bill and no container;
 *   "cusres/too-much" for more than 999 containers, 50 errors (D.95B), 999 bills, or texts that do not fit
 * @throws {EdifactWriteError} for a text the character set can't hold
 * @see docs/sources.md#unece-cusres
 * @example new TextDecoder().decode(writeCusres({ directory: 'D95B', reference: '1', answers: { documentCode: '785', documentNumber: 'M1' }, madeAt: 0, outcome: 'accepted' })) // "UNH+1+CUSRES:D:95B:UN'BGM+785+M1+9'DTM+137:197001010000:203'GIS+1'RFF+ACW:M1'UNT+6+1'"
 */
export function writeCusres(answer: CusresAnswer, options: WriteOptions = {}): Uint8Array {
  check(answer);
  const old = answer.directory === 'D95B';
  const segments: Uint8Array[] = [];
  const put = (tag: string, ...elements: WrittenElement[]): void => {
    segments.push(writeSegment(tag, elements, options));
  };
  const { answers, errors = [], bills = [], containers = [], remarks = [] } = answer;
  put('UNH', answer.reference, ['CUSRES', 'D', answer.directory.slice(1), 'UN']);
  put('BGM', answers.documentCode, answers.documentNumber, '9');
  const party = (): void => {
    if (answer.party !== undefined) put('NAD', answer.party.code, answer.party.id);
  };
  const texts = [...remarks.map(lines), ...(old ? errorTexts(errors) : [])];
  const notes = (): void => texts.forEach((parts) => put('FTX', 'AAO', '', '', parts));
  const date = (): void => put('DTM', ['137', stampMinutes(answer.madeAt), '203']);
  const equipment = (): void => containers.forEach((number) => put('EQD', 'CN', number));
  if (old) {
    party();
    date();
    put('GIS', INDICATORS[answer.outcome]);
    notes();
    equipment();
    errors.forEach((error) => writeError(put, error));
  } else {
    date();
    notes();
    put('GEI', '5', INDICATORS[answer.outcome]);
    equipment();
    party();
  }
  if (answer.registration !== undefined) put('RFF', ['ABT', answer.registration]);
  bills.forEach((bill) => put('RFF', ['BM', bill]));
  if (answer.registration === undefined && bills.length === 0) put('RFF', ['ACW', answers.documentNumber]);
  if (!old)
    errors.forEach((error) => {
      writeError(put, error);
      if (error.text !== undefined) put('FTX', 'AAO', '', '', lines(error.text));
    });
  put('UNT', String(segments.length + 1), answer.reference);
  return joinBytes(segments);
}

function writeError(put: (tag: string, ...elements: WrittenElement[]) => void, error: CusresError): void {
  put('ERP', [error.section, error.item ?? '']);
  put('ERC', error.code);
}

function check(answer: CusresAnswer): void {
  const { outcome, errors = [], bills = [], containers = [], remarks = [] } = answer;
  const incomplete = (why: string): never => {
    throw new CusresWriteError('cusres/incomplete', why);
  };
  const tooMuch = (why: string): never => {
    throw new CusresWriteError('cusres/too-much', why);
  };
  if (!/^[\w-]{1,14}$/.test(answer.reference)) incomplete('the reference is 1–14 letters and digits');
  if (answer.answers.documentNumber === '') incomplete('the document that is answered has no number');
  if (!Number.isFinite(answer.madeAt)) incomplete('the answer has no time');
  if (outcome === 'rejected' && errors.length === 0) incomplete('a rejection names its errors');
  if (outcome !== 'rejected' && errors.length > 0) incomplete('errors stand in a rejection only');
  if (outcome === 'registered' && (answer.registration ?? '') === '')
    incomplete('a registration has its number');
  const particular = outcome === 'examination' || outcome === 'detained' || outcome === 'released';
  if (particular && bills.length + containers.length === 0)
    incomplete(`"${outcome}" names bills or containers`);
  if (containers.length > 999) tooMuch('more than 999 containers');
  if (bills.length > 999) tooMuch('more than 999 bills');
  if (remarks.length > 5) tooMuch('more than five remarks');
  if (answer.directory === 'D95B') {
    if (errors.length > 50) tooMuch('more than 50 errors');
    if (remarks.length + errorTexts(errors).length > 5) tooMuch('the texts do not fit into five FTX');
  }
  for (const remark of remarks) lines(remark);
  for (const error of errors) if (error.text !== undefined) lines(error.text);
}

/** Texts of errors, five to an FTX, each cut to its 70 characters. */
function errorTexts(errors: readonly CusresError[]): string[][] {
  const texts = errors.flatMap(({ code, text }) =>
    text === undefined ? [] : [`${code} ${text}`.slice(0, 70)],
  );
  const groups: string[][] = [];
  for (let i = 0; i < texts.length; i += 5) groups.push(texts.slice(i, i + 5));
  return groups;
}

/** A text in at most five parts of 70 characters. */
function lines(text: string): string[] {
  if (text.length > 350)
    throw new CusresWriteError('cusres/too-much', 'a text is longer than 350 characters');
  const parts: string[] = [];
  for (let i = 0; i < text.length; i += 70) parts.push(text.slice(i, i + 70));
  return parts.length === 0 ? [''] : parts;
}
