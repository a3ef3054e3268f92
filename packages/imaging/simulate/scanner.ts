import type { BeamMV } from '../physics/beam.ts';
import type { ScanGeometry } from '../scan-image.ts';
import type { SceneFamily } from './loads.ts';
import type { Chance } from './random.ts';

/** A scanner as it stands in its lane, with what it does wrong. */
export interface Scanner {
  readonly id: string;
  readonly geometry: ScanGeometry;
  readonly high: BeamMV;
  readonly low: BeamMV;
  /** Quanta a pixel in open air. */
  readonly quantaHigh: number;
  readonly quantaLow: number;
  /** Deviation of dose from pulse to pulse, and of gain from detector to detector. */
  readonly doseSpread: number;
  readonly gainSpread: number;
  /** Share of scatter in the signal of open air. */
  readonly scatter: number;
  /** Share of detectors and of pulses that give nothing. */
  readonly dead: number;
  /** Deviation of the place of a column from even steps, mm. */
  readonly wobbleMm: number;
}

/**
 * A scanner of a family. `pitchMm` is the size of a pixel: 5 is a fielded scanner; 10 makes a scan four
 * times as fast, and a brick of 200 × 130 mm is still 20 × 13 pixels.
 */
export function aScanner(family: SceneFamily, pitchMm: number, chance: Chance): Scanner {
  const training = family === 'training';
  const wide = chance.even() < 0.5;
  return {
    id: `SIM-${training ? 'T' : 'E'}${Math.floor(chance.even() * 9000 + 1000)}`,
    geometry: {
      sourceDistanceMm: Math.round(training ? chance.between(4800, 6200) : chance.between(5200, 7200)),
      side: chance.pick(['left', 'right'] as const),
      laneOffsetMm: Math.round(chance.between(-150, 150)),
      columnPitchMm: pitchMm,
      rowPitchMm: pitchMm,
      sourceHeightMm: Math.round(chance.between(300, 900)),
      tiltDegrees: 0,
    },
    high: wide ? 6 : training ? 10 : 9,
    low: wide ? 4 : 6,
    quantaHigh: training ? 4e4 : chance.between(2.5e4, 6e4),
    quantaLow: training ? 2e4 : chance.between(1.5e4, 3e4),
    doseSpread: chance.between(0.01, 0.02),
    gainSpread: 0.01,
    scatter: chance.between(0.01, 0.03),
    dead: 0.001,
    wobbleMm: training ? chance.between(4, 12) : chance.between(4, 15),
  };
}
