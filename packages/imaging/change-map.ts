import type { FramedScan, Registered } from './register.ts';

/** The strongest place of a difference. */
export interface ChangePeak {
  /** Pixels of the later scan. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Deviations of a clean place of this pair. */
  readonly strength: number;
  readonly excessKg: number;
  readonly sigmaKg: number;
}

/** Boxes that are laid over the difference, mm along and up: a brick, a bag, several bags. */
const boxes = {
  same: [
    [110, 110],
    [200, 140],
    [320, 200],
    [480, 300],
  ],
  unlike: [
    [200, 500],
    [320, 700],
    [480, 900],
    [700, 1200],
  ],
} as const;

/**
 * Places where two registered scans differ, strongest first, not overlapping.
 *
 * Like geometry: the Poisson likelihood ratio of a box with added (or removed) mass, which for a small
 * change is the weighted mean of the difference over its deviation. The variance holds quanta and read
 * noise of both, and what an error of a quarter pixel makes at an edge. Unlike geometry: what lies at
 * another depth is shifted up or down, never along, so both are first summed over tall windows, and their
 * slowly changing ratio is taken out.
 */
export function changePeaks(earlier: Registered, later: FramedScan, most: number): readonly ChangePeak[] {
  const like = earlier.relation === 'same';
  const { columns, rows } = earlier;
  const pitch = later.geometry.columnPitchMm;
  const { difference, weight } = like ? pixelDifference(earlier, later) : windowDifference(earlier, later);
  const sums = integral(difference, weight, columns, rows);
  const weights = integral(undefined, weight, columns, rows);
  const { frame, geometry } = later;
  const [left, right] = [Math.ceil(frame.left + 60 / pitch), Math.floor(frame.right - 60 / pitch)];
  const [top, bottom] = [Math.max(0, Math.ceil(frame.top)), Math.min(rows, Math.floor(frame.bottom))];
  const found: ChangePeak[] = [];
  const scale = (geometry.sourceDistanceMm + geometry.laneOffsetMm) / geometry.sourceDistanceMm;
  const pixelKg = ((pitch * geometry.rowPitchMm) / 100 / 1000) * scale;
  for (const [longMm, tallMm] of boxes[like ? 'same' : 'unlike']) {
    const [w, h] = [
      Math.max(3, Math.round(longMm / pitch)),
      Math.max(3, Math.round(tallMm / geometry.rowPitchMm)),
    ];
    const step = Math.max(1, Math.floor(Math.min(w, h) / 6));
    const across = Math.floor((right - left - w) / step);
    const down = Math.floor((bottom - top - h) / step);
    if (across < 3 || down < 3) continue;
    const strengths = new Float32Array(across * down);
    for (let v = 0; v < down; v++) {
      for (let u = 0; u < across; u++) {
        const [x, y] = [left + u * step, top + v * step];
        const total = boxSum(weights, columns, x, y, w, h);
        strengths[v * across + u] = total > 0 ? boxSum(sums, columns, x, y, w, h) / Math.sqrt(total) : 0;
      }
    }
    const noise = Math.max(1, spreadOf(strengths));
    for (let v = 0; v < down; v++) {
      for (let u = 0; u < across; u++) {
        const strength = Math.abs(strengths[v * across + u]!) / noise;
        if (strength < 4 || !isPeak(strengths, across, down, u, v)) continue;
        const [x, y] = [left + u * step, top + v * step];
        const total = boxSum(weights, columns, x, y, w, h);
        const excess = boxSum(sums, columns, x, y, w, h) / total;
        found.push({
          x,
          y,
          width: w,
          height: h,
          strength,
          excessKg: excess * w * h * pixelKg,
          sigmaKg: (noise / Math.sqrt(total)) * w * h * pixelKg,
        });
      }
    }
  }
  found.sort((one, other) => other.strength - one.strength);
  const kept: ChangePeak[] = [];
  for (const peak of found) {
    if (kept.length >= most) break;
    if (!kept.some((other) => overlap(peak, other))) kept.push(peak);
  }
  return kept;
}

interface Difference {
  /** Later minus earlier, g/cm². */
  readonly difference: Float32Array;
  /** One over its variance. */
  readonly weight: Float32Array;
}

