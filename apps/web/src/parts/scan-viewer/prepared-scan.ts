import {
  attenuationOf,
  highChannel,
  leastAttenuation,
  mostAttenuation,
  readCurve,
  type ViewedChannel,
  type ViewedScan,
} from './viewed-scan.ts';

/** Half the side of the neighbourhood that local contrast is held against, pixels. */
const neighbourhood = 24;
/** Half the side of the square over which a material is told; one pixel alone is too noisy for it. */
const materialReach = 3;
/** Error of attenuation that calibration leaves whatever the quanta. */
const calibrationError = 0.01;
/** A material is told when its place between organic and steel is surer than this. */
const surest = 0.2;
/** What attenuates less is open air: nothing is there to be told. */
const airBelow = 0.05;

/** Attenuation of every sample value of a channel: 65,536 logarithms in place of millions. */
export function attenuationTable(channel: ViewedChannel): Float32Array {
  return Float32Array.from({ length: 65_536 }, (_, sample) => attenuationOf(sample, channel));
}

const scaleOfMean = 65_535 / (mostAttenuation - leastAttenuation);

/** A mean as it lies in the 16 bits of a texture, and back. */
export const meanFrom = (stored: number): number => stored / scaleOfMean + leastAttenuation;

/** Mean attenuation around each pixel, 16 bits from the least to the most attenuation. */
export function localMeans({ columns, rows }: ViewedScan, channel: ViewedChannel): Uint16Array {
  const means = boxMeans(channel, columns, rows, neighbourhood);
  return Uint16Array.from(means, (mean) => Math.round((mean - leastAttenuation) * scaleOfMean));
}

/**
 * What each pixel is made of: two bytes, the place between organic (0) and steel (255), and whether that
 * can be trusted: 255 = it can, 128 = open air, 0 = it can't, too thin, too thick or too few quanta.
 *
 * @returns null where the scan has no two energies with curves
 */
export function materialMap(scan: ViewedScan): Uint8Array | null {
  const { columns, rows, scales } = scan;
  const high = scan.channels[highChannel(scan)];
  const low = scan.channels.find(({ energy }) => energy === 'low');
  const [light, heavy] = [scales.materials?.at(0), scales.materials?.at(-1)];
  if (high === undefined || low === undefined || light === undefined || heavy === undefined) return null;
  const [a, b] = [boxMeans(high, columns, rows, materialReach), boxMeans(low, columns, rows, materialReach)];
  const [noiseHigh, noiseLow] = [airNoise(high, columns, rows), airNoise(low, columns, rows)];
  const pixels = (2 * materialReach + 1) ** 2;
  const map = new Uint8Array(columns * rows * 2);
  for (let at = 0; at < a.length; at++) {
    const [depth, seen] = [a[at]!, b[at]!];
    if (depth < airBelow) {
      map[2 * at + 1] = 128;
      continue;
    }
    const organic = readCurve(light.low, scales.step, depth);
    const apart = organic - readCurve(heavy.low, scales.step, depth);
    const spread =
      ((noiseLow * Math.exp(seen)) / pixels + (noiseHigh * Math.exp(depth)) / pixels) * 1.5 +
      2 * calibrationError ** 2;
    const sure = apart > 0 && Math.sqrt(spread) < surest * apart && seen < mostAttenuation - 0.5;
    map[2 * at] = Math.round(255 * Math.min(1, Math.max(0, (organic - seen) / Math.max(1e-6, apart))));
    map[2 * at + 1] = sure ? 255 : 0;
  }
  return map;
}

function boxMeans(channel: ViewedChannel, columns: number, rows: number, reach: number): Float32Array {
  const table = attenuationTable(channel);
  const wide = columns + 1;
  const sums = new Float64Array(wide * (rows + 1));
  for (let row = 0; row < rows; row++) {
    let line = 0;
    for (let column = 0; column < columns; column++) {
      line += table[channel.samples[row * columns + column]!]!;
      sums[(row + 1) * wide + column + 1] = sums[row * wide + column + 1]! + line;
    }
  }
  const means = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const [top, low] = [Math.max(0, row - reach) * wide, Math.min(rows, row + reach + 1) * wide];
    const tall = (low - top) / wide;
    for (let column = 0; column < columns; column++) {
      const [left, right] = [Math.max(0, column - reach), Math.min(columns, column + reach + 1)];
      const sum = sums[low + right]! - sums[top + right]! - sums[low + left]! + sums[top + left]!;
      means[row * columns + column] = sum / (tall * (right - left));
    }
  }
  return means;
}

/**
 * Variance of the transmission in open air, from the rows on top. Differences across and down at once: the
 * dose of a pulse and the gain of a detector fall out.
 */
function airNoise({ samples, airLevel, darkLevel }: ViewedChannel, columns: number, rows: number): number {
  const last = Math.min(rows - 1, Math.max(2, Math.floor(rows * 0.02)));
  const squares: number[] = [];
  for (let row = 0; row < last; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const off = samples[at]! - samples[at + 1]! - samples[at + columns]! + samples[at + columns + 1]!;
      squares.push((off / (airLevel - darkLevel)) ** 2 / 4);
    }
  }
  const sorted = Float64Array.from(squares).sort();
  // The median of squares of a normal law is 0.455 of its variance.
  return Math.max(1e-7, (sorted[sorted.length >> 1] ?? 0) / 0.455);
}
