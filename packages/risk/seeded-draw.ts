/**
 * A number in [0, 1) that follows from a seed and a text, evenly spread and the same on every
 * machine: 53 bits of two 32-bit mixes with murmur-like finishing.
 *
 * It is repeatable, not secret and not provable: who knows the seed can foretell it.
 *
 * @example seededDraw("seed", "visit-1") === seededDraw("seed", "visit-1") // true
 * @example seededDraw("seed", "visit-1") === seededDraw("seed", "visit-2") // false
 */
export function seededDraw(seed: string, text: string): number {
  const input = `${seed.length}:${seed}${text}`;
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let index = 0; index < input.length; index++) {
    const unit = input.charCodeAt(index);
    a = Math.imul(a ^ unit, 0xcc9e2d51);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ unit, 0x1b873593);
    b = (b << 15) | (b >>> 17);
  }
  const high = finish(a ^ Math.imul(b, 0x9e3779b1) ^ input.length);
  const low = finish(b ^ Math.imul(a, 0x85ebca77) ^ high);
  return ((high >>> 5) * 0x4000000 + (low >>> 6)) / 2 ** 53;
}

function finish(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
