/**
 * Owner codes for synthetic containers: three letters that, for good reason, no owner has.
 *
 * The register of owner codes (BIC) is proprietary and is not shipped. The reason here is the way codes
 * come about: an owner asks for one that stands for its name, so codes read as initials or as the start
 * of a word. These are three consonants of which at least two are Q, X or Z and which begin with one of
 * them. None stood in the public code and text searched for it.
 *
 * That is good reason, not proof, and a code can be issued tomorrow. The one who runs a demonstration
 * beside real traffic checks each code at https://www.bic-code.org/bic-codes/ and should see none of
 * them; a node should also refuse to start one when any of them occurs in its own traffic.
 *
 * @see docs/sources.md#synthetic-owner-prefixes
 */
export const syntheticOwnerPrefixes: readonly string[] = [
  'QZX',
  'QXZ',
  'QXJ',
  'QZJ',
  'QQX',
  'QQZ',
  'XQZ',
  'XZQ',
  'XQJ',
  'XQK',
  'XXQ',
  'ZQX',
  'ZXQ',
  'ZQJ',
  'ZQQ',
  'ZXJ',
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
