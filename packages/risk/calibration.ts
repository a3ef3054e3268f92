import { logOddsOf, probabilityOf } from './log-odds.ts';

/** One step of an isotonic calibration: from `logOdds` on, until the next step. */
export interface IsotonicStep {
  readonly logOdds: number;
  readonly probability: number;
  /** 95 % interval of the probability of this step. */
  readonly low: number;
  readonly high: number;
}

/** What was fitted to, and why this method: for the model card. */
export interface CalibrationGround {
  readonly rows: number;
  readonly positives: number;
  readonly why: string;
}

/** How raw log-odds become calibrated ones. Plain data, so that it can be stored with its version. */
export type Calibration = CalibrationGround &
  (
    | { readonly method: 'identity' }
    | {
        readonly method: 'platt';
        readonly slope: number;
        readonly intercept: number;
        /** Variance of slope, of intercept, and their covariance. */
        readonly covariance: readonly [number, number, number];
      }
    | { readonly method: 'isotonic'; readonly steps: readonly IsotonicStep[] }
  );

/** A probability with its 95 % interval; `interval` is `null` where nothing was fitted. */
export interface CalibratedScore {
  /** Log-odds of `probability`. */
  readonly logOdds: number;
  readonly probability: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** Leaves log-odds as they are: the stated prior and the policy's weights are all there is. */
export const identityCalibration: Calibration = {
  method: 'identity',
  rows: 0,
  positives: 0,
  why: 'no outcomes to calibrate on',
};

/**
 * Calibrated score of raw log-odds. Never decreasing in `rawLogOdds`; always finite.
 *
 * @example applyCalibration(identityCalibration, 0) // { logOdds: 0, probability: 0.5, interval: null }
 */
export function applyCalibration(calibration: Calibration, rawLogOdds: number): CalibratedScore {
  switch (calibration.method) {
    case 'identity':
      return { logOdds: rawLogOdds, probability: probabilityOf(rawLogOdds), interval: null };
    case 'platt': {
      const { slope, intercept, covariance } = calibration;
      const logOdds = slope * rawLogOdds + intercept;
      const [ofSlope, ofIntercept, both] = covariance;
      const variance = rawLogOdds ** 2 * ofSlope + ofIntercept + 2 * rawLogOdds * both;
      const reach = 1.96 * Math.sqrt(Math.max(0, variance));
      const interval = { low: probabilityOf(logOdds - reach), high: probabilityOf(logOdds + reach) };
      return { logOdds, probability: probabilityOf(logOdds), interval };
    }
    case 'isotonic': {
      const { probability, low, high } = stepAt(calibration.steps, rawLogOdds);
      return { logOdds: logOddsOf(probability), probability, interval: { low, high } };
    }
  }
}

/** The last step that begins at or before `logOdds`; the first one below all of them. */
function stepAt(steps: readonly IsotonicStep[], logOdds: number): IsotonicStep {
  let from = 0;
  let to = steps.length - 1;
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if (steps[middle]!.logOdds <= logOdds) from = middle;
    else to = middle - 1;
  }
  return steps[from]!;
}
