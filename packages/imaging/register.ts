import type { CalibratedScan } from './calibrate.ts';
import { findFrame, type ContainerFrame } from './find-frame.ts';
import type { ScanGeometry, ScanImage } from './scan-image.ts';

/** A scan that is calibrated, with where its container stands. */
export interface FramedScan {
  readonly scan: CalibratedScan;
  readonly frame: ContainerFrame;
  readonly geometry: ScanGeometry;
}

/** How alike two scanners see: `unlike` and `mirrored` show what lies behind each other shifted. */
export type GeometryRelation = 'same' | 'unlike' | 'mirrored';

/** The earlier scan brought onto the pixels of the later one. */
export interface Registered {
  readonly relation: GeometryRelation;
  readonly columns: number;
  readonly rows: number;
  /** Density and its variance of the earlier scan, on the pixels of the later. */
  readonly density: Float32Array;
  readonly variance: Float32Array;
  /** Where column and row of the earlier scan lie that were taken, pixels. */
  readonly fromColumn: Float32Array;
  readonly fromRow: Float32Array;
  readonly fit: Fit;
}

/** Puts the frame to a calibrated scan; `undefined` when no whole container is seen. */
export function framed(image: ScanImage, scan: CalibratedScan): FramedScan | undefined {
  const frame = findFrame(scan);
  return frame === undefined || image.geometry === null
    ? undefined
    : { scan, frame, geometry: image.geometry };
}

/** How the geometry of two scans relates: pixels may only be subtracted between `same`. */
export function relationOf(earlier: ScanGeometry, later: ScanGeometry): GeometryRelation {
  if (earlier.side !== later.side) return 'mirrored';
  const alike =
    Math.abs(earlier.sourceDistanceMm - later.sourceDistanceMm) < 0.02 * later.sourceDistanceMm &&
    Math.abs(earlier.sourceHeightMm - later.sourceHeightMm) < 40 &&
    Math.abs(earlier.laneOffsetMm - later.laneOffsetMm) < 350 &&
    Math.abs(earlier.tiltDegrees - later.tiltDegrees) < 0.5;
  return alike ? 'same' : 'unlike';
}

/** Height of a container and the rise of the ray of a row, from where its near edges are seen. */
function raysOf({ frame, geometry }: FramedScan): {
  readonly height: number;
  readonly topSlope: number;
  readonly step: number;
  readonly middle: number;
} {
  const step = geometry.rowPitchMm / geometry.sourceDistanceMm;
  const middle = geometry.sourceDistanceMm + geometry.laneOffsetMm;
  const near = middle - 1219;
  const height = (frame.bottom - frame.top) * step * near;
  const topSlope = (height - geometry.sourceHeightMm) / near + frame.top * step;
  return { height, topSlope, step, middle };
}

/** Length and height of the container as this scan shows them, mm. */
export function measuredSize(framedScan: FramedScan): { readonly length: number; readonly height: number } {
  const { frame, geometry } = framedScan;
  return { length: (frame.right - frame.left) * geometry.columnPitchMm, height: raysOf(framedScan).height };
}

/**
 * Registers the earlier scan to the later: first by the container's frame, then along the container by
 * the cheapest smooth path through all columns (a speed that is not even), then, for like geometry, by a
 * small residual flow (goods that settled).
 *
 * Content never moves a column further than the frame allows, so a lattice of boxes can't pull it over by a
 * box: the search reaches 70 mm, and the smallest box pitch is above 200 mm.
 */
