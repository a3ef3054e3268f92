import type { Blobs } from '../../platform/blobs/index.ts';

/** Bytes of a file around one offset, cut into segments, with the value at the offset marked. */
export interface SourceView {
  readonly file: string;
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
  readonly marked: { readonly from: number; readonly to: number };
  readonly segments: readonly {
    readonly offset: number;
    readonly end: number;
    readonly tag: string;
    readonly text: string;
    readonly marked: boolean;
  }[];
}

const reach = 16_384;

interface Separators {
  readonly component: number;
  readonly element: number;
  readonly release: number;
  readonly repetition: number;
  readonly terminator: number;
}

/** Cuts the bytes around `around` at segment ends (EDIFACT) or line ends (JSON); at most `segments` before and after. */
export async function sourceView(
  blobs: Blobs,
  file: { readonly id: string; readonly bytes: number; readonly family: string | null },
  around: number,
  segments: number,
): Promise<SourceView> {
  const start = Math.max(0, Math.min(around, file.bytes) - reach);
  const bytes = await blobs.readRange(file.id, start, Math.min(file.bytes, around + reach) - start);
  const head = await blobs.readRange(file.id, 0, Math.min(file.bytes, 256));
  const edifact = file.family === 'edifact';
  const separators = edifact ? separatorsOf(head) : null;
  const cuts = separators === null ? jsonCuts(bytes) : edifactCuts(bytes, separators);
  const pieces = cuts.slice(1).map((end, index) => ({ from: cuts[index] ?? 0, to: end }));
  const here = Math.max(
    0,
    pieces.findIndex((piece) => around - start < piece.to),
  );
  const local = around - start;
  const end = separators === null ? jsonValueEnd(bytes, local) : edifactValueEnd(bytes, local, separators);
  const shown = pieces.slice(Math.max(0, here - segments), here + segments + 1);
  return {
    file: file.id,
    bytes: file.bytes,
    from: start + (shown[0]?.from ?? 0),
    to: start + (shown.at(-1)?.to ?? 0),
    marked: { from: around, to: start + end },
    segments: shown.map((piece) => ({
      offset: start + piece.from,
      end: start + piece.to,
      tag: edifact ? visible(bytes.subarray(piece.from, Math.min(piece.from + 3, piece.to))) : '',
      text: visible(bytes.subarray(piece.from, piece.to)),
      marked: piece === pieces[here],
    })),
  };
}

function separatorsOf(head: Uint8Array): Separators {
  const text = new TextDecoder('latin1').decode(head);
  const una = /^[\s\u00ef\u00bb\u00bf]*UNA/i.exec(text);
  const at = una?.[0].length ?? -1;
  const code = (index: number, otherwise: string): number =>
    at === -1 ? otherwise.charCodeAt(0) : (head[at + index] ?? otherwise.charCodeAt(0));
  return {
    component: code(0, ':'),
    element: code(1, '+'),
    release: code(3, '?'),
    repetition: code(4, ' '),
    terminator: code(5, "'"),
  };
}

function edifactCuts(bytes: Uint8Array, { release, terminator }: Separators): number[] {
  const cuts = [0];
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index] === release && release !== 32) index += 1;
    else if (bytes[index] === terminator) {
      let end = index + 1;
      while (bytes[end] === 13 || bytes[end] === 10) end += 1;
      cuts.push(end);
      index = end - 1;
    }
  }
  if (cuts.at(-1) !== bytes.length) cuts.push(bytes.length);
  return cuts;
}

function edifactValueEnd(bytes: Uint8Array, from: number, separators: Separators): number {
  const { component, element, release, repetition, terminator } = separators;
  let index = from;
  for (; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === release && release !== 32) index += 1;
    else if (
      byte === component ||
      byte === element ||
      byte === terminator ||
      (repetition !== 32 && byte === repetition)
    )
      break;
  }
  return Math.min(Math.max(index, from), bytes.length);
}

function jsonCuts(bytes: Uint8Array): number[] {
  const cuts = [0];
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index] === 10 || index - (cuts.at(-1) ?? 0) > 240) cuts.push(index + 1);
  }
  if (cuts.at(-1) !== bytes.length) cuts.push(bytes.length);
  return cuts;
}

function jsonValueEnd(bytes: Uint8Array, from: number): number {
  if (bytes[from] === 34) {
    for (let index = from + 1; index < bytes.length; index += 1) {
      if (bytes[index] === 92) index += 1;
      else if (bytes[index] === 34) return index + 1;
    }
    return bytes.length;
  }
  let index = from;
  while (index < bytes.length && !',]}\n\r '.includes(String.fromCharCode(bytes[index] ?? 44))) index += 1;
  return index;
}

/** UTF-8 where it is UTF-8, ISO 8859-1 where it is not; control characters as pictures. */
function visible(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
  return text
    .replace(/[\u0000-\u001f]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/\u007f/g, '\u2421');
}
