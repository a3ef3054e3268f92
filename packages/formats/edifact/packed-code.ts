/**
 * A short code as one number: up to four ASCII characters, the first in the highest byte. Codes are
 * compared as numbers where a mapper asks for them millions of times a second.
 *
 * @returns 0 for an empty text; -1 for one that is longer or has other characters (NUL among them)
 * @example codeOf('BM') // 16973
 * @example codeOf('') // 0
 * @example codeOf('BOOKING') // -1
 */
export function codeOf(text: string): number {
  if (text.length > 4) return -1;
  let code = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0 || c >= 0x80) return -1;
    code = (code << 8) | c;
  }
  return code;
}