export function register(earlier: FramedScan, later: FramedScan, relation: GeometryRelation): Registered {
  const { columns, rows } = later.scan;
  const fromColumn = new Float32Array(columns * rows);
  const fromRow = new Float32Array(columns * rows);
  const stretch = (earlier.frame.right - earlier.frame.left) / (later.frame.right - later.frame.left);
  const [a, b] = [raysOf(earlier), raysOf(later)];
  const rowMap = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const height = later.geometry.sourceHeightMm + (b.topSlope - row * b.step) * b.middle;
    rowMap[row] = (a.topSlope - (height - earlier.geometry.sourceHeightMm) / a.middle) / a.step;
  }
  const columnMap = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    columnMap[column] = earlier.frame.left + (column - later.frame.left) * stretch;
  }
  const target = compressed(later.scan.density);
  const source = compressed(earlier.scan.density);
  const fill = (): void => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        fromColumn[row * columns + column] = columnMap[column]!;
        fromRow[row * columns + column] = rowMap[row]!;
      }
    }
  };
  const warp = (values: Float32Array): Float32Array =>
    sample(values, earlier.scan.columns, earlier.scan.rows, fromColumn, fromRow, columns, rows);
  fill();
  const membersMm = memberDeviation(warp(earlier.scan.density), later);
  const pathShift = smoothPath(target, warp(source), columns, rows, later.geometry.columnPitchMm, relation);
  for (let column = 0; column < columns; column++) columnMap[column]! += pathShift[column]! * stretch;
  fill();
  if (relation === 'same') {
    for (const block of [40, 24, 16, 12]) {
      const flow = residualFlow(
        target,
        warp(source),
        columns,
        rows,
        Math.round((block * 10) / later.geometry.columnPitchMm),
      );
      for (let at = 0; at < fromRow.length; at++) {
        fromColumn[at]! += flow.x[at]!;
        fromRow[at]! += flow.y[at]!;
      }
    }
  }
  const density = warp(earlier.scan.density);
  // Between samples the cubic dips under zero, which no variance does.
  const variance = warp(earlier.scan.variance).map((value) => Math.max(1e-4, value));
  const fit = { membersMm, off: tilesOff(density, later) };
  return { relation, columns, rows, density, variance, fromColumn, fromRow, fit };
}

/** The square root evens the noise of thin and thick places out. */
function compressed(density: Float32Array): Float32Array {
  const values = new Float32Array(density.length);
  for (let at = 0; at < values.length; at++) values[at] = Math.sqrt(Math.max(0, density[at]!) + 1);
  return values;
}

/** Cubic (Catmull-Rom) along each axis; the edge goes on. */
function sample(
  values: Float32Array,
  width: number,
  height: number,
  fromColumn: Float32Array,
  fromRow: Float32Array,
  columns: number,
  rows: number,
): Float32Array {
  const out = new Float32Array(columns * rows);
  for (let at = 0; at < out.length; at++) {
    const x = Math.max(1, Math.min(width - 3.001, fromColumn[at]!));
    const y = Math.max(1, Math.min(height - 3.001, fromRow[at]!));
    const [left, up] = [x | 0, y | 0];
    const [fx, fy] = [x - left, y - up];
    const w0 = ((-0.5 * fx + 1) * fx - 0.5) * fx;
    const w1 = (1.5 * fx - 2.5) * fx * fx + 1;
    const w2 = ((-1.5 * fx + 2) * fx + 0.5) * fx;
    const w3 = (0.5 * fx - 0.5) * fx * fx;
    let p = (up - 1) * width + left;
    const r0 = w0 * values[p - 1]! + w1 * values[p]! + w2 * values[p + 1]! + w3 * values[p + 2]!;
    p += width;
    const r1 = w0 * values[p - 1]! + w1 * values[p]! + w2 * values[p + 1]! + w3 * values[p + 2]!;
    p += width;
    const r2 = w0 * values[p - 1]! + w1 * values[p]! + w2 * values[p + 1]! + w3 * values[p + 2]!;
    p += width;
    const r3 = w0 * values[p - 1]! + w1 * values[p]! + w2 * values[p + 1]! + w3 * values[p + 2]!;
    out[at] =
      ((-0.5 * fy + 1) * fy - 0.5) * fy * r0 +
      ((1.5 * fy - 2.5) * fy * fy + 1) * r1 +
      ((-1.5 * fy + 2) * fy + 0.5) * fy * r2 +
      (0.5 * fy - 0.5) * fy * fy * r3;
  }
  return out;
}

