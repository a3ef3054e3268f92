import type { ByteSegment } from '../../api/node-answers.ts';

/** A segment's text cut at the marked bytes. */
export interface MarkedText {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

const encoder = new TextEncoder();

/** Bytes a shown character stands for: a control picture stands for one. */
function bytesOf(character: string): number {
  const code = character.codePointAt(0)!;
  return code < 0x80 || (code >= 0x2400 && code <= 0x2426) ? 1 : encoder.encode(character).length;
}

/**
 * Cuts a segment's display text where the marked bytes begin and end.
 *
 * The node shows bytes as text; one character may stand for several bytes. When the text and the
 * bytes don't measure alike, nothing is guessed: the whole segment is marked.
 *
 * @param marked first byte and the byte after the last, counted in the file
 * @returns `null` when the marked bytes lie outside this segment
 * @example cutAtMark({ offset: 10, end: 20, text: "LOC+9+ECGY", tag: "LOC", marked: true }, { from: 16, to: 20 }) // { before: "LOC+9+", marked: "ECGY", after: "" }
 * @example cutAtMark({ offset: 10, end: 20, text: "LOC+9+ECGY", tag: "LOC", marked: false }, { from: 40, to: 44 }) // null
 */
export function cutAtMark(
  segment: ByteSegment,
  marked: { from: number; to: number } | null,
): MarkedText | null {
  if (marked === null) return segment.marked ? { before: '', marked: segment.text, after: '' } : null;
  if (marked.to <= segment.offset || marked.from >= segment.end) return null;
  const characters = [...segment.text];
  const length = segment.end - segment.offset;
  const measure =
    characters.length === length
      ? () => 1
      : characters.reduce((sum, character) => sum + bytesOf(character), 0) === length
        ? bytesOf
        : null;
  if (measure === null) return { before: '', marked: segment.text, after: '' };
  let at = segment.offset;
  const parts = { before: '', marked: '', after: '' };
  for (const character of characters) {
    if (at < marked.from) parts.before += character;
    else if (at < marked.to) parts.marked += character;
    else parts.after += character;
    at += measure(character);
  }
  return parts;
}

const controlNames =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

/**
 * Parts of a display text: plain text, and pictures of controls replaced by the control's name.
 *
 * @example splitControls("\u240d\u240aLOC") // [{ text: "CR", control: true }, { text: "LF", control: true }, { text: "LOC", control: false }]
 */
export function splitControls(text: string): { readonly text: string; readonly control: boolean }[] {
  return text
    .split(/([\u2400-\u241f])/)
    .filter((part) => part !== '')
    .map((part) => {
      const name = controlNames[part.charCodeAt(0) - 0x2400];
      return part.length === 1 && name !== undefined
        ? { text: name, control: true }
        : { text: part, control: false };
    });
}
