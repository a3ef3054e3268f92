/**
 * Owner codes for synthetic containers: three letters that no owner has, for certain or with good reason.
 *
 * The register of owner codes (BIC) is proprietary and is not shipped. XXX, YYY and ZZZ are among the few
 * codes that can't be registered. The others have good reason: an owner asks for a code that stands for its
 * name, so codes read as initials or as the start of a word; these are three rare consonants, at least two
 * of them Q, X or Z.
 *
 * Good reason is not proof, and a code can be issued tomorrow. Who runs a demonstration beside real traffic
 * looks each code up at https://www.bic-code.org/bic-codes/ and in his own traffic, and should find none.
 *
 * @see docs/sources.md#synthetic-owner-prefixes
 */
export const syntheticOwnerPrefixes: readonly string[] = [
  'XXX',
  'YYY',
  'ZZZ',
  'QZX',
  'QXZ',
  'QXJ',
  'QZJ',
  'QQX',
  'QQZ',
  'XQZ',
  'XZQ',
  'XQJ',
  'XXQ',
  'ZQX',
  'ZXQ',
  'ZQJ',
];

const SYNTHETIC = new Set(syntheticOwnerPrefixes);

/**
 * Whether a container number is marked as synthetic by its owner code.
 *
 * @param number a container number as it stands; only its first three characters are looked at
 * @example isSyntheticContainer("QZXU1000003") // true
 * @example isSyntheticContainer("CSQU3054383") // false
 */
export function isSyntheticContainer(number: string): boolean {
  return SYNTHETIC.has(number.slice(0, 3).toUpperCase());
}
