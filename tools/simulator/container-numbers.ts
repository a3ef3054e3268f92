import { containerCheckDigit, syntheticOwnerPrefixes } from '@havenwacht/domain';

/** Kinds of containers in the simulation, by ISO 6346 size-type code. */
export type SizeType = '45R1' | '22G1' | '42G1' | '45G1' | '22U1';

export const sizeTypes: readonly SizeType[] = ['45R1', '22G1', '42G1', '45G1', '22U1'];

/** The codes of before 1995 for the same containers. */
export const oldSizeTypes: Readonly<Record<SizeType, string>> = {
  '45R1': '4532', '22G1': '2210', '42G1': '4310', '45G1': '4510', '22U1': '2251',
}; // prettier-ignore

const baseTareKg: Readonly<Record<SizeType, number>> = {
  '45R1': 4620, '22G1': 2230, '42G1': 3740, '45G1': 3890, '22U1': 2360,
}; // prettier-ignore

const prefixes = syntheticOwnerPrefixes.map((prefix) => (prefix.length === 3 ? `${prefix}U` : prefix));

const serialsPerKind = 200_000;

/**
 * The n-th container number of a kind: a fixed, scattered sequence without repetition.
 *
 * @param index 0 to 200,000 times the number of synthetic owner prefixes, less one
 * @throws {RangeError} beyond that
 */
export function containerNumber(sizeType: SizeType, index: number): string {
  if (index < 0 || index >= serialsPerKind * prefixes.length)
    throw new RangeError(`no container number ${index}`);
  const owner = index % prefixes.length;
  const turn = Math.floor(index / prefixes.length);
  // 7919 shares no factor with 200,000, so a serial comes once per owner and kind.
  const serial =
    sizeTypes.indexOf(sizeType) * serialsPerKind + ((turn * 7919 + owner * 104_729 + 977) % serialsPerKind);
  const head = (prefixes[owner] ?? '') + String(serial).padStart(6, '0');
  return head + String(containerCheckDigit(head));
}

/** The place of a number in the sequence of its kind; the inverse of {@link containerNumber}. */
export function containerIndex(sizeType: SizeType, number: string): number {
  const owner = prefixes.indexOf(number.slice(0, 4));
  const serial = Number(number.slice(4, 10)) - sizeTypes.indexOf(sizeType) * serialsPerKind;
  const scattered = (((serial - owner * 104_729 - 977) % serialsPerKind) + serialsPerKind) % serialsPerKind;
  // 17,679 undoes 7919: their product is 1 modulo 200,000.
  return Number((BigInt(scattered) * 17679n) % BigInt(serialsPerKind)) * prefixes.length + owner;
}

/** Tare of a container, kg: the same whenever it comes. */
export function tareOf(sizeType: SizeType, number: string): number {
  let hash = 0;
  for (let i = 4; i < 11; i += 1) hash = (hash * 31 + number.charCodeAt(i)) % 9973;
  return baseTareKg[sizeType] + ((hash % 13) - 6) * 20;
}

/**
 * A pair of valid numbers that differ in one digit: one whose remainder is 0 and one whose remainder
 * is 10 both end in 0.
 *
 * @param number a valid number that is not to be changed when it has such a neighbour
 * @returns two numbers of the same owner, the first of them `number` where possible; `null` when the
 *   stretch near it has none
 */
export function validTwin(number: string): string | null {
  if (number.at(-1) !== '0') return null;
  for (let at = 4; at < 10; at += 1) {
    for (let digit = 0; digit < 10; digit += 1) {
      if (String(digit) === number[at]) continue;
      const head = number.slice(0, at) + String(digit) + number.slice(at + 1, 10);
      if (containerCheckDigit(head) === 0) return `${head}0`;
    }
  }
  return null;
}

/** The number with its check digit replaced by a wrong one, as a typing error gives. */
export function mistyped(number: string, shift: number): string {
  const digit = (Number(number.at(-1)) + 1 + (shift % 9)) % 10;
  return number.slice(0, 10) + String(digit);
}
