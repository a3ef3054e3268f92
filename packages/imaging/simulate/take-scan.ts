import { attenuationAt, attenuationTable } from '../physics/beam.ts';
import type { ScanChannel, ScanImage } from '../scan-image.ts';
import { containerSize, type ContainerKind } from './container-shell.ts';
import type { Primitive } from './primitive.ts';
import type { Chance } from './random.ts';
import type { Scanner } from './scanner.ts';

/** A container with what is in it, and what of that was hidden. */
export interface Scene {
  readonly container: string;
  readonly kind: ContainerKind;
  readonly parts: readonly Primitive[];
  readonly hidden: readonly Primitive[];
}

export interface SimulatedScan {
  readonly image: ScanImage;
  /** Transparency of each channel without noise, dose and gain: rows × columns, row-major, 1 = open air. */
  readonly means: readonly Float32Array[];
  /** 1 where the hidden solids are seen, rows × columns. */
  readonly mask: Uint8Array;
}

/** Open air that a scan keeps around the container, mm: calibration needs it. */
const airAround = { ends: 300, above: 120, below: 60 } as const;

/** Photons that a bremsstrahlung beam gives in one count vary in energy: variance over mean squared, plus 1. */
export const excessNoise = 1.3;
const readNoise = 6;
const darkLevel = 100;
const airLevel = 58_000;

/**
 * Scans a scene: the rays of a vertical fan through every solid, a spectrum's attenuation, scatter,
 * quanta, dose, gain, dead detectors and pulses, 16 bits. Pure: `chance` decides everything else.
 */
export function takeScan(scene: Scene, scanner: Scanner, chance: Chance): SimulatedScan {
  const { geometry } = scanner;
  const { length, height } = containerSize(scene.kind);
  const pitch = geometry.columnPitchMm;
  const columns = Math.ceil((length + 2 * airAround.ends) / pitch);
  const { top, bottom } = fieldOf(height, scanner);
  const rows = Math.ceil((top - bottom) / geometry.rowPitchMm);
  const places = columnPlaces(columns, scanner, chance.branch('wobble'));
  const fan = fanOf(rows, top, scanner);
  const organic = new Float32Array(columns * rows);
  const steel = new Float32Array(columns * rows);
  for (const part of scene.parts) trace(part, places, fan, scanner, organic, steel);
  const mask = new Uint8Array(rows * columns);
  if (scene.hidden.length > 0) {
    const hidden = new Float32Array(columns * rows);
    for (const part of scene.hidden) {
      trace(part, places, fan, scanner, organic, steel);
      trace(part, places, fan, scanner, hidden, new Float32Array(0));
    }
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++) {
        if (Math.abs(hidden[column * rows + row]!) > 0.2) mask[row * columns + column] = 1;
      }
    }
  }
  const channels: ScanChannel[] = [];
  const means: Float32Array[] = [];
  for (const energy of ['high', 'low'] as const) {
    const mean = transparency(organic, steel, columns, rows, scanner, energy);
    means.push(mean);
    channels.push(detect(mean, columns, rows, scanner, energy, chance.branch(energy)));
  }
  return {
    image: {
      columns,
      rows,
      container: scene.container,
      scanner: { id: scanner.id, manufacturer: 'simulated', model: `${scanner.low}/${scanner.high} MV` },
      acquiredAt: null,
      lane: null,
      direction: 'front-first',
      channels,
      geometry,
    },
    means,
    mask,
  };
}

/** Where along the container each pulse falls, mm: even steps, bent by a speed that swings over metres. */
function columnPlaces(columns: number, { geometry, wobbleMm }: Scanner, chance: Chance): Float64Array {
  const places = new Float64Array(columns);
  const waves = Array.from({ length: 4 }, (_, index) => ({
    size: (wobbleMm / (1 + index)) * chance.normal() * 0.7,
    turns: chance.between(0.5, 2) * (index + 1),
    phase: chance.between(0, 6.28),
  }));
  const stretch = 1 + 0.004 * chance.normal();
  const start = chance.between(-40, 40) - airAround.ends;
  for (let column = 0; column < columns; column++) {
    let bend = 0;
    for (const { size, turns, phase } of waves)
      bend += size * Math.sin(((column * geometry.columnPitchMm) / swingMm) * turns * 6.283 + phase);
    places[column] = start + (column + 0.5) * geometry.columnPitchMm * stretch + bend;
  }
  return places;
}

