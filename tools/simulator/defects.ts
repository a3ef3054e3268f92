import { hourMs, type TrailerFault } from './message-text.ts';
import type { MessageJob } from './message-jobs.ts';
import type { Quirk } from './messages/vessel-segments.ts';
import type { Random } from './random.ts';
import { mistyped } from './container-numbers.ts';

export type Verdict = 'accepted' | 'warning' | 'quarantined';

/** A fault that real senders make, and what an envelope check must say of it. */
export interface DefectKind {
  readonly name: string;
  readonly expectedVerdict: Verdict;
  suits(job: MessageJob): boolean;
  readonly quirk?: Quirk;
  readonly fault?: TrailerFault;
  /** Hours by which the message is late. */
  readonly lateHours?: number;
  /** Changes the text of the message. `null` = this text can't show it. */
  damage?(text: string, random: Random): string | null;
  /** The damaged text is a failed first try and the sound one follows. */
  readonly thenSound?: true;
  /** What is sent besides: the same bytes, or the same content under another reference. */
  readonly again?: 'same-bytes' | 'other-reference';
}

const edi = (job: MessageJob): boolean => job.format === 'edi';

function wrapHard(text: string, width: number): string {
  const flat = text.replace(/[\r\n]+/g, '');
  const lines: string[] = [];
  for (let i = 0; i < flat.length; i += width) lines.push(flat.slice(i, i + width));
  return `${lines.join('\r\n')}\r\n`;
}

/** Every kind of defect the simulation knows. */
const defectKinds: readonly DefectKind[] = [
  { name: 'wrong-segment-count', expectedVerdict: 'warning', suits: edi, fault: { segmentCount: -3 } },
  { name: 'same-bytes-twice', expectedVerdict: 'accepted', suits: () => true, again: 'same-bytes' },
  {
    name: 'truncated', expectedVerdict: 'quarantined', suits: edi, thenSound: true,
    damage: (text, random) => text.slice(0, Math.max(120, Math.floor(text.length * (0.35 + random.next() * 0.5)))).replace(/'[\r\n]*$/, ''),
  },
  {
    name: 'lower-case-in-unoa', expectedVerdict: 'warning', suits: (job) => edi(job) && job.lettering?.syntax.startsWith('UNOA') === true,
    damage: (text) => {
      const lower = text.replace(/SIM ([A-Z]{3,})/, (_, word: string) => `Sim ${word.toLowerCase()}`);
      return lower === text ? null : lower;
    },
  },
  { name: 'same-content-other-reference', expectedVerdict: 'accepted', suits: edi, again: 'other-reference' },
  { name: 'voyage-without-zero', expectedVerdict: 'accepted', suits: edi, quirk: { voyageWithoutZero: true } },
  { name: 'hard-wrapped', expectedVerdict: 'accepted', suits: edi, damage: (text) => wrapHard(text, 80) },
  {
    name: 'line-break-after-una', expectedVerdict: 'accepted', suits: (job) => edi(job) && job.lettering?.serviceString === 'none',
    damage: (text) => `UNA:+.? '\r\n${text}`,
  },
  {
    name: 'una-missing', expectedVerdict: 'accepted',
    suits: (job) => edi(job) && job.lettering?.serviceString !== 'none' && job.lettering?.decimalMark === '.',
    damage: (text) => text.slice(text.indexOf('UNB')),
  },
  {
    name: 'line-break-after-every-segment', expectedVerdict: 'accepted', suits: (job) => edi(job) && job.lettering?.lineEnd === '',
    damage: (text) => text.replace(/(?<!\?)'/g, "'\r\n"),
  },
  { name: 'wrong-control-reference', expectedVerdict: 'warning', suits: edi, fault: { wrongControlReference: true } },
  {
    name: 'old-size-types', expectedVerdict: 'accepted', suits: (job) => ['COPRAR', 'COARRI', 'CODECO', 'BAPLIE'].includes(job.type), quirk: { oldSizeTypes: true },
  },
  { name: 'six-digit-cells', expectedVerdict: 'accepted', suits: (job) => ['BAPLIE', 'COPRAR', 'COARRI'].includes(job.type), quirk: { sixDigitCells: true } },
  { name: 'sent-late', expectedVerdict: 'accepted', suits: (job) => job.mayBeLate, lateHours: 40 },
  {
    name: 'association-in-wrong-element', expectedVerdict: 'warning', suits: (job) => job.type === 'COPRAR', quirk: { associationInWrongElement: true },
  },
  {
    name: 'mistyped-container', expectedVerdict: 'accepted', suits: (job) => job.type === 'CODECO' || job.type === 'COARRI',
    damage: (text) => {
      const found = /EQD\+CN\+([A-Z]{4}[0-9]{7})\+/.exec(text);
      const number = found?.[1];
      return number === undefined ? null : text.replace(number, mistyped(number, number.charCodeAt(7)));
    },
  },
  { name: 'byte-order-mark', expectedVerdict: 'warning', suits: (job) => edi(job), damage: (text) => `\u00ef\u00bb\u00bf${text}` },
  {
    name: 'nul-bytes', expectedVerdict: 'quarantined', suits: edi, thenSound: true,
    damage: (text) => `${text.slice(0, Math.floor(text.length / 2))}\u0000\u0000\u0000${text.slice(Math.floor(text.length / 2))}`,
  },
  { name: 'blank-lines', expectedVerdict: 'accepted', suits: (job) => edi(job) && job.lettering?.lineEnd !== '', damage: (text) => text.replace(/((?<!\?)'[\r\n]+)(?=(EQD|LOC\+147|CNI))/g, '$1\r\n') },
]; // prettier-ignore

/** Hands out defects in turn, one in about `every` files, to files that can show them. */
export interface DefectDealer {
  next(job: MessageJob): DefectKind | null;
}

/**
 * @param every one defect in this many files on average; 0 = none
 */
export function dealDefects(every: number, random: Random): DefectDealer {
  const waiting = [...defectKinds];
  return {
    next: (job) => {
      if (every === 0 || !random.chance(1 / every)) return null;
      const at = waiting.findIndex((kind) => kind.suits(job));
      if (at < 0) return null;
      const [kind] = waiting.splice(at, 1);
      if (kind !== undefined) waiting.push(kind);
      return kind ?? null;
    },
  };
}

/** How long after a failed try the sound file follows. */
export const retryAfterMs = 0.5 * hourMs;
