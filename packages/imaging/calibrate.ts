import { organicDensity, type BeamMV } from './physics/beam.ts';
import type { ScanImage } from './scan-image.ts';

/** A scan in units that another scan can be compared in. */
export interface CalibratedScan {
  readonly columns: number;
  readonly rows: number;
  /** Areal density as if all were cellulose, g/cm²: rows × columns, row-major, 0 = air. */
  readonly density: Float32Array;
  /** Variance of `density` from quanta and read noise, (g/cm²)². */
  readonly variance: Float32Array;
  /** Columns and rows that gave nothing and were filled from their neighbours. */
  readonly deadColumns: number;
  readonly deadRows: number;
}

/** Below this share of open air a detector or pulse counts as dead. */
const deadShare = 0.3;
/** Beyond this attenuation the quanta are too few to say how much is there. */
const deepest = 6.5;

/**
 * Transmission to areal density: dark level off, each detector by what it read in the open air at both
 * ends, each pulse by what its detectors read in the open air on top, dead ones filled from their
 * neighbours, then each energy through the curve of its spectrum and both weighed by their noise.
 *
 * @returns the calibrated scan, or why it can't be: no geometry, a spectrum without a curve, no open air
 */
export function calibrate(
  image: ScanImage,
): { readonly ok: true; readonly scan: CalibratedScan } | { readonly ok: false; readonly reason: string } {
  const { columns, rows, channels, geometry } = image;
  if (geometry === null) return { ok: false, reason: 'the geometry is not told' };
  if (channels.length === 0) return { ok: false, reason: 'there is no channel' };
  if (columns < 100 || rows < 60) return { ok: false, reason: 'the scan is too small to hold a container' };
  const airRows = Math.max(3, Math.floor(90 / geometry.rowPitchMm));
  const airColumns = Math.max(8, Math.floor(160 / geometry.columnPitchMm));
  const density = new Float32Array(columns * rows);
  const information = new Float32Array(columns * rows);
  let [deadColumns, deadRows] = [0, 0];
  for (const { nominalMV, samples, airLevel, darkLevel } of channels) {
    const beam = beamOf(nominalMV);
    if (beam === undefined) return { ok: false, reason: `there is no curve for ${nominalMV} MV` };
    if (samples.length !== columns * rows)
      return { ok: false, reason: 'a channel has another size than the scan' };
    const gain = rowGains(image, samples, airColumns, darkLevel, airLevel);
    if (gain === undefined) return { ok: false, reason: 'there is no open air at the ends to calibrate on' };
    const dose = columnDoses(image, samples, airRows, gain, darkLevel, airLevel);
    const noise = airNoise(image, samples, airRows, airColumns, gain, dose, darkLevel, airLevel);
    // Pulses or detectors that are dead in one channel only are taken from the other.
    deadRows = Math.max(
      deadRows,
      gain.reduce((count, value) => count + (value < deadShare ? 1 : 0), 0),
    );
    deadColumns = Math.max(
      deadColumns,
      dose.reduce((count, value) => count + (value < deadShare ? 1 : 0), 0),
    );
    const floor = Math.exp(-deepest);
    const slopeAt = curveSlopes(beam);
    const curve = curveOf(beam);
    for (let row = 0; row < rows; row++) {
      const scale = 1 / ((airLevel - darkLevel) * gain[row]!);
      if (gain[row]! < deadShare) continue;
      for (let column = 0; column < columns; column++) {
        if (dose[column]! < deadShare) continue;
        const at = row * columns + column;
        const transparency = Math.max(floor, ((samples[at]! - darkLevel) * scale) / dose[column]!);
        const attenuation = Math.max(-0.2, -Math.log(transparency));
        const place = Math.max(0, attenuation * 50);
        const whole = Math.min(curve.length - 2, place | 0);
        const value =
          attenuation < 0
            ? attenuation * slopeAt[0]!
            : curve[whole]! + (curve[whole + 1]! - curve[whole]!) * (place - whole);
        const slope = slopeAt[whole]!;
        // Quanta: variance of the transparency is in proportion to it; read noise adds a constant.
        const spread = (noise * transparency + 3e-8) / (transparency * transparency);
        const weight = 1 / (spread * slope * slope);
        density[at]! += weight * value;
        information[at]! += weight;
      }
    }
  }
  const variance = new Float32Array(columns * rows);
  for (let at = 0; at < density.length; at++) {
    const weight = information[at]!;
    if (weight > 0) {
      density[at]! /= weight;
      variance[at] = 1 / weight;
    } else variance[at] = -1;
  }
  fillDead(density, variance, columns, rows);
  return { ok: true, scan: { columns, rows, density, variance, deadColumns, deadRows } };
}

