/** So many answers are kept; then they begin anew, so that memory stays flat. */
const mostKept = 4096;
/** The answer to a longer text is worked out each time. */
const longestKept = 256;

/**
 * A function of a text that keeps its answers: cargo messages say the same words over and over.
 *
 * @param answer gives the same answer for the same text, one that nobody changes, and never `undefined`
 * @example remember((text) => text.length)("NLVLI") // 5
 */
export function remember<T>(answer: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const worked = answer(text);
    if (text.length <= longestKept) {
      if (kept.size >= mostKept) kept.clear();
      kept.set(text, worked);
    }
    return worked;
  };
}
