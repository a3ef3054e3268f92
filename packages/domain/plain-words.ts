/**
 * A text as plain words: upper case, accents folded, everything but letters and digits a blank.
 *
 * @returns the words in order, none empty
 * @example plainWords("Fruta fresca: bananos, 1.080 cajas") // ["FRUTA", "FRESCA", "BANANOS", "1", "080", "CAJAS"]
 */
export function plainWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
