/** Repeatable chance: the same seed gives the same numbers on every machine. */
export interface Chance {
  /** Evenly in [0, 1). */
  readonly even: () => number;
  readonly between: (least: number, most: number) => number;
  /** Normal, mean 0, deviation 1. */
  readonly normal: () => number;
  readonly poisson: (mean: number) => number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** Chance of its own that follows from this seed and a name. */
  readonly branch: (name: string) => Chance;
}

/**
 * Chance from a seed: small fast counting (sfc32), seeded by mixing the text.
 *
 * @example chanceFrom("7").even() === chanceFrom("7").even() // true
 * @example chanceFrom("7").even() === chanceFrom("8").even() // false
 */
export function chanceFrom(seed: string): Chance {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1];
  for (let index = 0; index < seed.length; index++) {
    const unit = seed.charCodeAt(index);
    a = Math.imul(a ^ unit, 0xcc9e2d51);
    b = Math.imul(b + unit, 0x1b873593) ^ (a >>> 13);
    c = Math.imul(c ^ (b + unit), 0x85ebca6b);
  }
  const even = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let turn = 0; turn < 12; turn++) even();
  let spare: number | undefined;
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    let [u, v, square] = [0, 0, 0];
    do {
      u = 2 * even() - 1;
      v = 2 * even() - 1;
      square = u * u + v * v;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    spare = v * factor;
    return u * factor;
  };
  const poisson = (mean: number): number => {
    if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = even(); product > limit; product *= even()) count++;
    return count;
  };
  return {
    even,
    between: (least, most) => least + (most - least) * even(),
    normal,
    poisson,
    pick: (items) => items[Math.floor(even() * items.length)]!,
    branch: (name) => chanceFrom(`${seed}/${name}`),
  };
}