/** Shift of each column that fits best along the whole container, pixels, smooth. */
function smoothPath(
  target: Float32Array,
  source: Float32Array,
  columns: number,
  rows: number,
  pitchMm: number,
  relation: GeometryRelation,
): Float64Array {
  const reach = Math.ceil(70 / pitchMm);
  const bandCount = relation === 'same' ? 28 : 7;
  const bands = (values: Float32Array): Float32Array[] =>
    Array.from({ length: bandCount }, (_, band) => {
      const line = new Float32Array(columns);
      const [from, to] = [Math.floor((band * rows) / bandCount), Math.floor(((band + 1) * rows) / bandCount)];
      for (let row = from; row < to; row++) {
        for (let column = 0; column < columns; column++)
          line[column]! += values[row * columns + column]! / (to - from);
      }
      return highPass(line, Math.round(250 / pitchMm));
    });
  const [b, a] = [bands(target), bands(source)];
  const shifts = 2 * reach + 1;
  const cost = new Float64Array(columns * shifts);
  for (let column = 0; column < columns; column++) {
    for (let s = 0; s < shifts; s++) {
      const other = Math.max(0, Math.min(columns - 1, column + s - reach));
      let sum = 0;
      for (let band = 0; band < bandCount; band++) {
        const off = b[band]![column]! - a[band]![other]!;
        sum += Math.min(0.25, off * off);
      }
      cost[column * shifts + s] = sum;
    }
  }
  smoothColumns(cost, columns, shifts, Math.round(40 / pitchMm));
  const total = new Float64Array(columns * shifts);
  const back = new Int8Array(columns * shifts);
  const bend = 0.02;
  for (let s = 0; s < shifts; s++) total[s] = cost[s]!;
  for (let column = 1; column < columns; column++) {
    for (let s = 0; s < shifts; s++) {
      let [best, step] = [total[(column - 1) * shifts + s]!, 0];
      if (s > 0 && total[(column - 1) * shifts + s - 1]! + bend < best)
        [best, step] = [total[(column - 1) * shifts + s - 1]! + bend, -1];
      if (s < shifts - 1 && total[(column - 1) * shifts + s + 1]! + bend < best)
        [best, step] = [total[(column - 1) * shifts + s + 1]! + bend, 1];
      total[column * shifts + s] = best + cost[column * shifts + s]!;
      back[column * shifts + s] = step;
    }
  }
  const path = new Float64Array(columns);
  const trust = new Float64Array(columns);
  let s = 0;
  for (let other = 1; other < shifts; other++) {
    if (total[(columns - 1) * shifts + other]! < total[(columns - 1) * shifts + s]!) s = other;
  }
  for (let column = columns - 1; column >= 0; column--) {
    const at = column * shifts + Math.max(1, Math.min(shifts - 2, s));
    const curve = cost[at - 1]! + cost[at + 1]! - 2 * cost[at]!;
    const tilt =
      curve > 1e-9 ? Math.max(-0.6, Math.min(0.6, (cost[at - 1]! - cost[at + 1]!) / (2 * curve))) : 0;
    path[column] = s - reach + tilt;
    trust[column] = Math.max(1e-4, curve);
    s += back[column * shifts + s]!;
  }
  return weightedSmooth(path, trust, Math.round(120 / pitchMm));
}

function highPass(line: Float32Array, reach: number): Float32Array {
  const sums = new Float64Array(line.length + 1);
  for (let at = 0; at < line.length; at++) sums[at + 1] = sums[at]! + line[at]!;
  return line.map((value, at) => {
    const [low, high] = [Math.max(0, at - reach), Math.min(line.length, at + reach + 1)];
    return value - (sums[high]! - sums[low]!) / (high - low);
  });
}

function smoothColumns(cost: Float64Array, columns: number, shifts: number, reach: number): void {
  const sums = new Float64Array(columns + 1);
  for (let s = 0; s < shifts; s++) {
    for (let column = 0; column < columns; column++)
      sums[column + 1] = sums[column]! + cost[column * shifts + s]!;
    for (let column = 0; column < columns; column++) {
      const [low, high] = [Math.max(0, column - reach), Math.min(columns, column + reach + 1)];
      cost[column * shifts + s] = (sums[high]! - sums[low]!) / (high - low);
    }
  }
}

