import { findOneEditTwins, isOneEditAway, oneEditKeys } from '@havenwacht/domain';

type Pair = readonly [string, string];

/**
 * Pairs of container numbers that are one edit apart: one character replaced, or two neighbours
 * swapped. Linear in the number of containers: numbers that are one edit apart share a key.
 *
 * @param numbers all numbers of one call
 * @param among only pairs with at least one of these
 */
export function findTwins(numbers: readonly string[], among: ReadonlySet<string>): readonly Pair[] {
  if (among.size * 4 > numbers.length) {
    return inOrder(findOneEditTwins(numbers).filter(([a, b]) => among.has(a) || among.has(b)));
  }
  const keyed = new Map<string, string[]>();
  const wanted = new Set<string>();
  for (const number of among) for (const key of oneEditKeys(number)) wanted.add(key);
  for (const number of new Set(numbers)) {
    for (const key of oneEditKeys(number)) {
      if (!wanted.has(key)) continue;
      const list = keyed.get(key);
      if (list === undefined) keyed.set(key, [number]);
      else list.push(number);
    }
  }
  const pairs = new Map<string, Pair>();
  for (const list of keyed.values()) {
    for (const a of list) {
      for (const b of list) {
        if (a >= b || (!among.has(a) && !among.has(b)) || !isOneEditAway(a, b)) continue;
        pairs.set(`${a}|${b}`, [a, b]);
      }
    }
  }
  return inOrder([...pairs.values()]);
}

function inOrder(pairs: readonly Pair[]): readonly Pair[] {
  return pairs
    .map(([a, b]): Pair => (a < b ? [a, b] : [b, a]))
    .sort(([a, c], [b, d]) => (a + c < b + d ? -1 : 1));
}