function pixelDifference(earlier: Registered, later: FramedScan): Difference {
  const { columns, rows, density: before, variance: spread } = earlier;
  const { density: after, variance } = later.scan;
  const difference = new Float32Array(columns * rows);
  const weight = new Float32Array(columns * rows);
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const at = row * columns + column;
      const gx = Math.max(
        Math.abs(after[at + 1]! - after[at]!),
        Math.abs(after[at]! - after[at - 1]!),
        Math.abs(before[at + 1]! - before[at - 1]!) / 2,
      );
      const gy = Math.max(
        Math.abs(after[at + columns]! - after[at]!),
        Math.abs(after[at]! - after[at - columns]!),
        Math.abs(before[at + columns]! - before[at - columns]!) / 2,
      );
      difference[at] = after[at]! - before[at]!;
      const level = 0.01 * Math.max(after[at]!, before[at]!);
      weight[at] = 1 / (variance[at]! + spread[at]! + 0.09 * (gx * gx + gy * gy) + level * level + 0.01);
    }
  }
  return { difference, weight };
}

function windowDifference(earlier: Registered, later: FramedScan): Difference {
  const { columns, rows } = earlier;
  const { columnPitchMm, rowPitchMm } = later.geometry;
  const smooth = (values: Float32Array, along: number, up: number): Float32Array =>
    boxMean(values, columns, rows, Math.round(along / columnPitchMm), Math.round(up / rowPitchMm));
  const capped = (values: Float32Array): Float32Array =>
    values.map((value) => Math.max(0, Math.min(130, value)));
  const [after, before] = [
    smooth(capped(later.scan.density), 25, 180),
    smooth(capped(earlier.density), 25, 180),
  ];
  const [slowAfter, slowBefore] = [smooth(after, 700, 250), smooth(before, 700, 250)];
  const difference = new Float32Array(columns * rows);
  const weight = new Float32Array(columns * rows);
  for (let at = 0; at < difference.length; at++) {
    difference[at] = after[at]! - before[at]! * ((slowAfter[at]! + 1) / (slowBefore[at]! + 1));
  }
  const wander = smooth(
    difference.map((value) => value * value),
    900,
    300,
  );
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const slope = column > 0 && column < columns - 1 ? (after[at + 1]! - after[at - 1]!) / 2 : 0;
      const level = 0.02 * after[at]!;
      weight[at] = 1 / (0.3 * wander[at]! + slope * slope + level * level + 0.04);
    }
  }
  return { difference, weight };
}

/** Sums over everything above and left, (columns + 1) wide. */
function integral(
  values: Float32Array | undefined,
  weight: Float32Array,
  columns: number,
  rows: number,
): Float64Array {
  const sums = new Float64Array((columns + 1) * (rows + 1));
  for (let row = 0; row < rows; row++) {
    let line = 0;
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      line += values === undefined ? weight[at]! : values[at]! * weight[at]!;
      sums[(row + 1) * (columns + 1) + column + 1] = sums[row * (columns + 1) + column + 1]! + line;
    }
  }
  return sums;
}

function boxSum(sums: Float64Array, columns: number, x: number, y: number, w: number, h: number): number {
  const [top, low] = [y * (columns + 1) + x, (y + h) * (columns + 1) + x];
  return sums[low + w]! - sums[top + w]! - sums[low]! + sums[top]!;
}

function boxMean(
  values: Float32Array,
  columns: number,
  rows: number,
  along: number,
  up: number,
): Float32Array {
  const sums = integral(undefined, values, columns, rows);
  const out = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const [y0, y1] = [Math.max(0, row - up), Math.min(rows, row + up + 1)];
    for (let column = 0; column < columns; column++) {
      const [x0, x1] = [Math.max(0, column - along), Math.min(columns, column + along + 1)];
      out[row * columns + column] = boxSum(sums, columns, x0, y0, x1 - x0, y1 - y0) / ((x1 - x0) * (y1 - y0));
    }
  }
  return out;
}

/** Deviation from the middle half, so that a change does not widen it. */
function spreadOf(values: Float32Array): number {
  const sorted = values
    .filter((_, index) => index % 3 === 0)
    .map(Math.abs)
    .sort();
  return (sorted[Math.floor(sorted.length * 0.68)] ?? 0) * 1.005;
}

function isPeak(values: Float32Array, across: number, down: number, u: number, v: number): boolean {
  const here = Math.abs(values[v * across + u]!);
  for (let dv = -2; dv <= 2; dv++) {
    for (let du = -2; du <= 2; du++) {
      const [x, y] = [u + du, v + dv];
      if (x < 0 || y < 0 || x >= across || y >= down) continue;
      if (Math.abs(values[y * across + x]!) > here) return false;
    }
  }
  return true;
}

function overlap(one: ChangePeak, other: ChangePeak): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