/** Three passes of a weighted moving mean: near to a smoothing spline, and bounded. */
function weightedSmooth(path: Float64Array, trust: Float64Array, reach: number): Float64Array {
  let values = path;
  let weights = trust;
  for (let pass = 0; pass < 3; pass++) {
    const size = values.length;
    const sums = new Float64Array(size + 1);
    const totals = new Float64Array(size + 1);
    for (let at = 0; at < size; at++) {
      sums[at + 1] = sums[at]! + values[at]! * weights[at]!;
      totals[at + 1] = totals[at]! + weights[at]!;
    }
    const next = new Float64Array(size);
    const nextWeights = new Float64Array(size);
    for (let at = 0; at < size; at++) {
      const [low, high] = [Math.max(0, at - reach), Math.min(size, at + reach + 1)];
      nextWeights[at] = (totals[high]! - totals[low]!) / (high - low);
      next[at] = (sums[high]! - sums[low]!) / (totals[high]! - totals[low]!);
    }
    values = next;
    weights = nextWeights;
  }
  return values;
}

/** Small moves of blocks that explain what is left, pixels, smooth between the blocks, at most 2 a pass. */
function residualFlow(
  target: Float32Array,
  source: Float32Array,
  columns: number,
  rows: number,
  block: number,
): { readonly x: Float32Array; readonly y: Float32Array } {
  const across = Math.ceil(columns / block) + 1;
  const down = Math.ceil(rows / block) + 1;
  const sums = [0, 1, 2, 3, 4].map(() => new Float64Array(across * down));
  const [xx, xy, yy, xe, ye] = sums as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  for (let row = 1; row < rows - 1; row++) {
    const cellRow = Math.round(row / block) * across;
    for (let column = 1; column < columns - 1; column++) {
      const at = row * columns + column;
      const gx = (source[at + 1]! - source[at - 1]!) / 2;
      const gy = (source[at + columns]! - source[at - columns]!) / 2;
      // What is far off is a change, not a move: it must not pull the goods over it.
      const off = target[at]! - source[at]!;
      const error = Math.abs(off) > 1 ? 0 : off;
      const cell = cellRow + Math.round(column / block);
      xx[cell]! += gx * gx;
      xy[cell]! += gx * gy;
      yy[cell]! += gy * gy;
      xe[cell]! += gx * error;
      ye[cell]! += gy * error;
    }
  }
  for (const sum of sums) blurGrid(sum, across, down);
  const [moveX, moveY] = [new Float32Array(across * down), new Float32Array(across * down)];
  const ridge = 0.0008 * block * block;
  for (let cell = 0; cell < moveX.length; cell++) {
    const [a, b, c] = [xx[cell]! + ridge, xy[cell]!, yy[cell]! + ridge];
    const determinant = a * c - b * b;
    moveX[cell] = Math.max(-2, Math.min(2, (c * xe[cell]! - b * ye[cell]!) / determinant));
    moveY[cell] = Math.max(-2, Math.min(2, (a * ye[cell]! - b * xe[cell]!) / determinant));
  }
  const x = new Float32Array(columns * rows);
  const y = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const v = row / block;
    const top = Math.min(down - 2, v | 0);
    const fy = v - top;
    for (let column = 0; column < columns; column++) {
      const u = column / block;
      const left = Math.min(across - 2, u | 0);
      const fx = u - left;
      const cell = top * across + left;
      const [w0, w1, w2, w3] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
      x[row * columns + column] =
        w0 * moveX[cell]! +
        w1 * moveX[cell + 1]! +
        w2 * moveX[cell + across]! +
        w3 * moveX[cell + across + 1]!;
      y[row * columns + column] =
        w0 * moveY[cell]! +
        w1 * moveY[cell + 1]! +
        w2 * moveY[cell + across]! +
        w3 * moveY[cell + across + 1]!;
    }
  }
  return { x, y };
}

function blurGrid(values: Float64Array, across: number, down: number): void {
  const copy = values.slice();
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const [r, c] = [
            Math.max(0, Math.min(down - 1, row + dy)),
            Math.max(0, Math.min(across - 1, column + dx)),
          ];
          sum += copy[r * across + c]! * (2 - Math.abs(dx)) * (2 - Math.abs(dy));
        }
      }
      values[row * across + column] = sum / 16;
    }
  }
}

