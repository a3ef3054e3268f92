import { randomBytes } from 'node:crypto';
import { writeScanAbout, type ScanAbout } from '@havenwacht/formats/scan';
import { writeTiff } from '@havenwacht/formats/tiff';
import { zlibCompression } from '../src/features/scans/index.ts';

/** Small scans for tests: noise, synthetic throughout. */

export const [columns, rows] = [300, 200];

/** What the scanner says of a scan of this container. */
export function about(container: string | null, over: Partial<ScanAbout> = {}): ScanAbout {
  return {
    container,
    scanner: { id: 'QZ-1', manufacturer: 'Synthetic Scanners', model: 'S-6' },
    acquiredAt: '2026-03-02T05:00:00Z',
    lane: null,
    direction: 'front-first',
    channels: [
      { energy: 'high', nominalMV: 6, airLevel: 60_000, darkLevel: 100 },
      { energy: 'low', nominalMV: 4, airLevel: 50_000, darkLevel: 100 },
    ],
    geometry: {
      sourceDistanceMm: 5_000,
      side: 'left',
      laneOffsetMm: 0,
      columnPitchMm: 5,
      rowPitchMm: 5,
      sourceHeightMm: 500,
      tiltDegrees: 0,
    },
    ...over,
  };
}

/** Every image is another one, as noise makes them. */
export function pixels(): Uint16Array {
  const bytes = randomBytes(columns * rows);
  return Uint16Array.from(bytes, (byte) => 20_000 + byte);
}

/** A scan of two energies, as the scanner was told to make it of this container. */
export const aScan = (told: string | null, over: Partial<ScanAbout> = {}): Uint8Array =>
  writeTiff(
    [
      { columns, rows, samples: pixels(), description: writeScanAbout(about(told, over)) },
      { columns, rows, samples: pixels() },
    ],
    { compression: zlibCompression },
  );
