/**
 * The n-th synthetic IMO ship number: 300000n with its check digit.
 *
 * Ship numbers in use lie between 5000000 and 9999999 and, for newer ships, from 1000000 upward; the
 * stretch from 3000000 is taken because no ship of it was known when this was written.
 *
 * @param index 0–99,999
 * @see docs/sources.md#imo-number
 * @example syntheticImo(0) // '3000001'
 */
export function syntheticImo(index: number): string {
  const digits = String(300_000 + index);
  let sum = 0;
  for (let i = 0; i < 6; i += 1) sum += Number(digits[i]) * (7 - i);
  return digits + String(sum % 10);
}
