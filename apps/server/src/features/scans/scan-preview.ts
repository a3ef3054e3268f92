import { writePng } from '@havenwacht/formats/png';
import { zlibCompression } from './zlib-compression.ts';

/** Columns of a preview; rows follow. */
const widest = 800;

/**
 * A small picture of one channel: the logarithm of what came through, so that a load can be made out at a
 * glance. Made to be looked at: nothing is judged by it.
 */
export function scanPreview(samples: Uint16Array, columns: number, rows: number): Uint8Array {
  const step = Math.max(1, Math.ceil(columns / widest));
  const [width, height] = [Math.floor(columns / step), Math.max(1, Math.floor(rows / step))];
  const shown = new Uint16Array(width * height);
  const brightest = Math.log1p(samples.reduce((most, sample) => Math.max(most, sample), 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sample = samples[Math.min(rows - 1, y * step) * columns + x * step]!;
      shown[y * width + x] = Math.round((Math.log1p(sample) / brightest) * 65_535);
    }
  }
  return writePng({ columns: width, rows: height, samples: shown }, zlibCompression);
}
