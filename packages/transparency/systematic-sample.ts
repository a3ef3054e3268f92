import { sha512 } from '@noble/hashes/sha2.js';
import { joinBytes, toUint64 } from './bytes.ts';

/** What a probability of 1 is written as: probabilities are whole numbers of billionths. */
export const certain = 1_000_000_000;

/**
 * Madow's systematic sample in an order that the seed shuffles: candidate `i` is drawn with exactly the
 * probability `probabilities[i]` / 1,000,000,000, and as many are drawn as the probabilities add up to,
 * rounded up or down. Whole numbers only, so every machine draws the same.
 *
 * @param probabilities billionths, each from 0 to 1,000,000,000
 * @param seed as many bytes as there are; all of the chance comes from here
 * @returns positions that were drawn, rising
 * @throws {RangeError} for a probability that is no whole number of billionths
 * @see docs/sources.md#madow-1949
 * @example systematicSample([1000000000, 0, 1000000000], new Uint8Array(64)) // [0, 2]
 */
export function systematicSample(probabilities: readonly number[], seed: Uint8Array): readonly number[] {
  const wrong = probabilities.findIndex((one) => !Number.isInteger(one) || one < 0 || one > certain);
  if (wrong >= 0) throw new RangeError(`probability ${wrong} is not a whole number of billionths`);
  const below = numbersFrom(seed);
  const start = below(certain);
  const order = probabilities.map((_, index) => index);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  const drawn: number[] = [];
  let next = start;
  let sum = 0;
  for (const index of order) {
    sum += probabilities[index]!;
    if (next >= sum) continue;
    drawn.push(index);
    next += certain;
  }
  return drawn.sort((a, b) => a - b);
}

/** Numbers from 0 to below a limit (at most 2⁵²), each equally likely, out of SHA-512 of seed and a count. */
function numbersFrom(seed: Uint8Array): (limit: number) => number {
  let block = new Uint8Array(0);
  let at = 0;
  let count = 0;
  const next = (): number => {
    if (at === block.length) {
      block = sha512(joinBytes(seed, toUint64(count)));
      count += 1;
      at = 0;
    }
    const view = new DataView(block.buffer, block.byteOffset + at, 8);
    at += 8;
    return (view.getUint32(0) & 0xfffff) * 2 ** 32 + view.getUint32(4);
  };
  return (limit) => {
    // What lies above the last whole multiple would make the low numbers likelier.
    const most = 2 ** 52 - (2 ** 52 % limit);
    for (;;) {
      const value = next();
      if (value < most) return value % limit;
    }
  };
}