/** The slowest swings of the speed turn once in about this way, mm. */
const swingMm = 12_800;

interface Fan {
  readonly rows: number;
  /** Rise of a ray over its run, per row (centre), and the length of the ray over its run. */
  readonly slopes: Float64Array;
  readonly lengths: Float64Array;
  readonly step: number;
  readonly top: number;
}

/** Heights at the middle of the lane between which the detector sees: its near side is magnified most. */
function fieldOf(height: number, { geometry }: Scanner): { readonly top: number; readonly bottom: number } {
  const { sourceDistanceMm, sourceHeightMm, laneOffsetMm } = geometry;
  const magnified = sourceDistanceMm / (sourceDistanceMm + laneOffsetMm - 1219);
  return {
    top: sourceHeightMm + (height - sourceHeightMm) * magnified + airAround.above,
    bottom: sourceHeightMm * (1 - magnified) - airAround.below,
  };
}

function fanOf(rows: number, topHeight: number, { geometry }: Scanner): Fan {
  const { sourceDistanceMm, sourceHeightMm, rowPitchMm } = geometry;
  const slopes = new Float64Array(rows);
  const lengths = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    slopes[row] = (topHeight - (row + 0.5) * rowPitchMm - sourceHeightMm) / sourceDistanceMm;
    lengths[row] = Math.hypot(1, slopes[row]!);
  }
  return { rows, slopes, lengths, step: rowPitchMm / sourceDistanceMm, top: slopes[0]! };
}

/** Adds the areal density of one solid, g/cm², column-major. */
function trace(
  part: Primitive,
  places: Float64Array,
  fan: Fan,
  scanner: Scanner,
  organic: Float32Array,
  steel: Float32Array,
): void {
  const { geometry } = scanner;
  const { rows, slopes, lengths, step, top } = fan;
  const columns = places.length;
  const pitch = geometry.columnPitchMm;
  const flip = geometry.side === 'left' ? -1 : 1;
  const middle = geometry.sourceDistanceMm + geometry.laneOffsetMm;
  const z0 = middle + (flip > 0 ? part.z[0] : -part.z[1]);
  const z1 = middle + (flip > 0 ? part.z[1] : -part.z[0]);
  const lean = Math.tan((geometry.tiltDegrees * Math.PI) / 180) * ((z0 + z1) / 2 - middle);
  const [x0, x1] = [part.x[0] + lean, part.x[1] + lean];
  const [y0, y1] = [part.y[0] - geometry.sourceHeightMm, part.y[1] - geometry.sourceHeightMm];
  const first = Math.max(0, Math.floor((x0 - places[0]!) / pitch) - 12);
  const [cx, rx] = [(x0 + x1) / 2, (x1 - x0) / 2];
  const round = part.shape !== 'box' && part.shape !== 'along';
  const writeSteel = part.steel !== 0 && steel.length > 0;
  for (let column = first; column < columns; column++) {
    const x = places[column]!;
    if (x - pitch / 2 >= x1) {
      if (x > x1 + 60) break;
      continue;
    }
    const cover = (Math.min(x1, x + pitch / 2) - Math.max(x0, x - pitch / 2)) / pitch;
    if (cover <= 0) continue;
    const away = round ? Math.max(-1, Math.min(1, (x - cx) / rx)) : 0;
    const shrink = round ? Math.sqrt(Math.max(0, 1 - away * away)) : 1;
    if (shrink < 0.02) continue;
    const around = (from: number, to: number): readonly [number, number] => {
      const [centre, half] = [(from + to) / 2, ((to - from) / 2) * shrink];
      return [centre - half, centre + half];
    };
    const [ya, yb] = part.shape === 'across' || part.shape === 'ellipsoid' ? around(y0, y1) : [y0, y1];
    const [za, zb] = part.shape === 'upright' || part.shape === 'ellipsoid' ? around(z0, z1) : [z0, z1];
    const highest = Math.max(yb / za, yb / zb);
    const lowest = Math.min(ya / za, ya / zb);
    const from = Math.max(0, Math.floor((top - highest) / step));
    const to = Math.min(rows - 1, Math.ceil((top - lowest) / step));
    const elliptic = part.shape === 'ellipsoid' || part.shape === 'along';
    const perMm = cover * 0.1;
    const at = column * rows;
    for (let row = from; row <= to; row++) {
      const slope = slopes[row]!;
      const run = elliptic
        ? ellipseRun(slope, ya, yb, za, zb)
        : (boxRun(slope - step / 4, ya, yb, za, zb) + boxRun(slope + step / 4, ya, yb, za, zb)) / 2;
      if (run <= 0) continue;
      const path = run * lengths[row]! * perMm;
      organic[at + row]! += path * part.organic;
      if (writeSteel) steel[at + row]! += path * part.steel;
    }
  }
}

