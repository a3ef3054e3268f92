import { drawProjection, projectInto, type Projection } from '@havenwacht/imaging/learned';
import { readScanFile } from '@havenwacht/formats/scan';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { partsOf, scanById, type Scan } from './scan-store.ts';
import { zlibCompression } from './zlib-compression.ts';

/**
 * The channels of a scan, read from its kept bytes. A trial has no bytes of its own: the threat is projected
 * into those of the scan it is made from, the same each time, by its seed.
 *
 * @throws {HavenwachtError} `scans/no-pixels` when the scan is not whole, set aside, or forgotten
 */
export async function scanPixels(db: Querying, blobs: Blobs, scan: Scan): Promise<readonly Uint16Array[]> {
  if (scan.trial !== null) {
    const base = await scanById(db, scan.trial.of);
    if (base === null || base.about === null) throw noPixels();
    const plain = await scanPixels(db, blobs, base);
    return projectInto(plain, base.about.channels, projectionFor(base, scan.trial.seed));
  }
  if (scan.state !== 'open' && scan.state !== 'judged') throw noPixels();
  const channels: Uint16Array[] = [];
  for (const { file, name } of await partsOf(db, scan.id)) {
    const reading = readScanFile(await blobs.readAll(file), { compression: zlibCompression, name });
    if (!reading.ok) throw noPixels();
    channels.push(...reading.record.channels);
  }
  if (channels.length === 0) throw noPixels();
  return channels;
}

/** Where and what a seed projects into this scan. */
export function projectionFor(scan: Scan, seed: number): Projection {
  const { columns, rows, about } = scan;
  if (columns === null || rows === null || about?.geometry == null) throw noPixels();
  const { columnPitchMm, rowPitchMm } = about.geometry;
  return drawProjection({ columns, rows, columnPitchMm, rowPitchMm }, seed);
}

function noPixels(): HavenwachtError {
  return new HavenwachtError('scans/no-pixels', 409, 'This scan has no pixels that could be shown.');
}
