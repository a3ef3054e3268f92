/**
 * A seeded random source. The sequence depends on the seed and the label only, so a run repeats on
 * every machine.
 *
 * sfc32 (Doty-Humphrey, PractRand), seeded through splitmix32.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform whole number, both ends included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of `list`, with chances in proportion to `weight`. */
  weighted<T>(list: readonly T[], weight: (item: T) => number): T;
  /** Normal with the given mean and standard deviation. */
  normal(mean: number, deviation: number): number;
  /** Log-normal with the given median; `spread` is the standard deviation of the logarithm. */
  around(median: number, spread: number): number;
  /** A source of its own that does not disturb this one. */
  fork(label: string): Random;
}

function mixText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Makes a seeded random source.
 *
 * @param seed whole number, 0 to 2^53-1
 * @param label names the stream; streams with different labels are unrelated
 * @returns a source whose sequence depends on `seed` and `label` only
 * @throws {RangeError} when `seed` is not a whole number in that range
 * @see docs/sources.md#practrand
 * @example createRandom(7).between(3, 3) // 3
 * @example createRandom(7).next() === createRandom(7).next() // true
 * @example createRandom(7).next() === createRandom(8).next() // false
 */
export function createRandom(seed: number, label = ''): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`seed must be a whole number from 0 to 2^53-1, got ${seed}`);
  }
  let state = (seed ^ mixText(label) ^ Math.imul(Math.floor(seed / 4294967296), 0x9e3779b1)) >>> 0;
  const splitmix = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) | 0;
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let counter = 1;
  const next32 = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    return result >>> 0;
  };
  for (let i = 0; i < 12; i += 1) next32();

  const next = (): number => next32() / 4294967296;
  const random: Random = {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => {
      const item = list[Math.floor(next() * list.length)];
      if (item === undefined) throw new RangeError('pick from an empty list');
      return item;
    },
    weighted: (list, weight) => {
      let total = 0;
      for (const item of list) total += weight(item);
      let rest = next() * total;
      for (const item of list) {
        rest -= weight(item);
        if (rest < 0) return item;
      }
      const last = list.at(-1);
      if (last === undefined) throw new RangeError('pick from an empty list');
      return last;
    },
    normal: (mean, deviation) =>
      mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    around: (median, spread) => median * Math.exp(random.normal(0, spread)),
    fork: (streamLabel) => createRandom(seed, `${label}/${streamLabel}`),
  };
  return random;
}
