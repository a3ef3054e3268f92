import type { ScanAbout } from '../scan/index.ts';

/** What is told of a dual-energy scan, changed where a test says so. */
export function aScanAbout(over: Partial<ScanAbout> = {}): ScanAbout {
  return {
    container: 'QZXU1234565',
    scanner: { id: 'QZ-1', manufacturer: 'Synthetic Scanners', model: 'S-6' },
    acquiredAt: '2026-11-16T12:00:00Z',
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