/**
 * What tells whether two scans show one container. No two containers have their floor members welded at
 * the same places to the millimetre, and no load hides them: the rays under the floor meet little else.
 */
export interface Fit {
  /** Deviation of the floor members from where the other scan has them, mm; Infinity when they are not seen. */
  readonly membersMm: number;
  /** Share of tiles of 200 mm, 0 … 1, in which the mass disagrees. Says something for like geometry only. */
  readonly off: number;
}

/** Distance of the floor members of ISO containers, mm, and the least number that says something. */
const memberPitchMm = 300;
const leastMembers = 8;

/** Takes the earlier scan as the frame alone aligns it: neither goods nor a path through them pull on the members. */
function memberDeviation(earlier: Float32Array, later: FramedScan): number {
  const { columns, density } = later.scan;
  const { frame, geometry } = later;
  const pitch = geometry.columnPitchMm;
  const post = Math.round(260 / pitch);
  const [left, right] = [Math.round(frame.left) + post, Math.round(frame.right) - post];
  const bottom = Math.floor(frame.bottom) - 2;
  const top = bottom - Math.round(110 / geometry.rowPitchMm);
  const line = (values: Float32Array): Float32Array => {
    const sums = new Float32Array(right - left);
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        sums[column - left]! += Math.sqrt(Math.max(0, Math.min(150, values[row * columns + column]!)));
      }
    }
    return highPass(sums, Math.round(memberPitchMm / pitch / 2));
  };
  const [a, b] = [line(earlier), line(density)];
  const window = Math.round(memberPitchMm / pitch);
  const reach = Math.ceil(70 / pitch);
  const shifts: number[] = [];
  for (let from = reach; from + window + reach < a.length; from += window) {
    const costs: number[] = [];
    let energy = 0;
    for (let shift = -reach; shift <= reach; shift++) {
      let cost = 0;
      for (let at = from; at < from + window; at++) {
        const off = b[at]! - a[at + shift]!;
        cost += off * off;
        if (shift === 0) energy += b[at]! * b[at]!;
      }
      costs.push(cost);
    }
    const best = costs.indexOf(Math.min(...costs));
    const bowl = Math.max(1, Math.min(2 * reach - 1, best));
    const [before, here, after] = [costs[bowl - 1]!, costs[bowl]!, costs[bowl + 1]!];
    const curve = before + after - 2 * here;
    if (energy > 0.5 && curve > 0) shifts.push((bowl - reach + (before - after) / (2 * curve)) * pitch);
  }
  if (shifts.length < leastMembers) return Infinity;
  // A speed that is not even bends the places slowly: each member is held against its four neighbours.
  const off: number[] = [];
  for (let at = 2; at < shifts.length - 2; at++) {
    const between = (4 * (shifts[at - 1]! + shifts[at + 1]!) - shifts[at - 2]! - shifts[at + 2]!) / 6;
    off.push(Math.abs(shifts[at]! - between) / Math.sqrt(1.94));
  }
  return middle(off) * 1.4826;
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}

function tilesOff(earlier: Float32Array, later: FramedScan): number {
  const { columns, density, variance } = later.scan;
  const { frame, geometry } = later;
  const post = Math.round(260 / geometry.columnPitchMm);
  const tile = Math.round(200 / geometry.columnPitchMm);
  let [tiles, off] = [0, 0];
  for (let row = Math.round(frame.top) + 4; row + tile < frame.bottom; row += tile) {
    for (let column = Math.round(frame.left) + post; column + tile < frame.right - post; column += tile) {
      let [a, b, spread] = [0, 0, 0];
      for (let y = row; y < row + tile; y++) {
        for (let x = column; x < column + tile; x++) {
          const at = y * columns + x;
          a += earlier[at]!;
          b += density[at]!;
          spread += variance[at]!;
        }
      }
      const n = tile * tile;
      if (a + b < 6 * n) continue;
      tiles++;
      const tolerance = Math.sqrt((4 * spread) / n / n + 0.15 ** 2 + (0.006 * ((a + b) / n)) ** 2);
      if (Math.abs(b - a) / n > 2.5 * tolerance) off++;
    }
  }
  return tiles === 0 ? 0 : off / tiles;
}
