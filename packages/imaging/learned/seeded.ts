/**
 * A stream of numbers from 0 to below 1 that a seed fixes: sfc32.
 *
 * @see docs/sources.md#practrand
 * @example seeded(7)() === seeded(7)() // true
 */
export function seeded(seed: number): () => number {
  let [a, b, c, counter] = [seed >>> 0, 0x9e37_79b9, 0x243f_6a88, 1];
  const next = (): number => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum / 4_294_967_296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** Draws from the standard normal distribution (Box and Muller, 1958). */
export function normalFrom(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