function boxRun(slope: number, ya: number, yb: number, za: number, zb: number): number {
  let [near, far] = [za, zb];
  if (slope > 1e-9) {
    near = Math.max(near, ya / slope);
    far = Math.min(far, yb / slope);
  } else if (slope < -1e-9) {
    near = Math.max(near, yb / slope);
    far = Math.min(far, ya / slope);
  } else if (ya > 0 || yb < 0) return 0;
  return far > near ? far - near : 0;
}

function ellipseRun(slope: number, ya: number, yb: number, za: number, zb: number): number {
  const [cy, ry, cz, rz] = [(ya + yb) / 2, (yb - ya) / 2, (za + zb) / 2, (zb - za) / 2];
  const a = 1 / (rz * rz) + (slope * slope) / (ry * ry);
  const b = -cz / (rz * rz) - (slope * cy) / (ry * ry);
  const c = (cz * cz) / (rz * rz) + (cy * cy) / (ry * ry) - 1;
  const inside = b * b - a * c;
  return inside > 0 ? (2 * Math.sqrt(inside)) / a : 0;
}

function transparency(
  organic: Float32Array,
  steel: Float32Array,
  columns: number,
  rows: number,
  scanner: Scanner,
  energy: 'high' | 'low',
): Float32Array {
  const table = attenuationTable(scanner[energy]);
  const mean = new Float32Array(rows * columns);
  const line = new Float64Array(rows);
  const sums = new Float64Array(rows + 1);
  const reach = Math.round(350 / scanner.geometry.rowPitchMm);
  for (let column = 0; column < columns; column++) {
    const at = column * rows;
    // Low-energy pulses fall between the high-energy ones: half a column on.
    const next = energy === 'low' && column + 1 < columns ? at + rows : at;
    for (let row = 0; row < rows; row++) {
      const o = (organic[at + row]! + organic[next + row]!) / 2;
      const s = (steel[at + row]! + steel[next + row]!) / 2;
      line[row] = o === 0 && s === 0 ? 1 : Math.exp(-attenuationAt(table, Math.max(0, o), Math.max(0, s)));
    }
    for (let row = 0; row < rows; row++) sums[row + 1] = sums[row]! + line[row]!;
    for (let row = 0; row < rows; row++) {
      const low = Math.max(0, row - reach);
      const high = Math.min(rows, row + reach + 1);
      const around = (sums[high]! - sums[low]!) / (high - low);
      mean[row * columns + column] = line[row]! * (1 - scanner.scatter) + around * scanner.scatter;
    }
  }
  return mean;
}

function detect(
  mean: Float32Array,
  columns: number,
  rows: number,
  scanner: Scanner,
  energy: 'high' | 'low',
  chance: Chance,
): ScanChannel {
  const quanta = energy === 'high' ? scanner.quantaHigh : scanner.quantaLow;
  const dose = Float64Array.from({ length: columns }, () =>
    chance.even() < scanner.dead ? 0 : 1 + scanner.doseSpread * chance.normal(),
  );
  const gain = Float64Array.from({ length: rows }, () =>
    chance.even() < scanner.dead ? 0 : 1 + scanner.gainSpread * chance.normal(),
  );
  const samples = new Uint16Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const expected = quanta * dose[column]! * mean[at]!;
      const count =
        expected > 40
          ? expected + Math.sqrt(expected * excessNoise) * chance.normal()
          : compound(chance.poisson(expected), chance);
      const level =
        darkLevel + (count / quanta) * gain[row]! * (airLevel - darkLevel) + readNoise * chance.normal();
      samples[at] = Math.max(0, Math.min(65_535, Math.round(level)));
    }
  }
  return { energy, nominalMV: scanner[energy], airLevel, darkLevel, samples };
}

/** Signal of so many quanta, each with an energy of its own. */
function compound(count: number, chance: Chance): number {
  return count === 0 ? 0 : Math.max(0, count + Math.sqrt(count * (excessNoise - 1)) * chance.normal());
}