function beamOf(nominalMV: number): BeamMV | undefined {
  return ([4, 6, 9, 10] as const).find((beam) => beam === nominalMV);
}

const curves = new Map<BeamMV, Float64Array>();

/** Areal density for each 0.02 of attenuation. */
function curveOf(beam: BeamMV): Float64Array {
  let curve = curves.get(beam);
  if (curve === undefined) {
    curve = Float64Array.from({ length: 400 }, (_, step) => organicDensity(beam, step * 0.02));
    curves.set(beam, curve);
  }
  return curve;
}

function curveSlopes(beam: BeamMV): Float64Array {
  const curve = curveOf(beam);
  return curve.map((value, step) => (step + 1 < curve.length ? (curve[step + 1]! - value) * 50 : 25));
}

/** Median reading of each detector in the open air before and after the container; 1 = as told. */
function rowGains(
  { columns, rows }: ScanImage,
  samples: Uint16Array,
  airColumns: number,
  dark: number,
  air: number,
): Float64Array | undefined {
  const gains = new Float64Array(rows);
  let usable = 0;
  for (let row = 0; row < rows; row++) {
    let [sum, count] = [0, 0];
    for (let column = 0; column < airColumns; column++) {
      const value = (samples[row * columns + column]! - dark) / (air - dark);
      // A missing pulse says nothing about the detector.
      if (value > deadShare) {
        sum += value;
        count++;
      }
    }
    gains[row] = count > airColumns / 2 ? sum / count : 0;
    if (gains[row]! > 0.85 && gains[row]! < 1.15) usable++;
  }
  return usable > rows * 0.9 ? gains : undefined;
}

function columnDoses(
  { columns }: ScanImage,
  samples: Uint16Array,
  airRows: number,
  gain: Float64Array,
  dark: number,
  air: number,
): Float64Array {
  const doses = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    let [sum, count] = [0, 0];
    for (let row = 0; row < airRows; row++) {
      if (gain[row]! < deadShare) continue;
      sum += (samples[row * columns + column]! - dark) / ((air - dark) * gain[row]!);
      count++;
    }
    doses[column] = count > 0 ? sum / count : 1;
  }
  return doses;
}

/** Variance of the transparency in open air, from the air on top. */
function airNoise(
  { columns }: ScanImage,
  samples: Uint16Array,
  airRows: number,
  airColumns: number,
  gain: Float64Array,
  dose: Float64Array,
  dark: number,
  air: number,
): number {
  let [sum, count] = [0, 0];
  for (let row = 0; row < airRows; row++) {
    if (gain[row]! < deadShare) continue;
    for (let column = airColumns; column < columns - airColumns; column++) {
      if (dose[column]! < deadShare) continue;
      const off = (samples[row * columns + column]! - dark) / ((air - dark) * gain[row]! * dose[column]!) - 1;
      if (Math.abs(off) > 0.1) continue;
      sum += off * off;
      count++;
    }
  }
  return count > 100 ? Math.max(1e-6, sum / count) : 5e-5;
}

/** Takes the mean of the nearest living neighbours along the row, else up and down. */
function fillDead(density: Float32Array, variance: Float32Array, columns: number, rows: number): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      if (variance[at]! >= 0) continue;
      let [sum, spread, count] = [0, 0, 0];
      for (const [step, room] of [
        [-1, column],
        [1, columns - 1 - column],
        [-columns, row],
        [columns, rows - 1 - row],
      ] as const) {
        if (room > 0 && variance[at + step]! > 0) {
          sum += density[at + step]!;
          spread += variance[at + step]!;
          count++;
        }
      }
      if (count === 0) continue;
      density[at] = sum / count;
      variance[at] = (spread / count) * 4;
    }
  }
  for (let at = 0; at < variance.length; at++) if (variance[at]! < 0) variance[at] = 25;
}
