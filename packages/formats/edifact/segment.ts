/**
 * One segment as the tokenizer hands it over. The object is reused: read it inside the callback,
 * keep only what the accessors return.
 *
 * Elements count from 1 (the tag is element 0), components and repetitions from 0, as the UN
 * directories count them. Asking for what is not there gives `''`, `NaN` or `-1`, never a throw.
 */
export interface Segment {
  /** The tag in upper case, three letters for every segment a directory knows. */
  readonly tag: string;
  /** The tag as `codeOf` packs it; 0 for one that is not three letters or digits. */
  readonly tagCode: number;
  /** Byte offset in the file of the first byte of the tag. */
  readonly offset: number;
  /** Position of this segment in its message, UNH = 1; 0 outside a message. */
  readonly position: number;
  /** Number of elements after the tag; trailing empty ones that were written count. */
  readonly elementCount: number;
  /** Number of components written in an element (first repetition unless told); 0 when the element is absent. */
  componentCount(element: number, repetition?: number): number;
  /** Number of repetitions of an element; 1 without a repetition separator, 0 when absent. */
  repetitionCount(element: number): number;
  /** Decoded text with releases resolved, CR and LF dropped, outer blanks trimmed; `''` when absent. */
  text(element: number, component?: number, repetition?: number): string;
  /**
   * The same text as `codeOf` packs it: up to four ASCII characters as one number, 0 when absent or empty,
   * -1 for any other text.
   */
  code(element: number, component?: number): number;
  /** A decimal number with the interchange's decimal mark (also `,`), sign and exponent refused; `NaN` when absent or not a number. */
  number(element: number, component?: number, repetition?: number): number;
  /** Byte offset in the file of the first byte of the component; -1 when absent. */
  offsetOf(element: number, component?: number, repetition?: number): number;
}
