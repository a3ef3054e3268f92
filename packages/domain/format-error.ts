/** Every refusal of this package, by what was read and what is wrong with it. */
export type FormatErrorCode =
  | 'container-number/shape'
  | 'container-number/check-digit'
  | 'hs-code/shape'
  | 'imo-number/shape'
  | 'imo-number/check-digit'
  | 'instant/format'
  | 'instant/shape'
  | 'instant/zone'
  | 'instant/impossible'
  | 'kilograms/unit'
  | 'kilograms/value'
  | 'seal-number/shape'
  | 'stow-position/shape'
  | 'un-locode/shape';

/**
 * A text that is not what it should be. `code` is stable and can be relied on, `input` is the text as
 * it came in (at most 80 characters of it), `message` is for people.
 *
 * @example new FormatError("un-locode/shape", "NL", "five characters").code // "un-locode/shape"
 */
export class FormatError extends Error {
  readonly code: FormatErrorCode;
  readonly input: string;

  constructor(code: FormatErrorCode, input: string, expected: string) {
    const shown = input.length > 80 ? `${input.slice(0, 79)}…` : input;
    super(`${JSON.stringify(shown)}: expected ${expected}`);
    this.name = 'FormatError';
    this.code = code;
    this.input = shown;
  }
}
