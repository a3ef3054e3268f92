/** A place of a scan that differs from what an analyser expects. Lengths in pixels of the scan that was judged. */
export interface Finding {
  /** Corners x, y in order; row 0 on top. */
  readonly polygon: readonly (readonly [number, number])[];
  /** Mass above (below, when negative) what was expected, kg, as if organic. */
  readonly excessKg: number;
  readonly sigmaKg: number;
  /** Share of clean scans of this cargo class in which the strongest place is at least as strong, 0 … 1. */
  readonly pValue: number;
}

/** What an analyser answers. `not-evaluated` and `cannot-compare` never count as clear. */
export type Judgement =
  | {
      readonly outcome: 'judged';
      readonly score: number;
      readonly pValue: number;
      readonly findings: readonly Finding[];
    }
  | { readonly outcome: 'not-evaluated' | 'cannot-compare'; readonly reason: string };

/** An algorithm that judges scans. Its card in docs/cards says how well. */
export interface Analyser<Input> {
  readonly name: string;
  readonly version: string;
  judge(input: Input): Judgement;
}
