import type { Analyser, Judgement } from '../analyser.ts';
import { calibrate, type CalibratedScan } from '../calibrate.ts';
import type { ScanGeometry, ScanImage } from '../scan-image.ts';

export interface DeclaredMassInput {
  readonly scan: ScanImage;
  /** Verified gross mass, kg: container and goods. */
  readonly verifiedGrossKg: number | null;
}

/** Error of a mass from a scan, as a share: depth changes the magnification, steel is counted as organic. */
const massSpread = 0.08;
/** Where more of the scan than this lets nothing through, its mass can not be had. Floor members seen edge-on are half of it. */
const mostOpaque = 0.05;
/** g/cm²: at this density under a hundredth of the beam is left. */
const opaque = 118;

/**
 * Mass of everything in a scan, kg: areal density times the area that a pixel covers at the middle plane.
 *
 * @returns the mass and the share of pixels, 0 … 1, where it is only a lower bound
 */
export function massOf(
  scan: CalibratedScan,
  geometry: ScanGeometry,
): { readonly massKg: number; readonly opaque: number } {
  const scale = ((geometry.sourceDistanceMm + geometry.laneOffsetMm) / geometry.sourceDistanceMm) ** 2;
  const pixelCm2 = ((geometry.columnPitchMm * geometry.rowPitchMm) / 100) * Math.sqrt(scale);
  let [grams, deep] = [0, 0];
  for (let at = 0; at < scan.density.length; at++) {
    const value = scan.density[at]!;
    grams += value * pixelCm2;
    if (value > opaque) deep++;
  }
  return { massKg: grams / 1000, opaque: deep / scan.density.length };
}

/** The mass that a scan shows against the mass that was verified before loading. */
export const declaredMass: Analyser<DeclaredMassInput> = {
  name: 'declared-mass',
  version: '1',
  judge({ scan, verifiedGrossKg }): Judgement {
    const none = (reason: string): Judgement => ({ outcome: 'not-evaluated', reason });
    if (verifiedGrossKg === null || !(verifiedGrossKg > 0)) return none('there is no verified gross mass');
    const calibrated = calibrate(scan);
    if (!calibrated.ok) return none(calibrated.reason);
    if (scan.geometry === null) return none('the geometry is not told');
    const { massKg, opaque: deep } = massOf(calibrated.scan, scan.geometry);
    if (deep > mostOpaque) return none('too much of the load lets nothing through');
    const sigmaKg = massSpread * verifiedGrossKg;
    const strength = (massKg - verifiedGrossKg) / sigmaKg;
    const pValue = twoSided(strength);
    const corners = [
      [0, 0],
      [scan.columns, 0],
      [scan.columns, scan.rows],
      [0, scan.rows],
    ] as const;
    const finding = { polygon: corners, excessKg: massKg - verifiedGrossKg, sigmaKg, pValue };
    return {
      outcome: 'judged',
      score: Math.abs(strength),
      pValue,
      findings: pValue <= 0.01 ? [finding] : [],
    };
  },
};

/** Chance that a normal error is at least so many deviations off (Abramowitz and Stegun 26.2.17). */
function twoSided(deviations: number): number {
  const z = Math.abs(deviations);
  const t = 1 / (1 + 0.2316419 * z);
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.min(1, 2 * 0.3989422804 * Math.exp((-z * z) / 2) * tail);
}
