/**
 * Whether two texts differ by one slip of the pen: one character replaced, or two neighbours swapped.
 * Equal texts and texts of different length are not. Compare normalised texts.
 *
 * @example isOneEditAway("CSQU3054383", "CSQU3054388") // true
 * @example isOneEditAway("CSQU3054383", "CSQU3045383") // true
 * @example isOneEditAway("CSQU3054383", "CSQU3054383") // false
 */
export function isOneEditAway(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let first = 0;
  while (first < a.length && a.charCodeAt(first) === b.charCodeAt(first)) first++;
  if (first === a.length) return false;
  let last = a.length - 1;
  while (a.charCodeAt(last) === b.charCodeAt(last)) last--;
  if (first === last) return true;
  return (
    last === first + 1 &&
    a.charCodeAt(first) === b.charCodeAt(last) &&
    a.charCodeAt(last) === b.charCodeAt(first)
  );
}

/**
 * Keys by which texts that are one edit apart find each other in an index: two different texts of
 * letters and digits share a key exactly when {@link isOneEditAway}, and then they share exactly one.
 *
 * A text of n characters has n keys for a replaced character ("CSQ?3054383") and up to n − 1 for two
 * swapped neighbours ("CSQU3[45]4383", in alphabetical order; none where both are the same).
 *
 * @example oneEditKeys("AB1") // ["?B1", "A?1", "AB?", "[AB]1", "A[1B]"]
 */
export function oneEditKeys(text: string): string[] {
  const keys: string[] = [];
  for (let i = 0; i < text.length; i++) keys.push(replacedKey(text, i));
  for (let i = 0; i + 1 < text.length; i++) {
    const key = swappedKey(text, i);
    if (key !== null) keys.push(key);
  }
  return keys;
}

/**
 * All pairs of `texts` that are one edit apart, each pair once, in the order of the list. Doubles in
 * the list count once. Time grows with texts × length plus pairs found; memory with texts.
 *
 * @example findOneEditTwins(["CSQU3054383", "TRIU8851231", "CSQU3054388"]) // [["CSQU3054383", "CSQU3054388"]]
 */
export function findOneEditTwins(texts: Iterable<string>): [string, string][] {
  const unique = [...new Set(texts)];
  const longest = unique.reduce((length, text) => Math.max(length, text.length), 0);
  const pairs: [number, number][] = [];
  for (let i = 0; i < longest; i++) {
    collectPairs(unique, pairs, (text) => (i < text.length ? replacedKey(text, i) : null));
    collectPairs(unique, pairs, (text) => (i + 1 < text.length ? swappedKey(text, i) : null));
  }
  pairs.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  return pairs.map(([i, j]) => [unique[i] ?? '', unique[j] ?? '']);
}

function collectPairs(
  texts: string[],
  pairs: [number, number][],
  keyOf: (text: string) => string | null,
): void {
  const seen = new Map<string, number[]>();
  texts.forEach((text, j) => {
    const key = keyOf(text);
    if (key === null) return;
    const others = seen.get(key);
    if (others === undefined) {
      seen.set(key, [j]);
      return;
    }
    for (const i of others) pairs.push([i, j]);
    others.push(j);
  });
}

function replacedKey(text: string, i: number): string {
  return `${text.slice(0, i)}?${text.slice(i + 1)}`;
}

function swappedKey(text: string, i: number): string | null {
  const a = text.charAt(i);
  const b = text.charAt(i + 1);
  if (a === b) return null;
  return `${text.slice(0, i)}[${a < b ? a + b : b + a}]${text.slice(i + 2)}`;
}
