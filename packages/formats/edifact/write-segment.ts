import { charsetOf, type Charset } from './charset.ts';
import { defaultSeparators, type Separators } from './separators.ts';

/** One component as text, or the components of a composite, in order; `''` leaves one out. */
export type WrittenElement = string | readonly string[];

/** Why a segment can't be written. `code` is "edifact/unencodable" or "edifact/bad-tag". */
export class EdifactWriteError extends Error {
  readonly code: 'edifact/unencodable' | 'edifact/bad-tag';

  constructor(code: 'edifact/unencodable' | 'edifact/bad-tag', message: string) {
    super(message);
    this.name = 'EdifactWriteError';
    this.code = code;
  }
}

export interface WriteOptions {
  /** Syntax identifier, "UNOA" … "UNOK", "UNOW" or "UNOY"; "UNOC" unless told. */
  readonly charset?: string;
  /** `:+.?'` without a repetition separator unless told. */
  readonly separators?: Separators;
}

/**
 * Writes one segment. Trailing empty elements and components are left out, separators in the text are
 * released.
 *
 * @returns the bytes with the terminator, in the character set asked for
 * @throws {EdifactWriteError} "edifact/bad-tag" when the tag is not three letters or digits,
 *   "edifact/unencodable" when the character set lacks a character, when a separator in the text can't be
 *   released, or when the text holds a line break or another control character
 * @see docs/sources.md#iso-9735
 * @example new TextDecoder().decode(writeSegment("FTX", ["AAA", "", "", ["5 + 5", "IT'S"]])) // "FTX+AAA+++5 ?+ 5:IT?'S'"
 */
export function writeSegment(
  tag: string,
  elements: readonly WrittenElement[],
  options: WriteOptions = {},
): Uint8Array {
  if (!/^[A-Z0-9]{3}$/.test(tag))
    throw new EdifactWriteError('edifact/bad-tag', `"${tag}" is no segment tag`);
  const charset = charsetOf(options.charset ?? 'UNOC');
  const separators = options.separators ?? defaultSeparators;
  const bytes: number[] = [];
  for (let i = 0; i < 3; i++) bytes.push(tag.charCodeAt(i));
  for (const element of withoutTail(elements, (e) => withoutTail(asComponents(e), isEmpty).length === 0)) {
    bytes.push(separators.element);
    withoutTail(asComponents(element), isEmpty).forEach((component, i) => {
      if (i > 0) bytes.push(separators.component);
      encode(component, charset, separators, bytes);
    });
  }
  bytes.push(separators.terminator);
  return Uint8Array.from(bytes);
}

/**
 * Whether a text can be written in a character set.
 *
 * @example canEncode("MÜNCHEN", "UNOA") // false
 * @example canEncode("MÜNCHEN", "UNOC") // true
 */
export function canEncode(text: string, charset: string): boolean {
  try {
    encode(text, charsetOf(charset), defaultSeparators, []);
    return true;
  } catch (error) {
    if (error instanceof EdifactWriteError) return false;
    throw error;
  }
}

function asComponents(element: WrittenElement): readonly string[] {
  return typeof element === 'string' ? [element] : element;
}

function isEmpty(text: string): boolean {
  return text === '';
}

function withoutTail<T>(items: readonly T[], empty: (item: T) => boolean): readonly T[] {
  let length = items.length;
  while (length > 0 && empty(items[length - 1]!)) length--;
  return items.slice(0, length);
}

function encode(text: string, charset: Charset, separators: Separators, bytes: number[]): void {
  if (!text.isWellFormed())
    throw new EdifactWriteError('edifact/unencodable', 'The text holds half a character');
  const { component, element, release, repetition, terminator } = separators;
  const special = [component, element, release, repetition, terminator];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const encoded =
      charset.kind === 'utf-8' && code >= 0x80
        ? new TextEncoder().encode(character)
        : [code < 0x80 ? code : charset.codes.indexOf(code, 0x80)];
    const byte = encoded[0]!;
    const foreign =
      byte < 0 || byte === 0 || (charset.foreign[byte] === 1 && !(charset.kind === 'utf-8' && byte >= 0x80));
    if (foreign || (special.includes(byte) && release < 0)) {
      throw new EdifactWriteError(
        'edifact/unencodable',
        `${charset.id} can't carry ${JSON.stringify(character)}`,
      );
    }
    if (special.includes(byte)) bytes.push(release);
    bytes.push(...encoded);
  }
}
